/// What Python calls white space (`str.isspace`) and a line end (`str.splitlines`); its two lists, ours by way of its documentation.
enum PythonSpace {
    static func isSpace(_ point: UInt32) -> Bool {
        switch point {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// The part of valid UTF-8 without white space around it, as `str.strip` leaves it.
    static func strip(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end {
            let length = leadLength(bytes[start])
            guard start + length <= end, isSpace(point(bytes, start, length)) else { break }
            start += length
        }
        while end > start {
            var first = end - 1
            while first > start && bytes[first] & 0xC0 == 0x80 { first -= 1 }
            guard isSpace(point(bytes, first, end - first)) else { break }
            end = first
        }
        return start..<end
    }

    /// The length in bytes of the line end at `at`, or 0. CR LF counts as two ends; the blank line between them is nothing.
    static func lineEnd(_ bytes: Span<UInt8>, _ at: Int, end: Int) -> Int {
        switch bytes[at] {
        case 0x0A...0x0D, 0x1C...0x1E: return 1
        case 0xC2: return at + 1 < end && bytes[at + 1] == 0x85 ? 2 : 0
        case 0xE2: return at + 2 < end && bytes[at + 1] == 0x80 && bytes[at + 2] & 0xFE == 0xA8 ? 3 : 0
        default: return 0
        }
    }

    private static func leadLength(_ byte: UInt8) -> Int {
        switch byte {
        case 0xC0..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0...: 4
        default: 1
        }
    }

    /// The code point of so many bytes of valid UTF-8; white space takes three at most.
    private static func point(_ bytes: Span<UInt8>, _ at: Int, _ length: Int) -> UInt32 {
        switch length {
        case 1: UInt32(bytes[at])
        case 2: UInt32(bytes[at] & 0x1F) << 6 | UInt32(bytes[at + 1] & 0x3F)
        case 3: UInt32(bytes[at] & 0x0F) << 12 | UInt32(bytes[at + 1] & 0x3F) << 6 | UInt32(bytes[at + 2] & 0x3F)
        default: 0
        }
    }
}
