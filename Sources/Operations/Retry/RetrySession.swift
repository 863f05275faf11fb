public import Configuration
internal import DigestKit
internal import Execution
internal import JSONKit
public import Mesh
public import Planning
internal import Runbook
internal import Synchronization
public import SystemKit

/// The waiting events of one outbox, judged: what is planned from, and what is sent.
public final class RetrySession: Sendable {
    public let items: [RetryItem]
    /// Whether the outbox is there at all; an absent one is empty.
    public let isEmpty: Bool
    let settings: RetrySettings
    let outbox: Mutex<OutboxInHand?>
    let records: [JSONString: OutboxRecord]
    let byEvent: [String: RetryItem]
    private let found: [String: String]

    /// Reads the outbox to its end and judges the chosen events.
    ///
    /// Throws: `SystemError` when it cannot be read.
    public init(_ settings: RetrySettings, limit: Int, now: Int64) throws(SystemError) {
        self.settings = settings
        guard Files.exists(settings.outboxPath) else {
            (items, isEmpty, records, byEvent, found) = ([], true, [:], [:], [:])
            outbox = Mutex(nil)
            return
        }
        var inHand = try OutboxInHand(settings.outboxPath)
        try inHand.catchUp()
        let judge = RetryJudge(settings.identity, reseals: settings.reseals, isAttesting: settings.isAttesting)
        var items: [RetryItem] = []
        var records: [JSONString: OutboxRecord] = [:]
        var found: [String: String] = [:]
        for record in inHand.follower.chosen(limit: limit) {
            let bytes = try inHand.bytes(record.place)
            let carrier = try inHand.follower.envelopePlace(record.eventID).map { place throws(SystemError) in try inHand.object(place) }
            let candidate = RetryCandidate(
                eventID: record.eventID, was: record.status, latest: inHand.object(bytes), carrier: carrier)
            items.append(judge.judge(candidate, at: now))
            records[record.eventID] = record
            found[record.eventID.text] = SHA256.hex(bytes)
        }
        self.items = items
        self.records = records
        self.found = found
        byEvent = Dictionary(items.map { ($0.eventID.text, $0) }, uniquingKeysWith: { first, _ in first })
        isEmpty = false
        outbox = Mutex(inHand)
    }

    /// What the rules ask about the outbox.
    public func facts(_ before: OutboxFacts) -> OutboxFacts {
        var facts = before
        for item in items {
            switch item.disposition {
            case .publish, .commit, .reseal: facts.valid.insert(item.eventID.text)
            case .quarantine: facts.invalid.insert(item.eventID.text)
            case .hold: break
            }
        }
        return facts
    }

    /// Whether key and node key are there: without them nothing can be validated.
    public var isConfigured: Bool { settings.identity.isUsable }

    /// What is to be sent: everything that is not held. Whether it may be is for the rules to say.
    public var waiting: [WaitingEvent] {
        items.filter { $0.disposition != .hold }.map { item in
            WaitingEvent(
                id: item.eventID.text, disposition: item.disposition.rawValue, found: found[item.eventID.text],
                isSealed: item.disposition != .reseal)
        }
    }

    /// Sends what was approved; every operation gets one result.
    func send(
        _ operations: [Operation], _ commits: AttestationCommit, _ limits: ProbeLimits,
        onResults: ([NumberedResult]) throws(RecordingError) -> Void
    ) throws(RecordingError) {
        guard let inHand = outbox.withLock({ $0 }) else { return }
        try withoutActuallyEscaping(onResults) { onResults throws(RecordingError) in
            var sender = RetrySender(self, inHand, commits, limits, onResults: onResults)
            try sender.send(operations)
        }
    }

    /// Why events are invalid, by event.
    public var quarantineReasons: [String: String] {
        Dictionary(
            items.filter { $0.disposition == .quarantine }.map { ($0.eventID.text, $0.reason) }, uniquingKeysWith: { first, _ in first })
    }
}

/// Everything of a configuration that a retry needs.
public struct RetrySettings: Sendable {
    public var outboxPath: String
    public var identity: MeshIdentity
    public var natsURL: String
    /// Whether JetStream is to be used; core NATS otherwise.
    public var usesJetStream: Bool
    public var reseals: Bool
    public var isAttesting: Bool

    /// As Jarvis reads them.
    public init(_ configuration: Configuration, reseals: Bool, isAttesting: Bool) {
        outboxPath = configuration.absolute(configuration.outbox.value)
        identity = MeshIdentity { configuration.variable($0)?.value }
        let urls = ["JARVIS_NATS_URL", "NATS_URL"].lazy.compactMap { configuration.variable($0)?.value }
        natsURL = urls.first { !$0.isEmpty } ?? "nats://127.0.0.1:4222"
        usesJetStream = configuration.variable("JARVIS_MESH_USE_JETSTREAM").map { MeshFlags.isTrue($0.value) } ?? true
        self.reseals = reseals
        self.isAttesting = isAttesting
    }
}
