import PythonOracle

/// Random outboxes as Jarvis writes them, and changes of single bytes in them.
struct CanonicalLines {
    var random: TestRandom

    mutating func outbox() -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0...random.below(6) { bytes += line() + Array("\n".utf8) }
        return bytes
    }

    /// One record without its newline.
    mutating func line() -> [UInt8] {
        let id = "event-\(random.below(5))" + String(repeating: "0", count: random.below(40))
        var members: [String] = []
        if random.below(4) > 0 {
            members.append(
                #""envelope":{"encrypted_payload":{"ciphertext_b64":"\#(text())","nonce_b64":"\#(text())"},"event_id":"inner","#
                    + #""prev_state_hash":null,"status":"published","ttl_seconds":\#(number())}"#)
        }
        members.append(#""event_id":"\#(id)""#)
        if random.below(5) == 0 { members.append(#""metadata":[{},[],[[]],{"a":[true,false,null,\#(number())]},"\#(text())"]"#) }
        if random.below(5) == 0 { members.append(#""reason":"\#(text())""#) }
        if random.below(2) == 0 { members.append(#""state_delta":{"event_id":"\#(id)","x":\#(number()),"y":"\#(text())"}"#) }
        members.append(#""state_hash":"\#(random.below(3) == 0 ? "" : text())""#)
        members.append(
            #""status":"\#(random.pick(["pending_publish", "pending_commit", "published", "committed", "invalid_envelope"]))""#)
        if random.below(8) > 0 {
            members.append(#""timestamp":"2026-03-1\#(random.below(10))T09:26:0\#(random.below(10)).00000\#(random.below(10))+00:00""#)
        }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }

    /// Changes, adds, removes or repeats a few bytes.
    mutating func change(_ bytes: inout [UInt8]) {
        for _ in 0...random.below(2) where !bytes.isEmpty {
            let at = random.below(bytes.count)
            let odd: [UInt8] = Array("\"\\{}[],: \r\n0-eu".utf8) + [0, 0x0B, 0x1D, 0x7F, 0x80, 0x85, 0xC2, 0xE2, 0xFF]
            switch random.below(5) {
            case 0: bytes.remove(at: at)
            case 1: bytes.insert(random.pick(odd), at: at)
            case 2: bytes[at] = random.pick(odd)
            case 3: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 1 + random.below(30))], at: at)
            default: bytes.removeSubrange(at...)
            }
        }
    }

    private mutating func text() -> String {
        let plain = String(repeating: "aZ0+/=", count: random.below(30))
        return plain + random.pick(["", "", "", #"\u00e9"#, #"\ud83d\ude00"#, #"\""#, #"\\"#, #"\n"#, "{}[],:", "\u{7F}"])
    }

    private mutating func number() -> String {
        random.pick(["0", "-0", "5", "-12", "300", "1.5", "-0.25", "1e+16", "1e-05", "2E5", "123456789012345678901234567890", "0.0"])
    }
}
