import JSONKit
import SealedBoxKit
import TestSupport
import Testing

@testable import Mesh

/// What an authentic envelope may hold, with whatever stands outside of it.
@Suite(.ownThread) struct EnvelopeInsideTests {
    private typealias Judge = RetryJudgeTests

    /// A delta of as many levels.
    private static func delta(_ depth: Int) -> JSONObject {
        ["event_id": "e1", "deep": (1..<depth).reduce(JSONValue.null) { value, _ in [value] }]
    }

    private static func reason(_ delta: JSONObject, hash: String) throws -> EnvelopeReason {
        let secret = try #require(MeshKey(Judge.key).secret)
        let payload: JSONValue = ["message_id": "e1", "prev_state_hash": .null, "state_delta": .object(delta), "state_hash": hash.json]
        let nonce = Nonce.random()
        let sealed = SealedBox.seal(JSONWriter.outbox.bytes(payload), nonce: nonce, key: secret)
        var envelope = Judge.Event().envelope
        envelope["state_hash"] = hash.json
        envelope["encrypted_payload"] = [
            "nonce_b64": PythonBase64.encode(nonce.bytes).json, "ciphertext_b64": PythonBase64.encode(sealed).json,
        ]
        var seen = SeenMessages()
        return EnvelopeValidator(Judge.identity).validate(envelope, at: Judge.now, seen: &seen, checks: .lasting).reason
    }

    @Test("A delta is hashed as deep as any Jarvis can; what is deeper is refused for that, and not for its hash")
    func depth() throws {
        let (deepest, deeper) = (Self.delta(StateHash.deepest), Self.delta(StateHash.deepest + 1))
        #expect(StateHash.depth(.object(deepest)) == StateHash.deepest)
        #expect(try Self.reason(deepest, hash: StateHash.hex(.object(deepest))) == .ok)
        #expect(try Self.reason(deeper, hash: StateHash.hex(.object(deeper))) == .invalidPlaintext)
    }

    @Test("An empty hash outside is a mismatch, also where the one inside is empty too, and before anything is hashed")
    func emptyHash() throws {
        #expect(try Self.reason(Self.delta(2), hash: "") == .hashMismatch)
        #expect(try Self.reason(Self.delta(StateHash.deepest + 1), hash: "") == .hashMismatch)
    }
}
