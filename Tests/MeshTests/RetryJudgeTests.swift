import JSONKit
import SealedBoxKit
import TestSupport
import Testing

@testable import Mesh

/// What becomes of a waiting event, for everything that its records and its envelope may say.
@Suite(.ownThread) struct RetryJudgeTests {
    static let key = String(repeating: "11", count: 32)
    static let identity = MeshIdentity(key: MeshKey(key), nodeKey: "node-a")
    /// 2026-03-14T09:26:53Z.
    static let now: Int64 = 1_773_480_413_000_000
    static let second: Int64 = 1_000_000

    /// An event as the outbox may have it; what a test says of it is changed before it is judged.
    struct Event {
        var id = "e1"
        var was = OutboxStatus.pendingPublish
        var delta: JSONObject = ["event_id": "e1", "x": 1]
        var sealedAt = RetryJudgeTests.now - 10 * RetryJudgeTests.second
        var first: Int64? = RetryJudgeTests.now - 10 * RetryJudgeTests.second
        var doubt = RetryCandidate.Doubt.none
        var isNaked = false
        /// Changes of the envelope after sealing.
        var outside: [String: JSONValue?] = [:]
        /// Changes of the record.
        var record: [String: JSONValue?] = [:]
        var messageID = "e1"
        var key = RetryJudgeTests.key
        var previous = JSONValue.null

        var envelope: JSONObject {
            guard let secret = MeshKey(key).secret,
                var envelope = EnvelopeBuilder(key: secret, nodeKey: "node-a").seal(
                    delta, eventID: JSONString(messageID), previousStateHash: previous, at: sealedAt, nonce: .random(),
                    completesDelta: false)
            else { return JSONObject() }
            for (field, value) in outside { envelope[JSONString(field)] = value }
            return envelope
        }

        var candidate: RetryCandidate {
            var latest: JSONObject = [
                "event_id": id.json, "status": .string(was.text), "state_hash": StateHash.hex(.object(delta)).json,
                "state_delta": .object(delta), "metadata": ["m": 1],
            ]
            if !isNaked { latest["envelope"] = .object(envelope) }
            for (field, value) in record { latest[JSONString(field)] = value }
            return RetryCandidate(
                eventID: JSONString(id), was: was, latest: latest, carrier: latest["envelope"] == nil ? nil : latest,
                firstTimestamp: first, doubt: doubt)
        }
    }

    static func judge(
        _ event: Event, identity: MeshIdentity = identity, reseals: Bool = false, attests: Bool = false,
        history: OutboxHistory = OutboxHistory(), at now: Int64 = now
    ) -> RetryItem {
        var judge = RetryJudge(identity, reseals: reseals, isAttesting: attests, history: history)
        return judge.judge(event.candidate, at: now)
    }

    @Test("What is broken is an integrity event, what may pass is held, and the rest goes out", arguments: cases)
    func judgement(test: Case) {
        var event = Event()
        test.change(&event)
        let published = Self.judge(event)
        #expect(published.disposition == test.disposition)
        #expect(published.reason == test.reason)
        #expect((published.body != nil) == (test.disposition == .publish))
        #expect(published.delta == nil)
        event.was = .pendingCommit
        let committed = Self.judge(event, attests: true)
        let expected = test.commit ?? (test.disposition, test.reason)
        #expect(committed.disposition == expected.0)
        #expect(committed.reason == expected.1)
        #expect(committed.body == nil)
        // Without attestation nothing is committed, and what is broken is seen all the same.
        let switchedOff = Self.judge(event, attests: false)
        #expect(switchedOff.disposition == (expected.0 == .commit ? .hold : expected.0))
        #expect(switchedOff.reason == (expected.0 == .commit ? "attestation_disabled" : expected.1))
    }

