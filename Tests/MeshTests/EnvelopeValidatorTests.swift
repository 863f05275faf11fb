import JSONKit
import SealedBoxKit
import TestSupport
import Testing

@testable import Mesh

@Suite(.ownThread) struct EnvelopeValidatorTests {
    typealias Concerns = EnvelopeConcernTests

    @Test("What lasts is judged without the clock and without what was seen; nothing else is left out")
    func lasting() {
        var seen = SeenMessages(["e1"], at: Concerns.now)
        var envelope = Concerns.envelope()
        for moment in [0, 4_000_000_000_000_000] as [Int64] {
            let verdict = Concerns.validator.validate(envelope, at: moment, seen: &seen, checks: .lasting)
            #expect(verdict.isOK)
            #expect(verdict.stateHash == StateHash.hex(["a": 1, "event_id": "e1"]))
        }
        // Nor is what was looked at so taken for received.
        var unseen = SeenMessages()
        _ = Concerns.validator.validate(envelope, at: Concerns.now, seen: &unseen, checks: .lasting)
        #expect(!unseen.contains("e1", at: Concerns.now))
        envelope["issued_at"] = "yesterday"
        #expect(Concerns.validator.validate(envelope, at: Concerns.now, seen: &seen, checks: .lasting).reason == .invalidTimestamp)
        envelope = Concerns.envelope()
        envelope["state_hash"] = "0"
        #expect(Concerns.validator.validate(envelope, at: Concerns.now, seen: &seen, checks: .lasting).reason == .hashMismatch)
    }

    @Test("An id is seen once it was found ok, and forgotten after an hour")
    func seen() {
        var seen = SeenMessages()
        var envelope = Concerns.envelope()
        envelope["expires_at"] = "9999-01-01"
        envelope["state_hash"] = ""
        #expect(Concerns.validator.validate(envelope, at: Concerns.now, seen: &seen).reason == .hashMismatch)
        envelope["state_hash"] = Concerns.envelope()["state_hash"]
        for (later, reason) in [(0, .ok), (0, .replay), (3_600_000_000, .replay), (3_600_000_001, .ok), (3_600_000_002, .replay)]
            as [(Int64, EnvelopeReason)]
        {
            #expect(Concerns.validator.validate(envelope, at: Concerns.now + later, seen: &seen).reason == reason)
        }
    }

