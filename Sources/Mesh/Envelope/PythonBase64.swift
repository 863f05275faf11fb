internal import JSONKit

/// Standard base64 as Python's `b64encode` writes it and `b64decode` reads it.
enum PythonBase64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")
    /// The six bits of each ASCII character; nil outside the alphabet.
    private static let values: [UInt8?] = {
        var values = [UInt8?](repeating: nil, count: 128)
        for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()

    static func encode(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let three = (0..<3).map { start + $0 < bytes.count ? UInt32(bytes[start + $0]) : 0 }
            let word = three[0] << 16 | three[1] << 8 | three[2]
            for place in 0..<4 {
                let isData = start + place <= bytes.count
                out.append(isData ? alphabet[Int(word >> (18 - 6 * place) & 63)] : padding)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Passes over ASCII characters outside the alphabet, also padding in a place where none belongs; ends with the first complete padding,
    /// whatever follows it.
    ///
    /// - Returns: nil for any character beyond ASCII, and for digits that do not come out even.
    static func decode(_ text: JSONString) -> [UInt8]? {
        let bytes = text.bytes
        guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count / 4 * 3)
        var held: UInt8 = 0
        var place = 0
        var paddings = 0
        for byte in bytes {
            if byte == padding {
                guard place >= 2 else { continue }
                paddings += 1
                if place + paddings >= 4 { return out }
                continue
            }
            guard let value = values[Int(byte)] else { continue }
            paddings = 0
            switch place {
            case 0: held = value
            case 1: out.append(held << 2 | value >> 4)
            case 2: out.append(held << 4 | value >> 2)
            default: out.append(held << 6 | value)
            }
            held = value
            place = (place + 1) % 4
        }
        return place == 0 ? out : nil
    }
}
