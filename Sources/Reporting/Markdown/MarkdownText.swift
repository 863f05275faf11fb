internal import TerminalKit

/// Foreign text in Markdown (GitHub's kind): it stays the text it is, in a paragraph, a list or a table's cell.
enum MarkdownText {
    /// Characters that begin something in the middle of a line.
    private static let special: Set<Unicode.Scalar> = ["\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "&", "$", "@"]

    /// For running text. Begin no line with it: what a line may begin with is not escaped.
    static func escape(_ text: String) -> String {
        var out = ""
        var previous: Unicode.Scalar = " "
        var scalars = Sanitizer.line(text).unicodeScalars.makeIterator()
        var pending = scalars.next()
        while let scalar = pending {
            pending = scalars.next()
            switch scalar {
            // A name with an underscore in it is no emphasis.
            case "_" where isWord(previous) && pending.map(isWord) == true: out += "_"
            // `https://` and `www.` become links by themselves.
            case ":" where pending == "/": out += "\\:"
            case "." where previous == "w" || previous == "W": out += "\\."
            // `!` before a bracket is a picture, and the bracket is escaped.
            default:
                if special.contains(scalar) { out += "\\" }
                out.unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        return out
    }

    /// For what was typed, ids and hashes: between more backticks than it holds.
    ///
    /// - Parameter isInTable: there a bar would end the cell, also in code.
    static func code(_ text: String, isInTable: Bool) -> String {
        let clean = Sanitizer.line(text)
        let line = isInTable ? clean.replacing("|", with: "\\|") : clean
        guard !line.isEmpty else { return "–" }
        var (longest, run) = (0, 0)
        for byte in line.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        // A space is taken away again on both sides, so text that begins or ends with a backtick or a space gets one.
        let needsRoom = line.hasPrefix("`") || line.hasSuffix("`") || (line.hasPrefix(" ") && line.hasSuffix(" "))
        return needsRoom ? "\(fence) \(line) \(fence)" : fence + line + fence
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) }
}

extension String {
    /// - Parameter old: not empty.
    fileprivate func replacing(_ old: Character, with new: String) -> String { reduce(into: "") { $0 += $1 == old ? new : String($1) } }
}
