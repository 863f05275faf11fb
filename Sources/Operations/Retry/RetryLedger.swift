internal import Execution
internal import JSONKit
internal import Mesh
internal import SystemKit

/// What became of the events, first in the outbox, on the disk, and then in the journal: a journal that says `done` is never ahead.
struct RetryLedger {
    private let session: RetrySession
    private let onResults: ([NumberedResult]) throws(RecordingError) -> Void
    private var outbox: OutboxInHand
    private var unsynced: [Entry] = []
    private var intents: CommitIntents
    /// Why nothing more can be recorded; nil while it can.
    private(set) var failure: String?

    private static let batch = 256

    /// A result that is not in the journal yet.
    private struct Entry {
        var result: NumberedResult
        /// The status before, when a record was added to the outbox; nil when none was.
        let was: OutboxStatus?
        /// The event whose commit is settled by that record; nil when it had none.
        var settles: String?
    }

    init(
        _ session: RetrySession, _ outbox: OutboxInHand, _ intents: CommitIntents,
        onResults: @escaping ([NumberedResult]) throws(RecordingError) -> Void
    ) {
        self.session = session
        self.outbox = outbox
        self.intents = intents
        self.onResults = onResults
    }

    /// Whether nobody has written of the event since it was judged. If somebody has, that is its result.
    mutating func isStillLatest(_ index: Int, _ item: RetryItem) throws(RecordingError) -> Bool {
        switch newerStatus(item) {
        case .success(nil): return true
        case .success(let newer?):
            try file(index, RetryOutcome.result(.skipped, "its latest record changed meanwhile, so it was left alone", now: newer))
        case .failure(let error):
            failure = failure ?? RetryLedger.words("read", error)
            try file(index, RetryOutcome.result(.failed, "the outbox cannot be read: \(error)", now: item.was, error: "\(error)"))
        }
        return false
    }

    /// Appends what became of an event, unless somebody else wrote of it meanwhile: then only the journal has it.
    ///
    /// - Parameters:
    ///   - error: for what was not done as wanted; it goes into the record as its reason.
    mutating func record(
        _ index: Int, _ item: RetryItem, _ hash: String, _ status: OutboxStatus, reason: String = "", metadata: JSONObject = JSONObject(),
        _ summary: String, _ acknowledgement: RetryOutcome.Acknowledgement? = nil, error: String? = nil,
        commit: RetryOutcome.Commit? = nil
    ) throws(RecordingError) {
        if case .success(let newer?) = newerStatus(item) {
            let why = "\(summary); its latest record changed meanwhile, so none was added"
            return try file(
                index,
                RetryOutcome.result(.skipped, why, now: newer, acknowledgement: acknowledgement, commit: commit, metadata: metadata))
        }
        do throws(SystemError) {
            try outbox.append(
                OutboxRecordWriter.line(
                    eventID: item.eventID, status: status, stateHash: hash, reason: reason, metadata: metadata,
                    at: Timestamp.microsecondsNow()))
        } catch {
            failure = failure ?? RetryLedger.words("written", error)
            return try file(
                index,
                RetryOutcome.result(
                    .unknown, "\(summary), but the outbox could not be written: \(error)", now: item.was, error: error.description,
                    // Done, and on record nowhere but here: it must not be done again.
                    acknowledgement: acknowledgement, commit: commit == .committed ? .unknown : commit, metadata: metadata))
        }
        unsynced.append(
            Entry(
                result: NumberedResult(
                    index,
                    RetryOutcome.result(
                        error == nil ? .done : .failed, summary, now: status, error: error, acknowledgement: acknowledgement,
                        commit: commit)),
                was: item.was, settles: commit == nil ? nil : item.name))
        if unsynced.count >= RetryLedger.batch { try flush() }
    }

    /// What goes to the journal only.
    mutating func file(_ index: Int, _ result: OperationResult) throws(RecordingError) {
        unsynced.append(Entry(result: NumberedResult(index, result), was: nil))
        if unsynced.count >= RetryLedger.batch { try flush() }
    }

    /// Notes that a commit will be asked for, where everybody finds it.
    mutating func intendCommit(_ item: RetryItem, _ hash: String) throws(SystemError) { try intents.begin(item.name, hash) }

    /// Everything is on record, in the outbox that was judged.
    mutating func finish() throws(RecordingError) {
        try flush()
        do throws(SystemError) { try outbox.checkPlace() } catch { failure = failure ?? RetryLedger.words("written", error) }
        intents.close()
    }

    private static func words(_ what: String, _ error: SystemError) -> String {
        error.code == SystemError.movedCode
            ? "the outbox was replaced or cut while events were sent: nothing more is sent, and whoever did that must be found"
            : "the outbox cannot be \(what): \(error)"
    }

    /// Records on the disk, then results in the journal.
    mutating func flush() throws(RecordingError) {
        guard !unsynced.isEmpty else { return }
        var results = unsynced
        unsynced = []
        if results.contains(where: { $0.was != nil }) {
            do throws(SystemError) {
                try outbox.checkPlace()
                try outbox.sync()
                try intents.settle(results.compactMap(\.settles))
            } catch {
                failure = failure ?? RetryLedger.words("written", error)
                for index in results.indices {
                    guard let was = results[index].was else { continue }
                    let result = results[index].result
                    results[index].result = NumberedResult(result.index, Self.unsynced(result.result, "\(error)", was: was))
                }
            }
        }
        try onResults(results.map(\.result))
    }

    /// It may be in the outbox, but whether it is on the disk is not known.
    private static func unsynced(_ result: OperationResult, _ error: String, was: OutboxStatus) -> OperationResult {
        OperationResult(
            .unknown, "\(result.summary), but the outbox could not be brought to the disk: \(error)",
            event: (result.event ?? EventOutcome(was)).unsynced(error, was: was))
    }

    /// The status that somebody else gave it since; nil when nobody did.
    private mutating func newerStatus(_ item: RetryItem) -> Result<OutboxStatus?, SystemError> {
        Result { () throws(SystemError) in
            try outbox.catchUp()
            guard let record = session.records[item.eventID] else { return item.was }
            return outbox.follower.newer(than: record)?.status
        }
    }
}
