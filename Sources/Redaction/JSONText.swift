internal import JSONKit

/// A text that is a JSON document, or several, one a line. It is redacted as a tree, so that it stays one.
struct JSONText {
    private let bytes: [UInt8]
    private let documents: [(range: Range<Int>, value: JSONValue)]

    /// nil when the text is anything else.
    init?(_ bytes: [UInt8]) {
        guard let all = Self.trimmed(bytes, 0..<bytes.count),
            bytes[all.lowerBound] == UInt8(ascii: "{") || bytes[all.lowerBound] == UInt8(ascii: "[")
        else { return nil }
        self.bytes = bytes
        if let value = try? JSONReader(maximumDepth: Self.depth).read(bytes.span, all) {
            documents = [(all, value)]
            return
        }
        guard bytes[all.lowerBound] == UInt8(ascii: "{"), let lines = Self.lines(bytes, all), lines.count > 1 else { return nil }
        documents = lines
    }

    /// Deeper trees are redacted as text: walking them takes stack for each level.
    private static let depth = 600

    func redacted(by redactor: Redactor) -> [UInt8]? {
        var result: [UInt8] = []
        var copied = 0
        var isChanged = false
        for document in documents {
            let value = redactor.redact(document.value)
            guard value != document.value else { continue }
            isChanged = true
            result += bytes[copied..<document.range.lowerBound]
            let isPretty = bytes[document.range].contains(0x0A)
            result += JSONWriter.shown(isPretty ? .pretty : .compact).bytes(value)
            copied = document.range.upperBound
        }
        return isChanged ? result + bytes[copied...] : nil
    }

    private static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int>? {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, isSpace(bytes[start]) { start += 1 }
        while end > start, isSpace(bytes[end - 1]) { end -= 1 }
        return start < end ? start..<end : nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    /// nil when one of the lines is no document.
    private static func lines(_ bytes: [UInt8], _ range: Range<Int>) -> [(range: Range<Int>, value: JSONValue)]? {
        var found: [(range: Range<Int>, value: JSONValue)] = []
        for line in bytes[range].split(separator: 0x0A) {
            guard let part = trimmed(bytes, line.startIndex..<line.endIndex) else { continue }
            guard let value = try? JSONReader(maximumDepth: depth).read(bytes.span, part), value.object != nil || value.array != nil else {
                return nil
            }
            found.append((part, value))
        }
        return found
    }
}
