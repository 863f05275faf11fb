import JSONKit
import Mesh
import SealedBoxKit
import TestSupport
import Testing

/// What Jarvis lets pass, and this program does not.
@Suite(.ownThread) struct EnvelopeConcernTests {
    static let now: Int64 = 1_773_480_413_589_793
    static let key = SecretKey()
    static let validator = EnvelopeValidator(MeshIdentity(key: .usable(key), nodeKey: "node"))

    static func envelope(_ previous: JSONValue = .null) -> JSONObject {
        EnvelopeBuilder(key: key, nodeKey: "node").seal(["a": 1], eventID: "e1", previousStateHash: previous, at: now, nonce: .random())
            ?? [:]
    }

    /// The verdict, and the kinds of concern.
    static func judge(_ envelope: JSONObject, subject: String = "jarvis.mesh.sync") -> (EnvelopeReason, [EnvelopeConcern.Kind]) {
        var seen = SeenMessages()
        let verdict = validator.validate(envelope, at: now, seen: &seen)
        return (verdict.reason, EnvelopeConcern.all(envelope, verdict, subject: subject).map(\.kind))
    }

    @Test(
        "What lies outside the seal and was changed validates as in Jarvis, and is a concern",
        arguments: [
            ("message_id", "e1", []), ("message_id", "e2", [.messageID]), ("message_id", " e1 ", [.messageID]),
            ("expires_at", "2027-03-14T09:31:53.589793+00:00", [.lifetime]), ("expires_at", "2026-03-14T09:31:53.589793Z", []),
            ("expires_at", "2026-03-14T09:31:53.589794Z", [.lifetime]), ("ttl_seconds", 301, [.lifetime]), ("ttl_seconds", 300.0, []),
            ("ttl_seconds", "300", [.lifetime]), ("ttl_seconds", nil, [.lifetime]), ("ttl_seconds", true, [.lifetime]),
            ("channel", "elsewhere", [.channel]), ("channel", nil, []), ("channel", "", []), ("channel", 5, [.channel]),
            ("node_pubkey", "another", []),
        ] as [(String, JSONValue, [EnvelopeConcern.Kind])])
    func outside(field: String, value: JSONValue, kinds: [EnvelopeConcern.Kind]) {
        var envelope = Self.envelope()
        envelope[field] = value
        #expect(Self.judge(envelope) == (.ok, kinds))
    }

    @Test("A lifetime that nothing confirms is taken, as receivers take it")
    func noLifetime() {
        var envelope = Self.envelope()
        envelope["ttl_seconds"] = Optional<JSONValue>.none
        #expect(Self.judge(envelope) == (.ok, []))
    }

    @Test("A subject of one's own makes the usual channel a concern, and its own channel none")
    func subject() {
        var envelope = Self.envelope()
        #expect(Self.judge(envelope, subject: "own") == (.ok, [.channel]))
        envelope["channel"] = "own"
        #expect(Self.judge(envelope, subject: "own") == (.ok, []))
        #expect(EnvelopeConcern.destination(envelope, subject: "x") == "own")
        envelope["channel"] = nil
        #expect(EnvelopeConcern.destination(envelope, subject: "x") == "x")
    }

    @Test("A previous hash that is hidden outside is a concern", arguments: [nil, "", false, 0] as [JSONValue])
    func previousHash(outside: JSONValue) {
        var envelope = Self.envelope("ab")
        #expect(Self.judge(envelope) == (.ok, []))
        envelope["prev_state_hash"] = outside
        #expect(Self.judge(envelope) == (.ok, [.previousHash]))
        envelope["prev_state_hash"] = "cd"
        #expect(Self.judge(envelope).0 == .previousHashMismatch)
    }

    @Test("Of concerns, two are integrity events, one holds, one warns")
    func consequences() throws {
        var envelope = Self.envelope("ab")
        for (field, value) in [("message_id", "x"), ("ttl_seconds", 1), ("channel", "x"), ("prev_state_hash", nil)] as [(String, JSONValue)]
        {
            envelope[field] = value
        }
        var seen = SeenMessages()
        let verdict = Self.validator.validate(envelope, at: Self.now, seen: &seen)
        let concerns = EnvelopeConcern.all(envelope, verdict, subject: "jarvis.mesh.sync")
        #expect(concerns.map(\.kind) == [.messageID, .lifetime, .channel, .previousHash])
        #expect(concerns.map(\.consequence) == [.quarantine, .quarantine, .hold, .warning])
    }
}
