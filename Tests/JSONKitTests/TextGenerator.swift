import PythonOracle

/// Random JSON texts in every odd spelling, and damaged ones.
struct TextGenerator {
    var random: TestRandom

    /// A text; about half of them damaged.
    mutating func text() -> [UInt8] {
        var bytes: [UInt8] = []
        value(random.below(4), &bytes)
        if random.below(2) == 0 { mutate(&bytes) }
        return bytes
    }

    private mutating func value(_ depth: Int, _ out: inout [UInt8]) {
        space(&out)
        switch random.below(depth > 0 ? 9 : 6) {
        case 0: out += random.pick(["true", "false", "null", "NaN", "Infinity", "-Infinity"]).utf8
        case 1: out += number().utf8
        case 2: out += String(Double(bitPattern: random.next())).utf8
        case 3...5: string(&out)
        case 6, 7:
            out.append(UInt8(ascii: "{"))
            for index in 0..<random.below(5) {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                space(&out)
                if random.below(3) == 0 {
                    out += random.pick(["\"a\"", "\"\\u0061\"", "\"event_id\"", "\"é\""]).utf8
                } else {
                    string(&out)
                }
                space(&out)
                out.append(UInt8(ascii: ":"))
                value(depth - 1, &out)
            }
            out.append(UInt8(ascii: "}"))
        default:
            out.append(UInt8(ascii: "["))
            for index in 0..<random.below(5) {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                value(depth - 1, &out)
            }
            out.append(UInt8(ascii: "]"))
        }
        space(&out)
    }

    private mutating func number() -> String {
        func digits(_ count: Int, _ random: inout TestRandom) -> String {
            (0..<count).map { _ in String(random.below(10)) }.joined()
        }
        var text = random.below(3) == 0 ? "-" : ""
        text += random.below(3) == 0 ? "0" : random.pick(["1", "2", "9"]) + digits(random.below(random.below(8) == 0 ? 30 : 5), &random)
        if random.below(2) == 0 { text += "." + digits(1 + random.below(20), &random) }
        if random.below(3) == 0 { text += random.pick(["e", "E"]) + random.pick(["", "+", "-"]) + digits(1 + random.below(3), &random) }
        return text
    }

    private mutating func string(_ out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for _ in 0..<random.below(7) {
            out +=
                random.pick([
                    "a", "Z", " ", "é", "😀", "\u{2028}", "\u{7F}", "\u{FEFF}", "\\n", "\\\"", "\\\\", "\\/", "\\u0000", "\\u00E9",
                    "\\ud800",
                    "\\uDC00", "\\ud83d\\ude00", "\\b", "{", "]", ",", ":", "'",
                ]).utf8
        }
        out.append(UInt8(ascii: "\""))
    }

    private mutating func space(_ out: inout [UInt8]) {
        if random.below(6) == 0 { out += random.pick([" ", "\n", "\t", "\r", "  "]).utf8 }
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        for _ in 0...random.below(2) where !bytes.isEmpty {
            let at = random.below(bytes.count)
            let odd: [UInt8] = Array("\"\\{}[],:0-+.eEuN \tx'/".utf8) + [0, 0x0B, 0x1F, 0x80, 0xC2, 0xED, 0xFF]
            switch random.below(4) {
            case 0: bytes.remove(at: at)
            case 1: bytes.insert(random.pick(odd), at: at)
            case 2: bytes[at] = random.pick(odd)
            default: bytes.removeSubrange(at...)
            }
        }
    }
}
