internal import JSONKit

/// A ruling on an event, and what follows from it for sending.
struct RetryVerdict {
    struct Ruling {
        let disposition: RetryDisposition
        let reason: String
        let words: String?
        /// Of its envelope, when that is authentic.
        var verdict: EnvelopeVerdict?
        /// What is sealed, when it is to be sealed.
        var delta: JSONObject?
        var previous = JSONValue.null

        init(_ disposition: RetryDisposition, _ reason: String, _ words: String? = nil) {
            self.disposition = disposition
            self.reason = reason
            self.words = words
        }

        init(_ disposition: RetryDisposition, _ disagreement: EventNames.Disagreement) {
            self.init(disposition, disagreement.reason, disagreement.words)
        }
    }

    let item: RetryItem
    /// The message id that is used up by it; nil when nothing is sent or committed.
    let takenID: JSONString?

    init(_ candidate: RetryCandidate, _ identity: MeshIdentity, _ ruling: Ruling) {
        let isSealedAnew = ruling.disposition == .reseal
        // A fresh envelope has the event's id for its message id.
        let messageID = isSealedAnew ? candidate.eventID : ruling.verdict?.messageID ?? candidate.eventID
        switch ruling.disposition {
        case .publish, .commit, .reseal: takenID = messageID
        case .hold, .quarantine: takenID = nil
        }
        let envelope = candidate.envelope ?? JSONObject()
        item = RetryItem(
            eventID: candidate.eventID, name: RetryVerdict.name(candidate.eventID), was: candidate.was, disposition: ruling.disposition,
            reason: ruling.reason, words: ruling.words, body: ruling.disposition == .publish ? EnvelopeBuilder.body(envelope) : nil,
            // Jarvis writes its own channel into every envelope, and sends it there.
            subject: isSealedAnew
                ? MeshIdentity.defaultSubject : EnvelopeConcern.destination(envelope, subject: identity.subject).text,
            messageID: messageID.text, wasInvalid: candidate.doubt == .acknowledged,
            stateHash: ruling.verdict?.stateHash ?? candidate.recordedHash, delta: isSealedAnew ? ruling.delta : nil,
            previousStateHash: ruling.previous, metadata: candidate.latest["metadata"])
    }

    private static func name(_ eventID: JSONString) -> String {
        if eventID.isWellFormed { return eventID.text }
        return String(JSONWriter.outbox.text(.string(eventID)).dropFirst().dropLast())
    }
}
