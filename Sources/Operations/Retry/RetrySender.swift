internal import DigestKit
internal import Execution
internal import JSONKit
internal import Mesh
internal import NATSKit
internal import Planning
internal import SealedBoxKit
internal import SystemKit

/// Sends the events of a session: publishes with acknowledgements in a window, commits, records. Used from one thread.
struct RetrySender {
    private let session: RetrySession
    private let commits: AttestationCommit
    private let limits: ProbeLimits
    private var ledger: RetryLedger
    private var transport: Transport
    private var breaker = Breaker()
    /// Why nothing further is begun; nil while it is.
    private var stopped: String?
    /// Sent and without a result yet, with what belongs to them.
    private var sent: [Int: (item: RetryItem, stateHash: String)] = [:]

    init(_ session: RetrySession, _ ledger: RetryLedger, _ commits: AttestationCommit, _ limits: ProbeLimits) {
        self.session = session
        self.ledger = ledger
        self.commits = commits
        self.limits = limits
        transport = Transport(session.settings)
    }

    mutating func send(_ operations: [Operation]) throws(RecordingError) {
        for (index, operation) in operations.enumerated() {
            if let why = stopped ?? ledger.failure ?? (limits.cancellation.isCancelled ? "interrupted before it began" : nil) {
                try ledger.file(index, OperationResult(.notRun, why))
                continue
            }
            switch operation {
            case .send(let event):
                guard let item = session.byEvent[event] else {
                    try ledger.file(index, OperationResult(.notRun, "the event is not in the outbox"))
                    continue
                }
                try begin(index, item)
            case .quarantine(let event, let reason):
                guard let item = session.byEvent[event] else {
                    try ledger.file(index, OperationResult(.notRun, "the event is not in the outbox"))
                    continue
                }
                let why = item.words.map { "\(reason): \($0)" } ?? reason
                try ledger.record(index, item, item.stateHash, .invalidEnvelope, reason: reason, "invalid (\(why)): not sent")
            default: try ledger.file(index, OperationResult(.failed, "this is no event"))
            }
        }
        try settle(transport.finish(limits))
        try ledger.finish()
        session.report(transport.delivery, stopped: stopped, outbox: ledger.failure)
    }

    private mutating func begin(_ index: Int, _ item: RetryItem) throws(RecordingError) {
        guard try ledger.isStillLatest(index, item) else { return }
        switch item.disposition {
        case .commit:
            // What was published before it is settled first: a commit takes its time.
            try settle(transport.finish(limits))
            try commit(index, item, item.stateHash, wasPublished: false)
        case .publish: try publish(index, item, item.body ?? [], item.stateHash)
        case .reseal:
            guard let (body, hash) = seal(item) else {
                return try ledger.file(
                    index, RetryOutcome.result(.failed, "it could not be sealed", now: item.was, error: "it could not be sealed"))
            }
            try publish(index, item, body, hash)
        case .hold, .quarantine: try ledger.file(index, OperationResult(.notRun, item.reason))
        }
    }

    private mutating func publish(_ index: Int, _ item: RetryItem, _ body: [UInt8], _ hash: String) throws(RecordingError) {
        let messageID = RetrySender.messageID(item, body)
        while true {
            var results: [Transport.Result] = []
            let obstacle = transport.submit(index, item.subject, body, messageID, limits, &results)
            if obstacle == nil { sent[index] = (item, hash) }
            try settle(results)
            guard let obstacle else { return }
            let error = obstacle.error
            if error.kind == .cancelled || limits.cancellation.isCancelled {
                return try ledger.file(index, OperationResult(.notRun, "interrupted before it was sent"))
            }
            if obstacle.concernsAll {
                breaker.failed()
                // What is no matter of time, such as a wrong password, is not tried again.
                if breaker.isOpen || !error.isTransport {
                    let times = breaker.failures > 1 ? " (\(breaker.failures) times in a row)" : ""
                    stopped = stopped ?? "the transport failed\(times): \(error.message)"
                }
            }
            guard obstacle.concernsAll, stopped == nil else {
                return try ledger.file(
                    index,
                    RetryOutcome.result(
                        .failed, error.message, now: item.was, error: error.message, isTransport: obstacle.concernsAll))
            }
            breaker.wait(limits.cancellation)
            // Somebody else may have sent it meanwhile.
            guard try ledger.isStillLatest(index, item) else { return }
        }
    }

