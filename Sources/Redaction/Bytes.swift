/// Questions about single bytes of ASCII.
enum Bytes {
    @inline(__always) static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
    @inline(__always) static func isLower(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }
    @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    @inline(__always) static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    @inline(__always) static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
    @inline(__always) static func lowered(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte | 0x20 : byte }

    /// Space, tab, line ends and every other control character.
    @inline(__always) static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x7F }

    @inline(__always) static func isQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 || byte == 0x60 }

    /// What identifiers, variables, headers and options are made of.
    @inline(__always) static func isName(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == 0x5F || byte == 0x2D || byte == 0x2E
    }

    /// Both alphabets of base64, and its padding.
    @inline(__always) static func isBase64(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == 0x2B || byte == 0x2F || byte == 0x2D || byte == 0x5F || byte == 0x3D
    }

    /// Where a word stands, with no letter, digit or hyphen at either side.
    static func places(of word: [UInt8], in bytes: [UInt8]) -> [Range<Int>] {
        guard let first = word.first, bytes.count >= word.count else { return [] }
        func goesOn(_ at: Int) -> Bool { bytes.indices.contains(at) && (isAlphanumeric(bytes[at]) || bytes[at] == UInt8(ascii: "-")) }
        return (0...bytes.count - word.count).compactMap { at in
            guard bytes[at] == first, hasPrefix(bytes, at: at, word), !goesOn(at - 1), !goesOn(at + word.count) else { return nil }
            return at..<at + word.count
        }
    }

    static func hasPrefix(_ bytes: [UInt8], at start: Int, _ word: [UInt8]) -> Bool {
        guard start >= 0, start + word.count <= bytes.count else { return false }
        for index in word.indices where bytes[start + index] != word[index] { return false }
        return true
    }

    /// Replaces every occurrence, from left to right.
    static func replacing(_ bytes: [UInt8], _ word: [UInt8], with other: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if !word.isEmpty, hasPrefix(bytes, at: index, word) {
                result += other
                index += word.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }
}
