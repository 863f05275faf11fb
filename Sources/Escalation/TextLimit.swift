/// Text cut to what a service takes, never through a character.
public enum TextLimit {
    /// Stands at the end of what was cut.
    static let mark: Character = "…"

    /// At most so many UTF-16 units: services count characters as code points or as UTF-16, and this satisfies both.
    ///
    /// - Parameter written: how a character is written, for services that want some escaped; a cut never leaves half of that.
    public static func cut(_ text: String, to units: Int, written: (Character) -> String = { String($0) }) -> String {
        cut(text, to: units, written: written, size: { $0.utf16.count })
    }

    /// At most so many bytes of UTF-8.
    public static func cut(_ text: String, toBytes bytes: Int) -> String {
        cut(text, to: bytes, written: { String($0) }, size: { $0.utf8.count })
    }

    private static func cut(_ text: String, to limit: Int, written: (Character) -> String, size: (String) -> Int) -> String {
        let end = size(written(mark))
        var out = ""
        var used = 0
        // Where the text ends if it has to be cut: the mark must find room.
        var kept = ""
        for character in text {
            let piece = written(character)
            let count = size(piece)
            guard used + count <= limit else { return end <= limit ? kept + written(mark) : "" }
            out += piece
            used += count
            if used + end <= limit { kept = out }
        }
        return out
    }
}

extension String {
    /// One line: control characters and line breaks become spaces.
    public var oneLine: String {
        var out = String.UnicodeScalarView()
        for scalar in unicodeScalars { out.append(scalar.isControl ? " " : scalar) }
        return String(out)
    }

    /// Several lines: line breaks stay, other control characters become spaces.
    public var manyLines: String {
        var out = String.UnicodeScalarView()
        for scalar in unicodeScalars where scalar != "\r" { out.append(scalar != "\n" && scalar.isControl ? " " : scalar) }
        return String(out)
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { value < 0x20 || (0x7F..<0xA0).contains(value) || value == 0x2028 || value == 0x2029 }
}