    /// What the stream knows a repeat by. An id that no header can carry goes by its hash.
    private static func messageID(_ item: RetryItem, _ body: [UInt8]) -> String {
        let isPlain = item.messageID.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        return "\(isPlain ? item.messageID : SHA256.hex(Array(item.messageID.utf8)))/\(SHA256.hex(body).prefix(16))"
    }

    /// What the transport says of events sent earlier.
    private mutating func settle(_ results: [Transport.Result]) throws(RecordingError) {
        // Many that failed at one time are one failure.
        var trouble: NATSError?
        for result in results {
            guard let (item, hash) = sent.removeValue(forKey: result.index) else { continue }
            switch result.outcome {
            case .stored(let acknowledgement):
                breaker.succeeded()
                try stored(result.index, item, hash, acknowledgement)
            case .refused(let error):
                if error.isTransport { trouble = error }
                try ledger.file(
                    result.index,
                    RetryOutcome.result(.failed, error.message, now: item.was, error: error.message, isTransport: error.isTransport))
            case .unknown(let error):
                trouble = error
                try ledger.file(
                    result.index,
                    RetryOutcome.result(
                        .unknown, "sent, and not acknowledged: \(error.message)", now: item.was, error: error.message))
            }
        }
        guard let trouble else { return }
        breaker.failed()
        if breaker.isOpen { stopped = stopped ?? "the transport failed (\(breaker.failures) times in a row): \(trouble.message)" }
    }

    private mutating func stored(
        _ index: Int, _ item: RetryItem, _ hash: String, _ acknowledgement: RetryOutcome.Acknowledgement
    ) throws(RecordingError) {
        if session.settings.isAttesting { return try commit(index, item, hash, wasPublished: true, acknowledgement) }
        let words =
            switch acknowledgement {
            case .stored: "published"
            case .duplicate: "published; the stream had it already"
            case .flushed: "published over core NATS: taken by the server, acknowledged by nobody"
            }
        let reason = acknowledgement == .flushed ? "core_nats" : "attestation_disabled"
        try ledger.record(index, item, hash, .published, reason: reason, words, acknowledgement)
    }

    private mutating func commit(
        _ index: Int, _ item: RetryItem, _ hash: String, wasPublished: Bool, _ acknowledgement: RetryOutcome.Acknowledgement? = nil
    ) throws(RecordingError) {
        guard try ledger.isStillLatest(index, item) else { return }
        let before = wasPublished ? "published, " : ""
        switch ask(item, hash) {
        case .committed(let metadata):
            try ledger.record(index, item, hash, .committed, metadata: metadata, "\(before)committed", acknowledgement, commit: .committed)
        case .disabled:
            try ledger.record(
                index, item, hash, wasPublished ? .published : .pendingCommit, reason: "attestation_disabled",
                wasPublished ? "published; attestation is disabled" : "attestation is disabled", acknowledgement,
                error: wasPublished ? nil : "attestation_disabled", commit: .disabled)
        case .failed(let error):
            try ledger.record(
                index, item, hash, .pendingCommit, reason: error, "\(before)not committed: \(error)", acknowledgement, error: error,
                commit: .failed)
        case .unknown(let why):
            try ledger.file(
                index,
                RetryOutcome.result(
                    .unknown, "\(before)and whether it was committed is not known: \(why)", now: item.was, error: why,
                    acknowledgement: acknowledgement, commit: .unknown))
        }
    }

    /// It is not begun after a signal; that it still waits for it is known to the next retry.
    private mutating func ask(_ item: RetryItem, _ hash: String) -> AttestationCommit.Outcome {
        if limits.cancellation.isCancelled { return .failed("interrupted before the commit") }
        do throws(SystemError) { try ledger.intendCommit(item, hash) } catch {
            return .failed("the commit was not begun, because it could not be noted beside the outbox: \(error)")
        }
        return commits.commit(hash, item, limits)
    }

    private func seal(_ item: RetryItem) -> (body: [UInt8], hash: String)? {
        let identity = session.settings.identity
        guard let key = identity.key.secret, let node = identity.nodeKey, let delta = item.delta else { return nil }
        let envelope = EnvelopeBuilder(key: key, nodeKey: node, channel: item.subject).seal(
            delta, eventID: item.eventID, previousStateHash: item.previousStateHash, at: Timestamp.microsecondsNow(), nonce: .random(),
            // A hash that is on record stays.
            completesDelta: item.stateHash.isEmpty)
        guard let envelope, let hash = envelope["state_hash"]?.text, item.stateHash.isEmpty || item.stateHash == hash else { return nil }
        return (EnvelopeBuilder.body(envelope), hash)
    }
}
