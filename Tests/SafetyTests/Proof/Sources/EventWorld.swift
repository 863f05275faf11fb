import DigestKit
import JSONKit
import Mesh
import SealedBoxKit
import SystemKit

/// An event that waits, and all that its outbox may say of it: small enough to be tried out whole.
struct EventWorld: Sendable {
    enum Envelope: CaseIterable { case none, own, foreign, changed, otherKey }
    enum Hash: CaseIterable { case right, wrong, absent }
    enum Past: CaseIterable { case fresh, wasInvalid, acknowledged, wasSent }
    enum Age: CaseIterable { case young, old, future }
    enum Other: CaseIterable { case absent, waiting, sent }

    var envelope = Envelope.own
    var hash = Hash.right
    var delta = Hash.right
    var past = Past.fresh
    var age = Age.young
    var isOfThisNode = true
    /// An event before it, whose envelope a foreign one is.
    var other = Other.absent
    var waitsForCommit = false
    var isAttesting = false
    var reseals = false

    /// Every combination, but for what makes no difference to the text of the outbox.
    static let all: [EventWorld] = {
        var worlds: [EventWorld] = []
        for envelope in Envelope.allCases {
            for hash in Hash.allCases {
                for delta in Hash.allCases {
                    for past in Past.allCases {
                        for age in Age.allCases {
                            for other in Other.allCases {
                                for bits in 0..<16 {
                                    let world = EventWorld(
                                        envelope: envelope, hash: hash, delta: delta, past: past, age: age, isOfThisNode: bits & 1 == 0,
                                        other: other, waitsForCommit: bits & 2 == 2, isAttesting: bits & 4 == 4, reseals: bits & 8 == 8)
                                    // Age and node are those of a sound envelope; a foreign one is somebody's.
                                    if envelope != .own && (!world.isOfThisNode || age != .young) { continue }
                                    if envelope == .foreign && other == .absent { continue }
                                    worlds.append(world)
                                }
                            }
                        }
                    }
                }
            }
        }
        return worlds
    }()

    /// What may be done with the event, by the sentences alone: nil when nothing may.
    var right: RetryDisposition? {
        // An event that was ever invalid is held until a person acknowledged that very record.
        if past == .wasInvalid { return nil }
        // What names the event must agree wherever it is given; absent is no disagreement.
        let isNamedByDeltaAlone = envelope == .none && hash == .absent
        if hash == .wrong || delta == .wrong && !isNamedByDeltaAlone { return nil }
        switch envelope {
        case .foreign, .changed, .otherKey: return nil
        case .none:
            // What was never sealed still has its content, and is sealed where that is wanted; a message id is sent once.
            return !waitsForCommit && reseals && delta != .absent && past != .wasSent ? .reseal : nil
        case .own: break
        }
        // Another node's is held.
        if !isOfThisNode { return nil }
        if waitsForCommit {
            // It was published under its own name; there is nothing to commit without a hash.
            return isAttesting && hash != .absent ? .commit : nil
        }
        if past == .wasSent { return nil }
        switch age {
        case .young: return .publish
        // Older than 300 s by the outbox's own first record.
        case .old: return reseals ? .reseal : nil
        // One of the clocks is wrong.
        case .future: return nil
        }
    }
}

/// The outbox of a world, written as Jarvis writes one.
struct EventOutbox {
    /// 2026-03-14T09:26:53Z.
    static let now: Int64 = 1_773_480_413_000_000
    private static let second: Int64 = 1_000_000
    static let identity = MeshIdentity(key: MeshKey(String(repeating: "11", count: 32)), nodeKey: "node-a")
    private static let stranger = MeshKey(String(repeating: "22", count: 32))

    private let envelopes: [String: JSONObject]

