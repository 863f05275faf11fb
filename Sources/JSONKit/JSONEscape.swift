/// Backslash escapes in strings, read.
enum JSONEscape {
    /// Checks the escape whose backslash is at `at`; answers where it ends. Surrogates are not paired here.
    static func skip(_ bytes: Span<UInt8>, _ at: Int, end: Int) throws(JSONFault) -> Int {
        guard at + 1 < end else { throw JSONFault(.unexpectedEnd, at: end) }
        switch bytes[at + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            return at + 2
        case UInt8(ascii: "u"):
            for digit in at + 2..<at + 6 {
                guard digit < end else { throw JSONFault(.unexpectedEnd, at: end) }
                guard hexValue(bytes[digit]) != nil else { throw JSONFault(.invalidEscape, at: at) }
            }
            return at + 6
        default: throw JSONFault(.invalidEscape, at: at)
        }
    }

    /// The WTF-8 bytes of a string whose escapes were checked; `inner` lies between its quotes.
    static func decode(_ bytes: Span<UInt8>, _ inner: Range<Int>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(inner.count)
        var at = inner.lowerBound
        while at < inner.upperBound {
            guard bytes[at] == UInt8(ascii: "\\") else {
                out.append(bytes[at])
                at += 1
                continue
            }
            switch bytes[at + 1] {
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "u"):
                var unit = codeUnit(bytes, at)
                at += 6
                if 0xD800..<0xDC00 ~= unit, at + 6 <= inner.upperBound,
                    bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u")
                {
                    let low = codeUnit(bytes, at)
                    if 0xDC00..<0xE000 ~= low {
                        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
                        at += 6
                    }
                }
                WTF8.append(unit, to: &out)
                continue
            case let byte: out.append(byte)
            }
            at += 2
        }
        return out
    }

    /// The four digits of the `\u` escape at `at`.
    private static func codeUnit(_ bytes: Span<UInt8>, _ at: Int) -> UInt32 {
        var unit: UInt32 = 0
        for digit in at + 2..<at + 6 { unit = unit << 4 | UInt32(hexValue(bytes[digit]) ?? 0) }
        return unit
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
