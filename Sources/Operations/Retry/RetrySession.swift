internal import DigestKit
public import Execution
internal import JSONKit
public import Mesh
internal import NATSKit
public import Planning
internal import Runbook
internal import Synchronization
public import SystemKit

/// The waiting events of one outbox, judged: what is planned from, and what is sent.
public final class RetrySession: Sendable {
    public let items: [RetryItem]
    /// Whether no stream takes them, and Jarvis's own must be made first.
    public let makesStream: Bool
    /// How many events wait beyond those that were chosen.
    public let remaining: Int
    /// Seconds by which this clock is behind the newest record of the outbox; nil when it is not.
    public let secondsBehind: Int64?
    let settings: RetrySettings
    let records: [JSONString: OutboxRecord]
    let byEvent: [String: RetryItem]
    private let outbox: Mutex<OutboxInHand?>
    private let found: [String: String]
    private let intents: CommitIntents?
    /// What validation said of the envelopes: whoever reads the same bytes again need not open them again.
    public let validated: ValidatedEnvelopes?
    /// The chosen events whose commit was begun, by whomever, and never settled.
    public let openCommits: Set<String>
    private let told = Mutex<(delivery: RetryDelivery?, stopped: String?, outbox: String?)>((nil, nil, nil))

    /// Reads the outbox to its end and judges the chosen events. An absent outbox is empty.
    ///
    /// - Parameters:
    ///   - forSending: opens it for appending too.
    ///   - looking: how long the server is asked for the way to it; nil: nobody asks.
    ///   - acknowledged: SHA-256 of the `invalid_envelope` records that a person looked at.
    ///   - validated: what an earlier session found.
    ///   - now: microseconds since 1970 UTC.
    /// - Throws: `SystemError` when it cannot be read, or not be written although it shall be.
    public init(
        _ settings: RetrySettings, limit: Int, forSending: Bool, acknowledged: Set<String> = [], looking: ProbeLimits? = nil,
        validated: ValidatedEnvelopes? = nil, now: Int64
    ) throws(SystemError) {
        self.settings = settings
        var items: [RetryItem] = []
        var records: [JSONString: OutboxRecord] = [:]
        var found: [String: String] = [:]
        var inHand: OutboxInHand?
        var remaining = 0
        var behind: Int64?
        var intents: CommitIntents?
        var known = validated
        if var outbox = try RetrySession.open(settings.outboxPath, forSending: forSending) {
            try outbox.catchUp()
            let choice = outbox.follower.choose(limit: limit)
            remaining = choice.remaining
            behind = RetrySession.secondsBehind(choice.history, now)
            var judge = RetryJudge(
                settings.identity, reseals: settings.reseals, isAttesting: settings.isAttesting, history: choice.history,
                validated: validated)
            let unreadable = try UnreadableHistory(choice, outbox)
            for waiting in choice.events {
                let record = waiting.record
                let bytes = try outbox.bytes(record.place)
                let latest = OutboxInHand.object(bytes)
                let sha256 = SHA256.hex(bytes)
                let carried = try waiting.history.envelope.map { place throws(SystemError) in
                    place == record.place ? bytes : try outbox.bytes(place)
                }
                let carrier = carried.map { $0 == bytes ? latest : OutboxInHand.object($0) }
                let doubt = try waiting.history.invalid.map { invalid throws(SystemError) -> RetryCandidate.Doubt in
                    acknowledged.contains(SHA256.hex(try outbox.bytes(invalid.place))) ? .acknowledged : .open
                }
                let candidate = RetryCandidate(
                    eventID: record.eventID, was: record.status, latest: latest, carrier: carrier,
                    carrierSHA256: carried.map { $0 == bytes ? sha256 : SHA256.hex($0) },
                    firstTimestamp: waiting.history.firstTimestamp, doubt: doubt ?? .none)
                let judged = judge.judge(candidate, at: now)
                let item =
                    RetrySession.isSent(judged) && unreadable.mayHold(record.eventID)
                    ? judged.holding(UnreadableHistory.reason, UnreadableHistory.words) : judged
                items.append(item)
                records[record.eventID] = record
                found[item.name] = sha256
            }
            known = judge.validated
            inHand = outbox
            intents = try CommitIntents(outbox.file)
        }
        let ways = looking.map { MeshStream.ways(to: RetrySession.destinations(items), settings, $0) } ?? [:]
        items = items.map { item in
            guard RetrySession.isSent(item), case .blocked(let why)? = ways[item.subject] else { return item }
            return item.holding("no_stream", "\(why); to send without a stream: JARVIS_MESH_USE_JETSTREAM=0")
        }
        makesStream = items.contains { item in
            if RetrySession.isSent(item), case .canBeMade? = ways[item.subject] { true } else { false }
        }
        self.items = items
        self.remaining = remaining
        secondsBehind = behind
        self.records = records
        self.found = found
        self.intents = intents
        self.validated = known
        let names = Set(items.map(\.name))
        // What cannot be known may be true of every event.
        openCommits = intents.map { $0.open ?? names }?.intersection(names) ?? []
        byEvent = Dictionary(items.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        outbox = Mutex(inHand)
    }

    private static func isSent(_ item: RetryItem) -> Bool { item.disposition == .publish || item.disposition == .reseal }

    private static func destinations(_ items: [RetryItem]) -> Set<String> { Set(items.filter(isSent).map(\.subject)) }

    /// Records are written as things happen: one from a later time than now was written by another clock.
    private static func secondsBehind(_ history: OutboxHistory, _ now: Int64) -> Int64? {
        let behind = (history.newestTimestamp ?? now) &- now
        // What was appended since the clock was read is no sign of anything.
        return behind > 1_000_000 ? behind / 1_000_000 : nil
    }

    private static func open(_ path: String, forSending: Bool) throws(SystemError) -> OutboxInHand? {
        do throws(SystemError) { return try OutboxInHand(path, isForReading: !forSending) } catch {
            guard error.isMissing else { throw error }
            return nil
        }
    }

    /// What the rules ask about the outbox.
    public func facts(_ before: OutboxFacts) -> OutboxFacts {
        var facts = before
        for item in items {
            switch item.disposition {
            case .publish, .commit, .reseal: facts.valid.insert(item.name)
            case .quarantine: facts.invalid.insert(item.name)
            case .hold: break
            }
        }
        return facts
    }

    /// Whether key and node key are there: without them nothing can be validated.
    public var isConfigured: Bool { settings.identity.isUsable }

    /// Why the server's address cannot be one; nil when it can.
    public var addressProblem: String? {
        do throws(NATSError) {
            _ = try NATSAddress.parse(settings.natsURL)
            return nil
        } catch {
            return error.message
        }
    }

    /// What is to be sent: everything that is not held. Whether it may be is for the rules to say.
    var waiting: [WaitingEvent] { items.filter { $0.disposition != .hold }.map(event) }

    /// All chosen events, for questions about the retry as a whole.
    public var all: [WaitingEvent] { items.map(event) }

    private func event(_ item: RetryItem) -> WaitingEvent {
        WaitingEvent(
            id: item.name, disposition: item.disposition.rawValue, found: found[item.name], isSealed: item.disposition != .reseal,
            wasInvalid: item.wasInvalid, commits: commits(item.name))
    }

    /// Whether sending an event may end in a commit.
    public func commits(_ event: String) -> Bool {
        switch byEvent[event]?.disposition {
        case .commit?: true
        case .publish?, .reseal?: settings.isAttesting
        case .hold?, .quarantine?, nil: false
        }
    }

    /// Sends what was approved; every operation gets one result.
    func send(
        _ operations: [Operation], _ commits: AttestationCommit, _ limits: ProbeLimits,
        onResults: ([NumberedResult]) throws(RecordingError) -> Void
    ) throws(RecordingError) {
        guard let inHand = outbox.withLock({ $0 }), let intents else { return }
        try withoutActuallyEscaping(onResults) { onResults throws(RecordingError) in
            var sender = RetrySender(self, RetryLedger(self, inHand, intents, onResults: onResults), commits, limits)
            try sender.send(operations)
        }
    }

    func makeStream(_ limits: ProbeLimits) -> OperationResult { MeshStream.make(settings, limits) }

    /// What the sender found on its way.
    func report(_ delivery: RetryDelivery?, stopped: String?, outbox: String?) { told.withLock { $0 = (delivery, stopped, outbox) } }

    /// How events were delivered; nil when no server was reached.
    public var delivery: RetryDelivery? { told.withLock { $0.delivery } }

    /// Why the transport was given up; nil when it was not.
    public var transportFailure: String? { told.withLock { $0.stopped } }

    /// Why the outbox could not take what became of the events; nil when it could.
    public var outboxFailure: String? { told.withLock { $0.outbox } }

    /// How many of the chosen events are not sent, by reason.
    public var held: [String: Int] { items.reduce(into: [:]) { if $1.disposition == .hold { $0[$1.reason, default: 0] += 1 } } }

    /// The plan that sends what waits; what is invalid is recorded so instead.
    ///
    /// - Parameter askedBefore: events of which an earlier retry may have asked for a commit, and nobody knows what became of it.
    public func plan(askedBefore: Set<String>) -> Plan {
        let invalid = items.filter { $0.disposition == .quarantine }.map { ($0.name, $0.reason) }
        let sound = SendPlanner.quarantining(SendPlanner.plan(waiting), Dictionary(invalid) { first, _ in first })
        let asking = SendPlanner.asking(sound, about: askedBefore.filter(commits))
        return makesStream ? SendPlanner.making(stream: MeshStream.name, subjects: MeshStream.subjects, before: asking) : asking
    }
}
