internal import JSONKit

/// Decides what becomes of waiting events. Nothing is sent that did not pass validation, and nothing is thrown away that can still be
/// sealed (facts.md, "Jarvis's own retry, and where it breaks the runbook").
///
/// What is broken for good is an integrity event. What may be different later, or for somebody else, is held, and nothing is written of
/// it: another clock, a rotated key, a receiver's memory.
public struct RetryJudge: Sendable {
    private let identity: MeshIdentity
    private let validator: EnvelopeValidator
    private let reseals: Bool
    private let isAttesting: Bool
    private let history: OutboxHistory
    /// The message ids that this retry sends or commits: no second event gets one of them.
    private var taken: Set<JSONString> = []
    /// What validation said of envelopes, by the SHA-256 of the record that carries them: the same bytes are not opened twice.
    public private(set) var validated: ValidatedEnvelopes

    /// - Parameters:
    ///   - reseals: whether stale and never sealed events are sealed anew.
    ///   - isAttesting: whether attestation is on: else what waits for a commit is held.
    ///   - history: what the outbox says was sent before.
    ///   - validated: what an earlier judge found of the same bytes; nothing of what is decided then.
    public init(
        _ identity: MeshIdentity, reseals: Bool, isAttesting: Bool, history: OutboxHistory = OutboxHistory(),
        validated: ValidatedEnvelopes? = nil
    ) {
        self.validated = validated.flatMap { $0.isOf(identity) ? $0 : nil } ?? ValidatedEnvelopes(identity)
        self.identity = identity
        validator = EnvelopeValidator(identity)
        self.reseals = reseals
        self.isAttesting = isAttesting
        self.history = history
    }

    /// The next event, in the order of sending.
    ///
    /// - Parameter now: microseconds since 1970 UTC.
    public mutating func judge(_ candidate: RetryCandidate, at now: Int64) -> RetryItem {
        let item = RetryVerdict(candidate, identity, judged(candidate, now))
        if let messageID = item.takenID { taken.insert(messageID) }
        return item.item
    }

    private mutating func judged(_ candidate: RetryCandidate, _ now: Int64) -> RetryVerdict.Ruling {
        // A key that is missing or mistyped says nothing about the events.
        guard identity.isUsable else { return .init(.hold, EnvelopeReason.configurationMissing.rawValue) }
        if candidate.doubt == .open {
            return .init(
                .hold, OutboxStatus.invalidEnvelope.text.text,
                "it was recorded invalid_envelope once, and nobody acknowledged that record (jarvis-ops mesh acknowledge)")
        }
        guard let envelope = candidate.envelope else {
            return candidate.was == .pendingCommit ? .init(.hold, "missing_envelope") : firstSealing(candidate)
        }
        if candidate.was == .pendingCommit, candidate.latest["state_hash"]?.text ?? "" == "" { return .init(.hold, "missing_state_hash") }
        // Whether it is sound does not hang on the time at which it is asked.
        let verdict = validated.verdict(candidate.carrierSHA256) {
            var nothingSeen = SeenMessages()
            return validator.validate(envelope, at: now, seen: &nothingSeen, checks: .lasting)
        }
        guard verdict.isOK else { return .init(.quarantine, verdict.reason.rawValue) }
        var ruling = sound(candidate, envelope, verdict, now)
        ruling.verdict = verdict
        return ruling
    }

    /// Of an envelope that is authentic.
    private func sound(
        _ candidate: RetryCandidate, _ envelope: JSONObject, _ verdict: EnvelopeVerdict, _ now: Int64
    ) -> RetryVerdict.Ruling {
        let names = EventNames(candidate, envelope, verdict)
        if let disagreement = names.hashes { return .init(.quarantine, disagreement) }
        let messageID = verdict.messageID ?? candidate.eventID
        if let replay = replay(messageID, of: candidate) { return replay }
        if let disagreement = names.ids { return .init(.quarantine, disagreement) }
        if let concern = concern(envelope, verdict) { return .init(.quarantine, concern.kind.rawValue, concern.words) }
        if let stranger = stranger(envelope) { return stranger }
        if candidate.was == .pendingCommit {
            return isAttesting ? .init(.commit, "ok") : .init(.hold, "attestation_disabled")
        }
        switch EventAge(candidate, verdict).at(now) {
        case .future(let words): return .init(.hold, EnvelopeReason.clockSkew.rawValue, words)
        case .stale(let words):
            var ruling = RetryVerdict.Ruling(reseals ? .reseal : .hold, EnvelopeReason.stale.rawValue, words)
            ruling.delta = verdict.stateDelta
            ruling.previous = verdict.payload?["prev_state_hash"] ?? .null
            return ruling
        case .fresh: return .init(.publish, "ok")
        }
    }