    /// Seals what all worlds share, once.
    init() {
        var envelopes: [String: JSONObject] = [:]
        for age in EventWorld.Age.allCases {
            for (name, event, key) in [
                ("own", "e1", Self.identity.key), ("foreign", "e0", Self.identity.key), ("otherKey", "e1", Self.stranger),
            ] {
                envelopes["\(name) \(age)"] = Self.seal(event, key, at: Self.sealed(age))
            }
        }
        self.envelopes = envelopes
    }

    private static func sealed(_ age: EventWorld.Age) -> Int64 {
        switch age {
        case .young: now - 10 * second
        case .old: now - 301 * second
        case .future: now + 31 * second
        }
    }

    private static func delta(_ event: String) -> JSONObject { ["event_id": event.json, "x": 1] }

    private static func seal(_ event: String, _ key: MeshKey, at time: Int64) -> JSONObject {
        guard let secret = key.secret else { return JSONObject() }
        return EnvelopeBuilder(key: secret, nodeKey: "node-a").seal(
            delta(event), eventID: JSONString(event), previousStateHash: .null, at: time, nonce: .random(), completesDelta: false)
            ?? JSONObject()
    }

    /// Its lines, the newest last, and the hashes of the records that a person acknowledged.
    func lines(_ world: EventWorld) -> (lines: [[UInt8]], acknowledged: Set<String>) {
        var records: [JSONObject] = []
        let at = Self.sealed(world.age)
        switch world.other {
        case .absent: break
        case .waiting: records.append(record("e0", .pendingPublish, at) { $0["envelope"] = .object(envelope("foreign", world.age)) })
        case .sent: records.append(record("e0", .published, at) { _ in })
        }
        switch world.past {
        case .fresh: break
        case .wasInvalid, .acknowledged: records.append(record("e1", .invalidEnvelope, at) { $0["reason"] = "hash_mismatch" })
        case .wasSent: records.append(record("e1", .published, at) { _ in })
        }
        records.append(
            record("e1", world.waitsForCommit ? .pendingCommit : .pendingPublish, at) { record in
                switch world.hash {
                case .right: break
                case .wrong: record["state_hash"] = String(repeating: "0", count: 64).json
                case .absent: record["state_hash"] = ""
                }
                switch world.delta {
                case .right: break
                case .wrong: record["state_delta"] = ["event_id": "e1", "x": 2]
                case .absent: record["state_delta"] = nil
                }
                guard var envelope = envelope(world) else { return }
                if !world.isOfThisNode { envelope["node_pubkey"] = "node-b" }
                record["envelope"] = .object(envelope)
            })
        let lines = records.map { JSONWriter.outbox.bytes(.object($0)) + [UInt8(ascii: "\n")] }
        let seen = zip(records, lines).filter { world.past == .acknowledged && $0.0["status"]?.text == "invalid_envelope" }
        return (lines, Set(seen.map { SHA256.hex(Array($0.1.dropLast())) }))
    }

    private func envelope(_ world: EventWorld) -> JSONObject? {
        switch world.envelope {
        case .none: return nil
        case .own: return envelope("own", world.age)
        case .foreign: return envelope("foreign", world.age)
        case .otherKey: return envelope("otherKey", world.age)
        case .changed:
            var envelope = envelope("own", world.age)
            envelope["state_hash"] = String(repeating: "0", count: 64).json
            return envelope
        }
    }

    private func envelope(_ name: String, _ age: EventWorld.Age) -> JSONObject { envelopes["\(name) \(age)"] ?? JSONObject() }

    private func record(
        _ event: String, _ status: OutboxStatus, _ time: Int64, _ adjust: (inout JSONObject) -> Void
    ) -> JSONObject {
        let delta = Self.delta(event)
        var record: JSONObject = [
            "timestamp": (PythonTime.isoformat(time) ?? "").json, "event_id": event.json, "status": .string(status.text),
            "state_hash": StateHash.hex(.object(delta)).json, "state_delta": .object(delta),
        ]
        adjust(&record)
        return record
    }
}
