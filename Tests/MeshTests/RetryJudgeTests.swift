import JSONKit
import Mesh
import SealedBoxKit
import TestSupport
import Testing

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
                    delta, eventID: JSONString(messageID), previousStateHash: previous, at: sealedAt, nonce: .random(), completesDelta: false)
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

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let disposition: RetryDisposition
        let reason: String
        /// The same event waiting for its commit, with attestation on; nil: the same answer.
        var commit: (RetryDisposition, String)?
        let change: @Sendable (inout Event) -> Void

        init(
            _ name: String, _ disposition: RetryDisposition, _ reason: String, commit: (RetryDisposition, String)? = nil,
            _ change: @escaping @Sendable (inout Event) -> Void
        ) {
            testDescription = name
            self.disposition = disposition
            self.reason = reason
            self.commit = commit
            self.change = change
        }
    }

    static let zeros = JSONValue.string(JSONString(String(repeating: "0", count: 64)))
    static let cases: [Case] = [
        Case("a sound event", .publish, "ok", commit: (.commit, "ok")) { _ in },
        // What names it.
        Case("another state_hash in the record", .quarantine, "hash_mismatch") { $0.record["state_hash"] = zeros },
        Case("another delta in the record", .quarantine, "hash_mismatch") { $0.record["state_delta"] = ["event_id": "e1", "x": 2] },
        Case("no state_hash in the record", .publish, "ok", commit: (.hold, "missing_state_hash")) { $0.record["state_hash"] = "" },
        Case("no state_hash at all", .publish, "ok", commit: (.hold, "missing_state_hash")) { $0.record["state_hash"] = .some(nil) },
        Case("no delta in the record", .publish, "ok", commit: (.commit, "ok")) { $0.record["state_delta"] = .some(nil) },
        Case("the record's delta as it was before Jarvis added the id", .publish, "ok", commit: (.commit, "ok")) {
            $0.record["state_delta"] = ["x": 1]
        },
        Case("another hash outside", .quarantine, "hash_mismatch") { $0.outside["state_hash"] = zeros },
        Case("another message id, outside and inside", .quarantine, "message_id_mismatch") { $0.messageID = "e9" },
        Case("another message id outside", .quarantine, "message_id_mismatch") { $0.outside["message_id"] = "e9" },
        Case("white space around the message id outside", .quarantine, "message_id_mismatch") { $0.outside["message_id"] = " e1 " },
        Case("another event in the sealed delta", .quarantine, "event_id_mismatch") { $0.delta["event_id"] = "e9" },
        Case("no event in the sealed delta", .publish, "ok", commit: (.commit, "ok")) { $0.delta["event_id"] = nil },
        Case("an empty id in the sealed delta", .publish, "ok", commit: (.commit, "ok")) { $0.delta["event_id"] = "" },
        Case("an id that is a number", .publish, "ok", commit: (.commit, "ok")) {
            $0.id = "5"
            $0.messageID = "5"
            $0.delta["event_id"] = 5
        },
        // Whose it is and where it goes.
        Case("another node", .hold, "node_pubkey_mismatch") { $0.outside["node_pubkey"] = "node-b" },
        Case("no node", .publish, "ok", commit: (.commit, "ok")) { $0.outside["node_pubkey"] = .some(nil) },
        Case("an empty node", .publish, "ok", commit: (.commit, "ok")) { $0.outside["node_pubkey"] = "" },
        Case("another channel", .hold, "channel_mismatch") { $0.outside["channel"] = "jarvis.mesh.other" },
        Case("no channel", .publish, "ok", commit: (.commit, "ok")) { $0.outside["channel"] = .some(nil) },
        // Its age.
        Case("sealed 301 s ago", .hold, "stale_commitment", commit: (.commit, "ok")) {
            $0.sealedAt = now - 301 * second
            $0.first = $0.sealedAt
        },
        Case("sealed exactly 300 s ago", .publish, "ok", commit: (.commit, "ok")) {
            $0.sealedAt = now - 300 * second
            $0.first = $0.sealedAt
        },
        Case("first recorded 301 s ago, sealed now", .hold, "stale_commitment", commit: (.commit, "ok")) { $0.first = now - 301 * second },
        Case("an expiry that was moved, with a ttl to match", .hold, "stale_commitment", commit: (.commit, "ok")) {
            $0.sealedAt = now - 86_400 * second
            $0.first = $0.sealedAt
            $0.outside["expires_at"] = .string(JSONString(PythonTime.isoformat(now + 86_400 * second) ?? ""))
            $0.outside["ttl_seconds"] = 172_800
        },
        Case("an expiry that was moved nearer, with a ttl to match", .hold, "stale_commitment", commit: (.commit, "ok")) {
            $0.outside["expires_at"] = .string(JSONString(PythonTime.isoformat(now - 5 * second) ?? ""))
            $0.outside["ttl_seconds"] = 5
        },
        Case("a lifetime that is not the ttl", .quarantine, "lifetime_mismatch") { $0.outside["ttl_seconds"] = 301 },
        Case("no ttl", .publish, "ok", commit: (.commit, "ok")) { $0.outside["ttl_seconds"] = .some(nil) },
        Case("a record without a time", .hold, "stale_commitment", commit: (.commit, "ok")) { $0.first = nil },
        Case("issued 31 s ahead", .hold, "clock_skew", commit: (.commit, "ok")) { $0.sealedAt = now + 31 * second },
        Case("issued 30 s ahead", .publish, "ok", commit: (.commit, "ok")) { $0.sealedAt = now + 30 * second },
        Case("recorded 31 s ahead", .hold, "clock_skew", commit: (.commit, "ok")) { $0.first = now + 31 * second },
        // What is broken for good, whatever its age.
        Case("another key", .quarantine, "decryption_failed") { $0.key = String(repeating: "22", count: 32) },
        Case("another key, and stale", .quarantine, "decryption_failed") {
            $0.key = String(repeating: "22", count: 32)
            $0.sealedAt = now - 900 * second
        },
        Case("another key, and ahead", .quarantine, "decryption_failed") {
            $0.key = String(repeating: "22", count: 32)
            $0.sealedAt = now + 900 * second
        },
        Case("no protocol version", .quarantine, "missing_protocol_version") { $0.outside["protocol_version"] = .some(nil) },
        Case("no readable time", .quarantine, "invalid_timestamp") { $0.outside["issued_at"] = "yesterday" },
        Case("another previous hash outside", .quarantine, "prev_hash_mismatch") {
            $0.previous = "aa"
            $0.outside["prev_state_hash"] = "bb"
        },
        Case("a previous hash that is hidden outside", .publish, "ok", commit: (.commit, "ok")) {
            $0.previous = "aa"
            $0.outside["prev_state_hash"] = .some(nil)
        },
        // What it was before.
        Case("invalid once, and nobody looked", .hold, "invalid_envelope") { $0.doubt = .open },
        Case("invalid once, acknowledged", .publish, "ok", commit: (.commit, "ok")) { $0.doubt = .acknowledged },
        Case("broken, and nobody looked at that", .hold, "invalid_envelope") {
            $0.doubt = .open
            $0.outside["state_hash"] = zeros
        },
        // Never sealed.
        Case("never sealed", .hold, "missing_envelope") { $0.isNaked = true },
        Case("never sealed, without a delta", .hold, "missing_envelope") {
            $0.isNaked = true
            $0.record["state_delta"] = .some(nil)
        },
        Case("never sealed, another hash", .quarantine, "hash_mismatch", commit: (.hold, "missing_envelope")) {
            $0.isNaked = true
            $0.record["state_hash"] = zeros
        },
        Case("never sealed, another event in its delta", .quarantine, "event_id_mismatch", commit: (.hold, "missing_envelope")) {
            $0.isNaked = true
            $0.delta["event_id"] = "e9"
        },
        Case("never sealed, deeper than Jarvis reads", .quarantine, "invalid_plaintext", commit: (.hold, "missing_envelope")) {
            $0.isNaked = true
            $0.delta["deep"] = (0..<500).reduce(JSONValue.null) { value, _ in [value] }
        },
    ]

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

    @Test("A disagreement is told with both sides of it")
    func words() {
        var event = Event()
        event.record["state_hash"] = Self.zeros
        #expect(Self.judge(event).words?.contains("the record's state_hash is 000000000000, and what is sealed has ") == true)
        event = Event()
        event.messageID = "e9"
        #expect(Self.judge(event).words == "the envelope's message_id is e9, and the event is e1")
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

    // MARK: Message ids

    private static func history(_ records: [(id: String, status: OutboxStatus, messageID: String?)]) -> OutboxHistory {
        var history = OutboxHistory()
        for (index, record) in records.enumerated() {
            history.add(
                OutboxRecord(
                    eventID: JSONString(record.id), status: record.status, timestamp: now, reason: nil,
                    place: OutboxPlace(line: index + 1, offset: index * 10, length: 9), hasEnvelope: record.messageID != nil,
                    messageID: record.messageID.map { JSONString($0) }))
        }
        return history
    }

    struct Past: CustomTestStringConvertible {
        let testDescription: String
        let records: [(id: String, status: OutboxStatus, messageID: String?)]
        let publish: String
        let commit: String
    }

    @Test(
        "A message id goes out once, whoever carried it",
        arguments: [
            Past(testDescription: "nothing", records: [], publish: "ok", commit: "ok"),
            Past(testDescription: "waits", records: [("e1", .pendingPublish, "e1")], publish: "ok", commit: "ok"),
            Past(testDescription: "published itself", records: [("e1", .published, nil)], publish: "replay_detected", commit: "ok"),
            Past(testDescription: "committed itself", records: [("e1", .committed, nil)], publish: "replay_detected", commit: "ok"),
            Past(testDescription: "was invalid", records: [("e1", .invalidEnvelope, nil)], publish: "ok", commit: "ok"),
            Past(
                testDescription: "another event carried it, and was published",
                records: [("e9", .pendingPublish, "e1"), ("e9", .published, nil)], publish: "replay_detected", commit: "replay_detected"),
            Past(
                testDescription: "another event carried it, and waits", records: [("e9", .pendingPublish, "e1")], publish: "ok", commit: "ok"),
            Past(testDescription: "another event went out", records: [("e9", .published, "e9")], publish: "ok", commit: "ok"),
        ])
    func replay(test: Past) {
        var event = Event()
        let history = Self.history(test.records)
        let published = Self.judge(event, history: history)
        #expect(published.reason == test.publish)
        #expect(published.disposition == (test.publish == "ok" ? .publish : .hold))
        event.was = .pendingCommit
        #expect(Self.judge(event, attests: true, history: history).reason == test.commit)
        event.was = .pendingPublish
        event.isNaked = true
        #expect(Self.judge(event, reseals: true, history: history).reason == (test.publish == "ok" ? "missing_envelope" : test.publish))
    }

    @Test("Of events with one envelope the one that it names goes out, the others are held", arguments: [OutboxStatus.pendingPublish, .pendingCommit])
    func copies(was: OutboxStatus) {
        var judge = RetryJudge(Self.identity, reseals: false, isAttesting: true)
        var event = Event()
        event.was = was
        let answers = ["e1", "e2", "e3"].map { id in
            event.id = id
            return judge.judge(event.candidate, at: Self.now).reason
        }
        #expect(answers == ["ok", "replay_detected", "replay_detected"])
    }

    @Test("What is not sent uses no message id up")
    func unused() {
        var judge = RetryJudge(Self.identity, reseals: false, isAttesting: false)
        var other = Event()
        other.id = "e0"
        #expect(judge.judge(other.candidate, at: Self.now).reason == "message_id_mismatch")
        other = Event()
        other.outside["node_pubkey"] = "node-b"
        #expect(judge.judge(other.candidate, at: Self.now).disposition == .hold)
        #expect(judge.judge(Event().candidate, at: Self.now).disposition == .publish)
        #expect(judge.judge(Event().candidate, at: Self.now).reason == "replay_detected")
    }
}