    /// An event that never got an envelope still has its delta, where Jarvis would throw it away.
    private func firstSealing(_ candidate: RetryCandidate) -> RetryVerdict.Ruling {
        guard let delta = candidate.latest["state_delta"]?.object else { return .init(.hold, "missing_envelope") }
        guard StateHash.depth(.object(delta)) <= StateHash.deepest else { return .init(.quarantine, "invalid_plaintext") }
        let names = EventNames(candidate, sealing: delta)
        if let disagreement = names.hashes ?? names.ids { return .init(.quarantine, disagreement) }
        if let replay = replay(candidate.eventID, of: candidate) { return replay }
        var ruling = RetryVerdict.Ruling(reseals ? .reseal : .hold, "missing_envelope")
        ruling.delta = delta
        return ruling
    }

    /// What Jarvis lets pass and this does not.
    private func concern(_ envelope: JSONObject, _ verdict: EnvelopeVerdict) -> EnvelopeConcern? {
        EnvelopeConcern.all(envelope, verdict, subject: identity.subject).first { concern in
            // An id that does not stand inside contradicts nothing: the one outside is the event's own.
            concern.consequence == .quarantine && (concern.kind != .messageID || verdict.payload?["message_id"] != nil)
        }
    }

    /// Receivers keep message ids, and so does the outbox. What waits for its commit was published before, under its own name,
    /// and what was committed once does not wait.
    private func replay(_ messageID: JSONString, of candidate: RetryCandidate) -> RetryVerdict.Ruling? {
        let waits = candidate.was == .pendingCommit && !history[candidate.eventID].isCommitted
        let own = waits ? candidate.eventID : nil
        let when =
            taken.contains(messageID)
            ? "another event of this retry has" : history.hasSent(messageID, apartFrom: own) ? "an event that was sent before had" : nil
        return when.map { .init(.hold, EnvelopeReason.replay.rawValue, "\($0) the message id \(messageID.text)") }
    }

    /// From another node, or for another subject than Jarvis sends to. Neither is sealed, and both may be right elsewhere.
    private func stranger(_ envelope: JSONObject) -> RetryVerdict.Ruling? {
        if let node = EventNames.given(envelope["node_pubkey"]), node != JSONString(identity.nodeKey ?? "") {
            return .init(.hold, "node_pubkey_mismatch", "it is of node \(node.text), and this is \(identity.nodeKey ?? "none")")
        }
        let subject = EnvelopeConcern.destination(envelope, subject: identity.subject)
        if subject == JSONString(identity.subject) || subject == JSONString(MeshIdentity.defaultSubject) { return nil }
        return .init(
            .hold, EnvelopeConcern.Kind.channel.rawValue,
            "its channel is \(subject.text): neither the configured subject \(identity.subject) nor Jarvis's own")
    }
}

/// Verdicts that hang on bytes and keys alone.
public struct ValidatedEnvelopes: Sendable {
    private let identity: MeshIdentity
    private var verdicts: [String: EnvelopeVerdict] = [:]

    init(_ identity: MeshIdentity) { self.identity = identity }

    func isOf(_ other: MeshIdentity) -> Bool { identity.isSame(as: other) }

    /// - Parameter sha256: nil for bytes that nobody hashed.
    mutating func verdict(_ sha256: String?, _ judge: () -> EnvelopeVerdict) -> EnvelopeVerdict {
        if let known = sha256.flatMap({ verdicts[$0] }) { return known }
        let verdict = judge()
        if let sha256 { verdicts[sha256] = verdict }
        return verdict
    }
}
