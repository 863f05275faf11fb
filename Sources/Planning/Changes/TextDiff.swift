/// What a change does to a text, as `diff -u` shows it: three lines of context, and a note where the last line does not end.
public enum TextDiff {
    private static let context = 3
    /// Above this many comparisons the changed part is shown as a whole.
    private static let mostComparisons = 4_000_000

    /// - Parameters:
    ///   - old: UTF-8; lines end at LF, and a CR before it belongs to the line.
    ///   - path: for the two heading lines.
    /// - Returns: empty when nothing changes.
    public static func unified(old: [UInt8], new: [UInt8], path: String) -> String {
        guard old != new else { return "" }
        let script = edits(lines(old), lines(new))
        var result = "--- a/\(path)\n+++ b/\(path)\n"
        for hunk in hunks(script) { result += hunk }
        return result
    }

    public static func unified(old: String, new: String, path: String) -> String {
        unified(old: Array(old.utf8), new: Array(new.utf8), path: path)
    }

    private enum Edit {
        case same(ArraySlice<UInt8>)
        case removed(ArraySlice<UInt8>)
        case added(ArraySlice<UInt8>)

        var isChange: Bool { if case .same = self { false } else { true } }
        var countsInOld: Bool { if case .added = self { false } else { true } }
        var countsInNew: Bool { if case .removed = self { false } else { true } }

        var text: String {
            switch self {
            case .same(let line): TextDiff.text(" ", line)
            case .removed(let line): TextDiff.text("-", line)
            case .added(let line): TextDiff.text("+", line)
            }
        }
    }

    private static func text(_ mark: String, _ line: ArraySlice<UInt8>) -> String {
        let isWhole = line.last == UInt8(ascii: "\n")
        return mark + String(decoding: line, as: UTF8.self) + (isWhole ? "" : "\n\\ No newline at end of file\n")
    }

    /// Each with its line end.
    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var result: [ArraySlice<UInt8>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            result.append(bytes[start...index])
            start = index + 1
        }
        if start < bytes.count { result.append(bytes[start...]) }
        return result
    }

    /// The longest common subsequence of the part between equal beginnings and ends.
    private static func edits(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) -> [Edit] {
        let head = zip(old, new).prefix { $0 == $1 }.count
        let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed()).prefix { $0 == $1 }.count
        let (a, b) = (Array(old[head..<(old.count - tail)]), Array(new[head..<(new.count - tail)]))
        let middle =
            a.count * b.count > mostComparisons ? a.map(Edit.removed) + b.map(Edit.added) : common(a, b)
        return old.prefix(head).map(Edit.same) + middle + old.suffix(tail).map(Edit.same)
    }

    private static func common(_ a: [ArraySlice<UInt8>], _ b: [ArraySlice<UInt8>]) -> [Edit] {
        let width = b.count + 1
        var longest = [Int](repeating: 0, count: (a.count + 1) * width)
        for i in a.indices.reversed() {
            for j in b.indices.reversed() {
                longest[i * width + j] =
                    a[i] == b[j]
                    ? longest[(i + 1) * width + j + 1] + 1 : max(longest[(i + 1) * width + j], longest[i * width + j + 1])
            }
        }
        var result: [Edit] = []
        var (i, j) = (0, 0)
        while i < a.count || j < b.count {
            if i < a.count, j < b.count, a[i] == b[j] {
                result.append(.same(a[i]))
                (i, j) = (i + 1, j + 1)
            } else if i < a.count, j == b.count || longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
                result.append(.removed(a[i]))
                i += 1
            } else {
                result.append(.added(b[j]))
                j += 1
            }
        }
        return result
    }

    private static func hunks(_ script: [Edit]) -> [String] {
        var result: [String] = []
        var (oldLine, newLine) = (1, 1)
        var index = 0
        while let first = script[index...].firstIndex(where: \.isChange) {
            let start = max(index, first - context)
            for edit in script[index..<start] { advance(edit, &oldLine, &newLine) }
            var end = first + 1
            // Changes with six lines or fewer between them stand in one piece.
            while let next = script[end...].prefix(2 * context + 1).firstIndex(where: \.isChange) { end = next + 1 }
            let part = script[start..<min(script.count, end + context)]
            let old = part.count(where: \.countsInOld)
            let new = part.count(where: \.countsInNew)
            result.append("@@ -\(range(oldLine, old)) +\(range(newLine, new)) @@\n" + part.map(\.text).joined())
            for edit in part { advance(edit, &oldLine, &newLine) }
            index = part.endIndex
        }
        return result
    }

    private static func advance(_ edit: Edit, _ oldLine: inout Int, _ newLine: inout Int) {
        if edit.countsInOld { oldLine += 1 }
        if edit.countsInNew { newLine += 1 }
    }

    /// A piece without lines is named by the line before it.
    private static func range(_ line: Int, _ count: Int) -> String {
        count == 1 ? "\(line)" : "\(count == 0 ? line - 1 : line),\(count)"
    }
}
