internal import JSONKit

/// What names an event, wherever it is given: its ids and its state hashes. All that are given must be one; what is absent says nothing.
struct EventNames {
    /// Two places that do not say the same.
    struct Disagreement: Equatable {
        let reason: String
        /// Which two, and what they say.
        let words: String
    }

    private let candidate: RetryCandidate
    private let envelope: JSONObject
    private let payload: JSONObject
    private let delta: JSONObject
    private let stateHash: String

    /// Of an event with an authentic envelope.
    init(_ candidate: RetryCandidate, _ envelope: JSONObject, _ verdict: EnvelopeVerdict) {
        self.candidate = candidate
        self.envelope = envelope
        payload = verdict.payload ?? JSONObject()
        delta = verdict.stateDelta ?? JSONObject()
        stateHash = verdict.stateHash ?? ""
    }

    /// Of an event that was never sealed.
    init(_ candidate: RetryCandidate, sealing delta: JSONObject) {
        self.candidate = candidate
        envelope = JSONObject()
        payload = JSONObject()
        self.delta = delta
        stateHash = StateHash.hex(.object(delta))
    }

    /// The state hashes of the records against the one that was computed.
    var hashes: Disagreement? {
        for record in candidate.recorded {
            if let recorded = EventNames.given(record["state_hash"]), recorded != JSONString(stateHash) {
                return Disagreement(
                    reason: EnvelopeReason.hashMismatch.rawValue,
                    words: "the record's state_hash is \(short(recorded.text)), and what is sealed has \(short(stateHash))")
            }
            if let recorded = record["state_delta"]?.object, !isSealed(recorded) {
                return Disagreement(
                    reason: EnvelopeReason.hashMismatch.rawValue, words: "the record's state_delta is not the one that is sealed")
            }
        }
        return nil
    }

    /// The ids against the event's.
    var ids: Disagreement? {
        let messages = [("the envelope's message_id", envelope["message_id"]), ("the message_id inside", payload["message_id"])]
        let deltas =
            [("the sealed state_delta's event_id", delta["event_id"])]
            + candidate.recorded.map {
                ("the record's state_delta's event_id", $0["state_delta"]?.object?["event_id"])
            }
        return disagreement(messages, EnvelopeConcern.Kind.messageID.rawValue) ?? disagreement(deltas, "event_id_mismatch")
    }

    private func disagreement(_ places: [(String, JSONValue?)], _ reason: String) -> Disagreement? {
        for (place, value) in places {
            guard let id = EventNames.given(value), id != candidate.eventID else { continue }
            return Disagreement(reason: reason, words: "\(place) is \(id.text), and the event is \(candidate.eventID.text)")
        }
        return nil
    }

    /// Whether a record's delta is the sealed one. Jarvis adds the event's id when it seals.
    private func isSealed(_ recorded: JSONObject) -> Bool {
        guard StateHash.depth(.object(recorded)) <= StateHash.deepest else { return false }
        if StateHash.hex(.object(recorded)) == stateHash { return true }
        guard recorded["event_id"] == nil, let id = delta["event_id"] else { return false }
        var completed = recorded
        completed["event_id"] = id
        return StateHash.hex(.object(completed)) == stateHash
    }

    /// Python's `str` of a value, trimmed; nil when there is none.
    static func given(_ value: JSONValue?) -> JSONString? {
        guard let value, !value.isNull else { return nil }
        let text = PythonText.strip(PythonText.str(value))
        return text == "" ? nil : text
    }

    private func short(_ hash: String) -> String { String(hash.prefix(12)) }
}
