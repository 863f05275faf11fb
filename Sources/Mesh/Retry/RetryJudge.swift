internal import JSONKit

/// Decides what becomes of waiting events. Nothing is sent that did not pass validation, and nothing is thrown away that can still be
/// sealed (facts.md, "Jarvis's own retry, and where it breaks the runbook").
public struct RetryJudge: Sendable {
    private let identity: MeshIdentity
    private let validator: EnvelopeValidator
    private let reseals: Bool
    private let isAttesting: Bool

    /// - Parameters:
    ///   - reseals: whether stale and never sealed events are sealed anew.
    ///   - isAttesting: whether attestation is on: else what waits for a commit is held.
    public init(_ identity: MeshIdentity, reseals: Bool, isAttesting: Bool) {
        self.identity = identity
        validator = EnvelopeValidator(identity)
        self.reseals = reseals
        self.isAttesting = isAttesting
    }

    /// - Parameter now: microseconds since 1970 UTC.
    public func judge(_ candidate: RetryCandidate, at now: Int64) -> RetryItem {
        // A key that is missing or mistyped says nothing about the events.
        guard identity.isUsable else { return item(candidate, .hold, EnvelopeReason.configurationMissing.rawValue) }
        return judgeConfigured(candidate, at: now)
    }

    private func judgeConfigured(_ candidate: RetryCandidate, at now: Int64) -> RetryItem {
        candidate.was == .pendingCommit ? commit(candidate, now) : publish(candidate, now)
    }

    private func publish(_ candidate: RetryCandidate, _ now: Int64) -> RetryItem {
        guard let envelope = candidate.envelope else { return firstSealing(candidate) }
        var nothingSeen = SeenMessages()
        let verdict = validator.validate(envelope, at: now, seen: &nothingSeen, checks: [.clockSkew, .expiry])
        guard verdict.reason == .ok || verdict.reason == .stale else {
            return item(candidate, .quarantine, verdict.reason.rawValue)
        }
        // Whether a stale one is authentic is seen when its age is left out.
        let lasting = verdict.isOK ? verdict : validator.validate(envelope, at: now, seen: &nothingSeen, checks: .lasting)
        guard lasting.isOK else { return item(candidate, .quarantine, lasting.reason.rawValue) }
        if let concern = concern(envelope, lasting) {
            return item(candidate, concern.consequence == .hold ? .hold : .quarantine, concern.kind.rawValue, lasting)
        }
        if verdict.isOK {
            return item(candidate, .publish, "ok", lasting, body: EnvelopeBuilder.body(envelope))
        }
        guard reseals, let delta = lasting.stateDelta else { return item(candidate, .hold, verdict.reason.rawValue, lasting) }
        return item(
            candidate, .reseal, verdict.reason.rawValue, lasting, delta: delta,
            previous: lasting.payload?["prev_state_hash"] ?? .null)
    }

    /// An event that never got an envelope still has its delta, where Jarvis would throw it away.
    private func firstSealing(_ candidate: RetryCandidate) -> RetryItem {
        guard let delta = candidate.latest["state_delta"]?.object else { return item(candidate, .hold, "missing_envelope") }
        guard StateHash.depth(.object(delta)) <= StateHash.deepest else { return item(candidate, .quarantine, "invalid_plaintext") }
        let computed = StateHash.hex(.object(delta))
        if !candidate.recordedHash.isEmpty, candidate.recordedHash != computed { return item(candidate, .quarantine, "hash_mismatch") }
        return item(candidate, reseals ? .reseal : .hold, "missing_envelope", delta: delta)
    }

    private func commit(_ candidate: RetryCandidate, _ now: Int64) -> RetryItem {
        let hash = candidate.latest["state_hash"]?.text ?? ""
        guard let envelope = candidate.envelope else { return item(candidate, .hold, "missing_envelope") }
        guard !hash.isEmpty else { return item(candidate, .hold, "missing_state_hash") }
        var nothingSeen = SeenMessages()
        let verdict = validator.validate(envelope, at: now, seen: &nothingSeen, checks: .lasting)
        guard verdict.isOK else { return item(candidate, .quarantine, verdict.reason.rawValue) }
        if let concern = concern(envelope, verdict) {
            return item(candidate, concern.consequence == .hold ? .hold : .quarantine, concern.kind.rawValue, verdict)
        }
        guard verdict.stateHash == hash else { return item(candidate, .quarantine, "hash_mismatch") }
        return isAttesting ? item(candidate, .commit, "ok", verdict) : item(candidate, .hold, "attestation_disabled", verdict)
    }

    /// What Jarvis lets pass and this does not.
    private func concern(_ envelope: JSONObject, _ verdict: EnvelopeVerdict) -> EnvelopeConcern? {
        let concerns = EnvelopeConcern.all(envelope, verdict, subject: identity.subject)
        return concerns.first { $0.consequence == .quarantine } ?? concerns.first { $0.consequence == .hold }
    }

    private func item(
        _ candidate: RetryCandidate, _ disposition: RetryDisposition, _ reason: String, _ verdict: EnvelopeVerdict? = nil,
        body: [UInt8]? = nil, delta: JSONObject? = nil, previous: JSONValue = .null
    ) -> RetryItem {
        RetryItem(
            eventID: candidate.eventID, name: name(candidate.eventID), was: candidate.was, disposition: disposition, reason: reason,
            body: body,
            // A fresh envelope has the event's id for its message id.
            messageID: delta == nil ? verdict?.messageID?.text ?? candidate.eventID.text : candidate.eventID.text,
            stateHash: verdict?.stateHash ?? candidate.recordedHash, delta: delta, previousStateHash: previous,
            metadata: candidate.latest["metadata"])
    }

    private func name(_ eventID: JSONString) -> String {
        if eventID.isWellFormed { return eventID.text }
        return String(JSONWriter.outbox.text(.string(eventID)).dropFirst().dropLast())
    }
}