    @Test("Only what is stale or never sealed is sealed anew, and only when asked for", arguments: cases)
    func resealing(test: Case) {
        var event = Event()
        test.change(&event)
        let item = Self.judge(event, reseals: true)
        let hasDelta = event.record["state_delta"].map { $0 != nil } ?? true
        let isSealedAnew = test.reason == "stale_commitment" || test.reason == "missing_envelope" && hasDelta
        #expect(item.disposition == (isSealedAnew ? .reseal : test.disposition))
        #expect(item.reason == test.reason)
        #expect(item.delta == (isSealedAnew ? event.delta : nil))
        if isSealedAnew { #expect(item.subject == MeshIdentity.defaultSubject) }
    }

    @Test("What is sent says everything that is needed for it")
    func item() {
        var event = Event()
        event.previous = "aa"
        let sent = Self.judge(event)
        #expect(sent.eventID == "e1")
        #expect(sent.name == "e1")
        #expect(sent.messageID == "e1")
        #expect(sent.was == .pendingPublish)
        #expect(sent.subject == "jarvis.mesh.sync")
        #expect(sent.stateHash == StateHash.hex(.object(event.delta)))
        #expect(sent.metadata == ["m": 1])
        #expect(!sent.wasInvalid)
        event.sealedAt = Self.now - 400 * Self.second
        #expect(Self.judge(event, reseals: true).previousStateHash == "aa")
        event.isNaked = true
        #expect(Self.judge(event, reseals: true).stateHash == StateHash.hex(.object(event.delta)))
        event.record["state_hash"] = ""
        #expect(Self.judge(event, reseals: true).stateHash == "")
        event.doubt = .acknowledged
        #expect(Self.judge(event).wasInvalid)
    }

    @Test("A message id that does not stand inside contradicts nothing")
    func noMessageIDInside() throws {
        let event = Event()
        let secret = try #require(MeshKey(Self.key).secret)
        let payload: JSONValue = [
            "prev_state_hash": .null, "state_delta": .object(event.delta), "state_hash": StateHash.hex(.object(event.delta)).json,
        ]
        let nonce = Nonce.random()
        let sealed = SealedBox.seal(JSONWriter.outbox.bytes(payload), nonce: nonce, key: secret)
        var silent = event
        silent.outside["encrypted_payload"] = [
            "nonce_b64": PythonBase64.encode(nonce.bytes).json, "ciphertext_b64": PythonBase64.encode(sealed).json,
        ]
        #expect(Self.judge(silent).reason == "ok")
        silent.outside["message_id"] = "e9"
        #expect(Self.judge(silent).reason == "message_id_mismatch")
    }

    @Test("A disagreement is told with both sides of it")
    func words() {
        var event = Event()
        event.record["state_hash"] = Self.zeros
        #expect(Self.judge(event).words?.contains("the record's state_hash is 000000000000, and what is sealed has ") == true)
        event = Event()
        event.messageID = "e9"
        #expect(Self.judge(event).words == "the envelope's message_id is e9, and the event is e1")
        event.outside["message_id"] = "e1"
        #expect(Self.judge(event).words == "the message_id inside is e9, and the event is e1")
        event = Event()
        event.delta["event_id"] = "e9"
        #expect(Self.judge(event).words == "the sealed state_delta's event_id is e9, and the event is e1")
        event = Event()
        event.outside["node_pubkey"] = "node-b"
        #expect(Self.judge(event).words == "it is of node node-b, and this is node-a")
    }

    @Test("Without a usable key or node key nothing is said of any event", arguments: cases)
    func unconfigured(test: Case) {
        var event = Event()
        test.change(&event)
        for identity in [
            MeshIdentity(key: .absent, nodeKey: "node-a"), MeshIdentity(key: MeshKey("11"), nodeKey: "node-a"),
            MeshIdentity(key: MeshKey(Self.key), nodeKey: " "),
        ] {
            let item = Self.judge(event, identity: identity, reseals: true, attests: true)
            #expect(item.disposition == .hold)
            #expect(item.reason == "mesh_sync_config_missing")
        }
    }

    @Test("Jarvis's own channel is sent to whatever subject is configured, and so is that subject")
    func channel() {
        let own = MeshIdentity(key: MeshKey(Self.key), nodeKey: "node-a", subject: "own.subject")
        var event = Event()
        #expect(Self.judge(event, identity: own).disposition == .publish)
        #expect(Self.judge(event, identity: own).subject == "jarvis.mesh.sync")
        event.outside["channel"] = "own.subject"
        #expect(Self.judge(event, identity: own).subject == "own.subject")
        #expect(Self.judge(event).reason == "channel_mismatch")
        event.outside["channel"] = .some(nil)
        #expect(Self.judge(event, identity: own).subject == "own.subject")
        event.sealedAt = Self.now - 400 * Self.second
        #expect(Self.judge(event, identity: own, reseals: true).subject == "jarvis.mesh.sync")
    }
}
