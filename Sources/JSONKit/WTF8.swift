/// UTF-8 that may also hold lone surrogates, each as the three bytes its code point would take (`ED A0 80` … `ED BF BF`).
///
/// A pair of surrogates is always written as the one character it means, so equal texts have equal bytes, and the order of the bytes
/// is the order of the code points.
enum WTF8 {
    static func append(_ point: UInt32, to out: inout [UInt8]) {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (point >> shift & 0x3F)) }
        switch point {
        case 0..<0x80: out.append(UInt8(point))
        case 0x80..<0x800: out += [UInt8(0xC0 | point >> 6), tail(0)]
        case 0x800..<0x10000: out += [UInt8(0xE0 | point >> 12), tail(6), tail(0)]
        default: out += [UInt8(0xF0 | (point >> 18 & 7)), tail(12), tail(6), tail(0)]
        }
    }

    /// The code points of WTF-8 bytes.
    static func points(_ bytes: [UInt8]) -> [UInt32] {
        var points: [UInt32] = []
        points.reserveCapacity(bytes.count)
        for byte in bytes {
            switch byte {
            case 0..<0x80: points.append(UInt32(byte))
            case 0xC0..<0xE0: points.append(UInt32(byte & 0x1F))
            case 0xE0..<0xF0: points.append(UInt32(byte & 0x0F))
            case 0xF0...: points.append(UInt32(byte & 0x07))
            default:
                // A continuation byte; the bytes come from `append` or a Swift string, so a lead stands before it.
                guard let last = points.popLast() else { continue }
                points.append(last << 6 | UInt32(byte & 0x3F))
            }
        }
        return points
    }
}
