/// A value put into a shell line so that it stays one word, whatever it holds.
enum ShellQuoting {
    enum Place { case bare, doubleQuoted, singleQuoted }

    static func quoted(_ value: String, in place: Place) -> String {
        switch place {
        case .bare:
            isPlain(value) ? value : "'" + value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
        case .doubleQuoted:
            value.reduce(into: "") { result, character in
                if "\\\"$`".contains(character) { result.append("\\") }
                result.append(character)
            }
        case .singleQuoted: value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        }
    }

    /// Nothing in it means anything to a shell, wherever in a word it stands.
    static func isPlain(_ value: String) -> Bool {
        !value.isEmpty
            && value.utf8.allSatisfy { byte in
                (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39 || "_./:@%+,-".utf8.contains(byte)
            }
    }

    /// How the byte at an offset of a line is quoted.
    static func place(at offset: Int, in line: [UInt8]) -> Place {
        var place = Place.bare
        var at = 0
        while at < min(offset, line.count) {
            switch (line[at], place) {
            case (UInt8(ascii: "\\"), .bare), (UInt8(ascii: "\\"), .doubleQuoted): at += 1
            case (UInt8(ascii: "'"), .bare): place = .singleQuoted
            case (UInt8(ascii: "'"), .singleQuoted): place = .bare
            case (UInt8(ascii: "\""), .bare): place = .doubleQuoted
            case (UInt8(ascii: "\""), .doubleQuoted): place = .bare
            default: break
            }
            at += 1
        }
        return place
    }
}
