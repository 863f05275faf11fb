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
    private let onResults: ([NumberedResult]) throws(RecordingError) -> Void
    private var outbox: OutboxInHand
    private var transport: Transport
    /// Recorded in the outbox, and not yet known to be on the disk.
    private var unsynced: [NumberedResult] = []
    private var failures = 0
    private var stopped: String?
    /// Sent, with what belongs to them.
    private var sent: [Int: (item: RetryItem, stateHash: String)] = [:]

    private static let window = 256
    private static let batch = 128
    /// Failures of the transport in a row until nothing further is tried.
    private static let breaker = 4

    init(
        _ session: RetrySession, _ outbox: OutboxInHand, _ commits: AttestationCommit, _ limits: ProbeLimits,
        onResults: @escaping ([NumberedResult]) throws(RecordingError) -> Void
    ) {
        self.session = session
        self.outbox = outbox
        self.commits = commits
        self.limits = limits
        self.onResults = onResults
        transport = Transport(session.settings, limits)
    }

    mutating func send(_ operations: [Operation]) throws(RecordingError) {
        for (index, operation) in operations.enumerated() {
            if let why = stopped ?? (limits.cancellation.isCancelled ? "interrupted before it began" : nil) {
                try file(index, OperationResult(.notRun, why))
                continue
            }
            switch operation {
            case .send(let event):
                guard let item = session.byEvent[event] else {
                    try file(index, OperationResult(.notRun, "the event is not in the outbox"))
                    continue
                }
                try begin(index, item)
            case .quarantine(let event, let reason):
                guard let item = session.byEvent[event] else { continue }
                try record(index, item, item.stateHash, .invalidEnvelope, reason: reason, "invalid (\(reason)): not sent")
            case .setVariable, .recreate, .runbook: try file(index, OperationResult(.failed, "this is no event"))
            }
        }
        try settle(transport.finish(limits))
        try flush()
    }

    private mutating func begin(_ index: Int, _ item: RetryItem) throws(RecordingError) {
        guard try isStillLatest(index, item) else { return }
        switch item.disposition {
        case .commit:
            try settle(transport.finish(limits))
            try commit(index, item, item.stateHash)
        case .publish: try publish(index, item, item.body ?? [], item.stateHash)
        case .reseal:
            guard let (body, hash) = seal(item) else { return try file(index, OperationResult(.failed, "it could not be sealed")) }
            try publish(index, item, body, hash)
        case .hold, .quarantine: try file(index, OperationResult(.notRun, item.reason))
        }
    }

    private mutating func publish(_ index: Int, _ item: RetryItem, _ body: [UInt8], _ hash: String) throws(RecordingError) {
        let messageID = "\(item.messageID)/\(SHA256.hex(body).prefix(16))"
        var wait = 200.0
        while true {
            let attempt = transport.submit(index, session.settings.identity.subject, body, messageID, limits)
            switch attempt {
            case .submitted(let results):
                sent[index] = (item, hash)
                failures = 0
                return try settle(results)
            case .failed(let results, let error):
                try settle(results)
                failures += 1
                // What fails by itself would fail again.
                if !error.isTransport || limits.cancellation.isCancelled {
                    return try file(index, RetryOutcome.result(.failed, error.message, now: item.was, error: error.message))
                }
                guard failures < RetrySender.breaker else {
                    stopped = "the transport failed \(failures) times in a row: \(error.message)"
                    return try file(index, RetryOutcome.result(.failed, error.message, now: item.was, error: error.message))
                }
                // Jitter: many responders must not come back at the same moment.
                _ = limits.cancellation.wait(until: .after(milliseconds: wait * Double.random(in: 0.5...1)))
                wait *= 2
            }
        }
    }

    /// What the transport says of events sent earlier.
    private mutating func settle(_ results: [Transport.Result]) throws(RecordingError) {
        for result in results {
            guard let (item, hash) = sent.removeValue(forKey: result.index) else { continue }
            switch result.outcome {
            case .stored(let isDuplicate, let isWeaker):
                let words =
                    isWeaker
                    ? "published (core NATS, no acknowledgement)" : isDuplicate ? "published; the stream had it already" : "published"
                if session.settings.isAttesting {
                    try commit(result.index, item, hash)
                } else {
                    try record(result.index, item, hash, .published, reason: "attestation_disabled", words, weaker: isWeaker)
                }
            case .failed(let message): try file(result.index, RetryOutcome.result(.failed, message, now: item.was, error: message))
            case .unknown(let message):
                try file(
                    result.index, RetryOutcome.result(.unknown, "sent, and not acknowledged: \(message)", now: item.was, error: message))
            }
        }
    }

    private mutating func commit(_ index: Int, _ item: RetryItem, _ hash: String) throws(RecordingError) {
        guard try isStillLatest(index, item) else { return }
        switch commits.commit(hash, item, limits) {
        case .committed(let metadata): try record(index, item, hash, .committed, metadata: metadata, "committed")
        case .disabled: try record(index, item, hash, .published, reason: "attestation_disabled", "published; attestation is disabled")
        case .failed(let error):
            try record(index, item, hash, .pendingCommit, reason: error, "published, not committed: \(error)", isDone: false)
        case .unknown(let why):
            try file(index, RetryOutcome.result(.unknown, "whether it was committed is not known: \(why)", now: item.was, error: why))
        }
    }

    /// Appends what became of an event, unless somebody else wrote of it meanwhile.
    private mutating func record(
        _ index: Int, _ item: RetryItem, _ hash: String, _ status: OutboxStatus, reason: String = "", metadata: JSONObject = JSONObject(),
        _ summary: String, weaker: Bool = false, isDone: Bool = true
    ) throws(RecordingError) {
        do throws(SystemError) {
            try outbox.catchUp()
            guard let record = session.records[item.eventID], outbox.follower.isLatest(record) else {
                return unsynced.append(
                    NumberedResult(
                        index,
                        RetryOutcome.result(.skipped, "\(summary); its latest record changed meanwhile, so none was added", now: status)))
            }
            try outbox.append(
                OutboxRecordWriter.line(
                    eventID: item.eventID, status: status, stateHash: hash, reason: reason, metadata: metadata,
                    at: Timestamp.microsecondsNow()))
        } catch {
            stopped = stopped ?? "the outbox cannot be written: \(error)"
            return try file(
                index,
                RetryOutcome.result(
                    .unknown, "\(summary), but the outbox could not be written: \(error)", now: item.was, error: error.description))
        }
        unsynced.append(
            NumberedResult(
                index,
                RetryOutcome.result(isDone ? .done : .failed, summary, now: status, error: isDone ? nil : reason, weaker: weaker)))
        if unsynced.count >= RetrySender.batch { try flush() }
    }

    private mutating func isStillLatest(_ index: Int, _ item: RetryItem) throws(RecordingError) -> Bool {
        do throws(SystemError) { try outbox.catchUp() } catch {
            try file(index, OperationResult(.failed, "the outbox cannot be read: \(error)"))
            return false
        }
        guard let record = session.records[item.eventID], outbox.follower.isLatest(record) else {
            try file(index, OperationResult(.skipped, "its latest record changed meanwhile"))
            return false
        }
        return true
    }

    /// Records on the disk, then results in the journal.
    private mutating func flush() throws(RecordingError) {
        guard !unsynced.isEmpty else { return }
        try? outbox.sync()
        let results = unsynced
        unsynced = []
        try onResults(results)
    }

    private mutating func file(_ index: Int, _ result: OperationResult) throws(RecordingError) {
        unsynced.append(NumberedResult(index, result))
        if unsynced.count >= RetrySender.batch { try flush() }
    }

    private func seal(_ item: RetryItem) -> (body: [UInt8], hash: String)? {
        guard let key = session.settings.identity.key.secret, let node = session.settings.identity.nodeKey, let delta = item.delta else {
            return nil
        }
        let builder = EnvelopeBuilder(key: key, nodeKey: node, channel: session.settings.identity.subject)
        guard
            let envelope = builder.seal(
                delta, eventID: item.eventID, previousStateHash: item.previousStateHash, at: Timestamp.microsecondsNow(), nonce: .random())
        else { return nil }
        return (EnvelopeBuilder.body(envelope), envelope["state_hash"]?.text ?? "")
    }
}