    @Test(
        "Without a key or a node key nothing is validated; with a malformed one, everything up to the seal",
        arguments: [
            (nil, "node", .configurationMissing), (" ", "node", .configurationMissing), ("00", nil, .configurationMissing),
            ("00", "\u{3000}", .configurationMissing), ("00", "node", .invalidKey),
        ] as [(String?, String?, EnvelopeReason)])
    func identity(key: String?, node: String?, reason: EnvelopeReason) {
        var seen = SeenMessages()
        let validator = EnvelopeValidator(MeshIdentity(key: MeshKey(key), nodeKey: node))
        #expect(validator.validate(Concerns.envelope(), at: Concerns.now, seen: &seen).reason == reason)
        #expect(
            validator.validate([:], at: Concerns.now, seen: &seen).reason
                == (reason == .invalidKey ? .missingProtocolVersion : .configurationMissing))
    }

    @Test("The identity is read as Jarvis reads it: an empty variable gives way to the second, a blank one does not")
    func variables() throws {
        let key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
        func read(_ variables: [String: String]) -> MeshIdentity { MeshIdentity { variables[$0] } }
        #expect(
            read(["JARVIS_MESH_SHARED_KEY": "", "JARVIS_MESH_SYNC_KEY": " \(key)\u{A0}", "JARVIS_MESH_NODE_PUBKEY": " n "]).isConfigured)
        #expect(read(["JARVIS_MESH_SHARED_KEY": key, "JARVIS_MESH_NODE_PUBKEY": " n "]).nodeKey == "n")
        #expect(!read(["JARVIS_MESH_SHARED_KEY": " ", "JARVIS_MESH_SYNC_KEY": key, "JARVIS_MESH_NODE_PUBKEY": "n"]).isConfigured)
        #expect(!read(["JARVIS_MESH_SHARED_KEY": key]).isConfigured)
        #expect(read([:]).subject == "jarvis.mesh.sync")
        #expect(read(["JARVIS_MESH_SYNC_SUBJECT": "", "NATS_SUBJECT_MESH_SYNC": " b "]).subject == "b")
        #expect(read(["JARVIS_MESH_SYNC_SUBJECT": "a", "NATS_SUBJECT_MESH_SYNC": "b"]).subject == "a")
    }

    @Test("An envelope says the event id as its message id, three hundred seconds, and Jarvis's form of time")
    func built() throws {
        let key = try #require(SecretKey(hexadecimal: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"))
        let nonce = try #require(Nonce([UInt8](repeating: 7, count: 24)))
        let builder = EnvelopeBuilder(key: key, nodeKey: "node")
        let envelope = try #require(builder.seal(["b": 1], eventID: "e", at: 1_773_480_413_000_000, nonce: nonce))
        // Sealed by PyNaCl from the same parts.
        let body =
            #"{"channel":"jarvis.mesh.sync","encrypted_payload":{"ciphertext_b64":"IXbWw2DUG85BJj1X4Ew2CG/3gi+7FHFehRxuElHo5ePp8IzBPfi3hqx3vF48+KcZwvH3bMfws7qC6NeFRy+dRBQn9JJBO5ldAmc2c2l9+KcsoBIU9kCJYJryKMeKiO9ajHIECPzjEzbb6/Q6gztxAL5BweePlYd+qkLwnrC+X9hq5j6ZywM7nmNzn5HyjvaWrHDVZPiZvwX79lenANOPJBg6F791fc1VhNasJVO5","nonce_b64":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH"},"#
            + #""expires_at":"2026-03-14T09:31:53+00:00","issued_at":"2026-03-14T09:26:53+00:00","message_id":"e","node_pubkey":"node","#
            + #""prev_state_hash":null,"protocol_version":"1.0","state_hash":"b54fc1245382c5933fffb0d09573fa02caac55c52c79e2238c30f0da07964b15","ttl_seconds":300}"#
        #expect(String(decoding: EnvelopeBuilder.body(envelope), as: UTF8.self) == body)
        let own = try #require(builder.seal(["event_id": 5], eventID: "e", at: 0, nonce: .random()))
        #expect(own["state_hash"]?.text == StateHash.hex(["event_id": 5]))
        #expect(builder.seal([:], eventID: "e", at: PythonTime.range.upperBound, nonce: .random()) == nil)
        #expect(EnvelopeBuilder(key: key, nodeKey: "n", lifetime: .max).seal([:], eventID: "e", at: 0, nonce: .random()) == nil)
    }

    @Test("An envelope lasts a second at least")
    func shortest() throws {
        let key = try #require(MeshKey(String(repeating: "11", count: 32)).secret)
        for (lifetime, seconds) in [(-5, 1), (0, 1), (1, 1), (2, 2)] as [(Int64, Int64)] {
            let builder = EnvelopeBuilder(key: key, nodeKey: "n", lifetime: lifetime)
            let envelope = try #require(builder.seal(["a": 1], eventID: "e", at: 0, nonce: .random()))
            #expect(envelope["ttl_seconds"] == seconds.json)
            #expect(envelope["expires_at"]?.text == PythonTime.isoformat(seconds * 1_000_000))
        }
    }

    @Test("Deltas are read and sealed as deep as any Jarvis can hash them")
    func depth() {
        func nested(_ levels: Int) -> JSONObject {
            var value: JSONValue = 1
            for _ in 0..<levels - 2 { value = [value] }
            return ["a": value]
        }
        let builder = EnvelopeBuilder(key: SecretKey(), nodeKey: "n")
        #expect(builder.seal(nested(StateHash.deepest), eventID: "e", at: 0, nonce: .random()) != nil)
        #expect(builder.seal(nested(StateHash.deepest + 2), eventID: "e", at: 0, nonce: .random()) == nil)
    }
}
