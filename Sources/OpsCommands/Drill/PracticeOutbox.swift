internal import Configuration
internal import JSONKit
internal import Mesh
internal import SealedBoxKit
internal import SystemKit

/// Seals the waiting events of a practice Jarvis, and damages some where the scenario says so.
///
/// `seed_practice.py` lays the events out unsealed, for Python's standard library cannot seal. Each record is put in its place again, sealed,
/// and of now: an event is stale 300 s after its first record, so a backlog that is met later wants to be sealed anew, as in life.
struct PracticeOutbox {
    /// What may be wrong with an envelope.
    private enum Poison: CaseIterable {
        /// One letter of what is sealed was changed.
        case tampered
        /// Sealed by somebody with another key.
        case otherKey
        /// The hash outside is another one than that of what is sealed.
        case otherHash
    }

    /// Microseconds since stale ones were sealed.
    private static let staleAge: Int64 = 1_200_000_000

    private let scenario: Scenario
    private let key: SecretKey
    private let nodeKey: String

    /// Throws: `SystemError`, and `OpsError` 70 when the seeding left no key.
    static func seal(_ scenario: Scenario, in checkout: String) throws {
        guard [.meshBacklog, .meshPoisoned, .meshNATSDown, .meshStale].contains(scenario) else { return }
        let dotEnv = DotEnv(try Files.read(checkout + "/.env"))
        let identity = MeshIdentity { dotEnv[$0] }
        guard let key = identity.key.secret, let nodeKey = identity.nodeKey else {
            throw OpsError("drill", "the practice Jarvis has no mesh key", exitCode: ExitCodes.defect)
        }
        let path = checkout + "/data/mesh/outbox.jsonl"
        let bytes = try Files.read(path)
        var follower = OutboxFollower()
        follower.feed(bytes)
        let waiting = follower.choose(limit: .max).events.map(\.record).filter { $0.status == .pendingPublish }
        let outbox = PracticeOutbox(scenario: scenario, key: key, nodeKey: nodeKey)
        // The last one of a stale backlog was never sealed.
        let records = scenario == .meshStale ? waiting.dropLast() : waiting[...]
        var sealed: [UInt8] = []
        var copied = 0
        for (number, record) in records.enumerated() {
            let line = record.place.offset..<record.place.offset + record.place.length
            let event = (try? JSONReader(.python).read(Array(bytes[line])))?.object
            guard line.lowerBound >= copied, let made = event.flatMap({ outbox.sealed($0, record.eventID, number) }) else { continue }
            sealed += bytes[copied..<line.lowerBound] + JSONWriter.outbox.bytes(.object(made))
            copied = line.upperBound
        }
        try AtomicFile.replace(path, with: sealed + bytes[copied...])
    }

    /// The event's record, with an envelope. - Parameter number: its place among those that wait, from 0.
    private func sealed(_ event: JSONObject, _ id: JSONString, _ number: Int) -> JSONObject? {
        let isStale = scenario == .meshStale
        let now = Timestamp.microsecondsNow() - (isStale ? Self.staleAge : 0)
        // The kinds take turns at every third event.
        let poison = scenario == .meshPoisoned && number % 3 == 1 ? Poison.allCases[number / 3 % Poison.allCases.count] : nil
        let builder = EnvelopeBuilder(
            key: poison == .otherKey ? SecretKey() : key, nodeKey: nodeKey)
        guard let delta = event["state_delta"]?.object,
            let envelope = builder.seal(delta, eventID: id, at: now, nonce: .random())
        else { return nil }
        var record = event
        record["timestamp"] = PythonTime.isoformat(now).json
        record["envelope"] = poisoned(envelope, poison).json
        return record
    }

    private func poisoned(_ envelope: JSONObject, _ poison: Poison?) -> JSONObject {
        var envelope = envelope
        switch poison {
        case .tampered?:
            var sealed = envelope["encrypted_payload"]?.object ?? JSONObject()
            let text = sealed["ciphertext_b64"]?.text ?? ""
            sealed["ciphertext_b64"] = ((text.hasPrefix("A") ? "B" : "A") + text.dropFirst()).json
            envelope["encrypted_payload"] = sealed.json
        case .otherHash?: envelope["state_hash"] = StateHash.hex(["another": "state"]).json
        case .otherKey?, nil: break
        }
        return envelope
    }
}
