import PythonOracle

/// Random outboxes as damaged as they can get.
struct OutboxGenerator {
    var random: TestRandom

    mutating func outbox() -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<random.below(9) {
            bytes += line()
            bytes +=
                random.pick([
                    "\n", "\n", "\n", "\r\n", "\r", "\u{B}", "\u{C}",
                    "\u{1C}", "\u{85}", "\u{2028}", "\u{2029}", "\n\n", "\u{A0}\n",
                ]).utf8
        }
        if random.below(3) == 0 { bytes += line() }
        if random.below(3) == 0 { damage(&bytes) }
        return bytes
    }

    private mutating func line() -> [UInt8] {
        var members: [String] = []
        if random.below(12) > 0 { members.append(random.pick(["\"event_id\"", "\"event_id\"", "\"\\u0065vent_id\""]) + ":" + id()) }
        if random.below(8) == 0 { members.append("\"event_id\":" + id()) }
        if random.below(8) > 0 { members.append("\"status\":" + status()) }
        if random.below(2) == 0 {
            members.append("\"envelope\":{\"event_id\":\"inner\",\"status\":\"published\",\"é\":[{},[\"\\ud800\"]]}")
        }
        if random.below(6) == 0 { members.append("\"x\":" + random.pick(["NaN", "-Infinity", "1e400", "01", "tru", "\"\t\"", "\"\\x\""])) }
        let space = random.below(6) == 0 ? random.pick([" ", "\t", "\u{3000}", "\u{85}", "\u{FEFF}"]) : ""
        let junk = random.below(12) == 0 ? random.pick(["}", ",", "{}", "\u{0}", "]"]) : ""
        return Array((space + "{" + members.shuffled(using: &random).joined(separator: ",") + "}" + junk + space).utf8)
    }

    private mutating func id() -> String {
        random.pick([
            "\"a\"", "\"b\"", "\"\\u0061\"", "\" a \"", "\"\\u2003b\\u00a0\"", "\"\\u001fa\"", "\"\"", "\" \\n\"",
            "5", "\"5\"", "5.0", "1e22",
            "-0", "-0.0", "0.00001", "1E5", "1e400", "NaN", "123456789012345678901234567890", "null", "true", "false", "[1]", "[]", "{}",
            "[1.0,\"it's\",\"\\\"'\",null,true]", "{\"a\":1,\"b\":[\"\\u00ad\\u200b\\n\\ud800é😀\"],\"a\":2}", "\"\\ud800\"", "\"\\ufffd\"",
            "\"\\ud83d\\ude00\"", "\"😀\"", "\"None\"", "\"e\\u0301\"", "\"\\u00e9\"",
        ])
    }

    private mutating func status() -> String {
        random.pick([
            "\"pending_publish\"", "\"pending_commit\"", "\"published\"", "\"committed\"", "\"invalid_envelope\"",
            "\"pending\\u005fpublish\"",
            "\" pending_publish\"", "null", "5", "[\"pending_commit\"]", "\"\"", "\"None\"", "1e16",
        ])
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        for _ in 0...random.below(2) where !bytes.isEmpty {
            let at = random.below(bytes.count)
            let odd: [UInt8] = Array("\"\\{}[],: \r\n".utf8) + [0, 0x0B, 0x1D, 0x1F, 0x80, 0x85, 0xC2, 0xE2, 0xED, 0xFF]
            switch random.below(4) {
            case 0: bytes.remove(at: at)
            case 1: bytes.insert(random.pick(odd), at: at)
            case 2: bytes[at] = random.pick(odd)
            default: bytes.removeSubrange(at...)
            }
        }
    }
}
