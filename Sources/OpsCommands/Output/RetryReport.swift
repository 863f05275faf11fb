internal import Execution
internal import JSONKit
internal import Mesh
internal import Operations
internal import Planning
internal import Safety
internal import TerminalKit

/// A retry in numbers and words.
struct RetryReport {
    struct Event {
        let id: String
        let was: String
        let disposition: String
        let reason: String
        /// The status afterwards; nil when nothing was sent.
        let now: OutboxStatus?
        /// What happened, for people.
        let because: String?
        let error: String?
        /// nil when nothing confirmed it.
        let acknowledged: EventOutcome.Acknowledgement?
        /// Whether it did not leave because of the way to the mesh.
        let isTransport: Bool

        var style: Style? {
            switch now {
            case .published?, .committed?: .good
            case .invalidEnvelope?: .bad
            case nil: disposition == "quarantine" ? .bad : disposition == "hold" ? .warning : nil
            default: .warning
            }
        }
    }

    let limit: Int
    /// How many events wait beyond the limit.
    let remaining: Int
    /// Seconds by which this clock is behind the newest record; nil when it is not.
    let secondsBehind: Int64?
    /// What becomes of the stream that must be made first: `missing`, or how making it ended; nil when there is one.
    let stream: String?
    let events: [Event]
    let isAllowed: Bool
    let rules: [JSONValue]
    /// Whether it was carried out.
    let wasSent: Bool
    /// How events were delivered; nil when no server was reached.
    let delivery: RetryDelivery?
    /// Why the transport was given up; nil when it was not.
    let transportFailure: String?
    /// Why the outbox could not take what became of the events; nil when it could.
    let outboxFailure: String?
    /// Whether sync is on, and who says so.
    let sync: (isOn: Bool, source: String)
    private let isInterrupted: Bool

    init(_ session: RetrySession, _ decision: Decision, _ request: ChangeRequest, _ result: RunResult?) {
        limit = if case .retry(let sending) = request { sending.limit } else { 0 }
        let done = Dictionary((result?.steps ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        events = session.items.map { item in
            let step = done[SendPlanner.step(of: item.name)]
            let sent = step?.event
            return Event(
                id: item.name, was: item.was.text.text, disposition: item.disposition.rawValue, reason: item.reason,
                now: sent?.now ?? (result == nil ? nil : item.was),
                because: step?.because ?? item.words.map { "\(item.reason): \($0)" },
                error: sent?.error ?? (step?.state == .failed ? step?.because : nil), acknowledged: sent?.acknowledgement,
                isTransport: sent?.isTransport == true)
        }
        remaining = session.remaining
        secondsBehind = session.secondsBehind
        stream = session.makesStream ? done["mesh/stream"]?.state.rawValue ?? "missing" : nil
        delivery = session.delivery
        transportFailure = session.transportFailure
        outboxFailure = session.outboxFailure
        sync = RetryReport.sync(decision.facts)
        isAllowed = !decision.isRefused
        wasSent = result != nil
        isInterrupted = result?.outcome == .interrupted
        rules = RetryReport.rules(decision)
    }

    /// Sent and stored, whatever came after; or recorded so where the configuration asks for no more.
    var published: Int {
        wasSent ? events.count { $0.now == .published || $0.acknowledged == .stored || $0.acknowledged == .duplicate } : 0
    }

    func count(_ status: OutboxStatus) -> Int { wasSent ? events.count { $0.now == status } : 0 }

    var quarantined: Int { events.count { $0.disposition == "quarantine" } }
    var held: Int { events.count { $0.disposition == "hold" } }
    var stillPending: Int { wasSent ? events.count { $0.now?.isPending == true } : events.count }
    var retried: Int { wasSent ? events.count { $0.disposition != "hold" } : 0 }
    var errors: [(id: String, reason: String)] {
        events.compactMap { event in
            if let error = event.error { return (event.id, error) }
            return event.disposition == "quarantine" ? (event.id, event.reason) : nil
        }
    }

    /// Held events that a reseal could send.
    var resealable: Int { events.count { $0.disposition == "hold" && ["stale_commitment", "missing_envelope"].contains($0.reason) } }

    /// Whether the way to the mesh failed and nothing at all was sent.
    var transportFailed: Bool {
        wasSent && events.contains(where: \.isTransport)
            && !events.contains { $0.acknowledged != nil || ($0.error != nil && !$0.isTransport && $0.disposition != "quarantine") }
    }

    /// Handed to a server that keeps nothing.
    var flushed: Int { events.count { $0.acknowledged == .flushed } }
    var duplicates: Int { events.count { $0.acknowledged == .duplicate } }

    /// What to do next, each a sentence with its command.
    var next: [String] {
        var next: [String] = []
        if !isAllowed { return next }
        if !wasSent, stream != nil {
            next.append("The server has no stream for them: \(MeshStream.name) is made first, when this is approved")
        }
        if remaining > 0 { next.append("\(remaining) more wait beyond the limit: jarvis-ops mesh retry --limit \(remaining + limit)") }
        if events.contains(where: { $0.reason == OutboxStatus.invalidEnvelope.text.text }) {
            next.append(
                "What was invalid once is sent when a person looked at it: jarvis-ops mesh acknowledge EVENT --reason TEXT, "
                    + "then --confirm event:EVENT")
        }
        if transportFailure != nil || transportFailed {
            next.append("If this goes on (recovery step 3: attestation off, then sync; writes go on): jarvis-ops mesh disable all")
        }
        if wasSent, quarantined > 0 {
            next.append("Look into each invalid event, then: jarvis-ops mesh acknowledge EVENT --reason TEXT")
        }
        if resealable > 0 { next.append("To seal \(resealable) held anew: jarvis-ops mesh retry --reseal --confirm reseal") }
        return next
    }

    /// Quarantined events are for the people who own the data.
    var escalation: String? {
        quarantined == 0
            ? nil
            : "\(quarantined) invalid: a matter of data integrity, not of transport. Escalate it now to one of the contacts of the runbook"
    }

    var exitCode: Int32 {
        if events.isEmpty { return ExitCodes.success }
        if transportFailed { return ExitCodes.unavailable }
        // What is recorded there may be in no outbox any more.
        if outboxFailure != nil { return ExitCodes.confirmed }
        let isWell = events.allSatisfy { $0.now == .published || $0.now == .committed }
        return isWell ? ExitCodes.success : ExitCodes.confirmed
    }

    var words: String {
        if events.isEmpty { return "nothing to do" }
        if !wasSent { return "\(events.count) waiting" }
        var parts = ["\(published) published"]
        if flushed > 0 { parts[0] += " (\(flushed) over core NATS, acknowledged by nobody)" }
        if duplicates > 0 { parts[0] += " (\(duplicates) the stream had already)" }
        if count(.committed) > 0 { parts.append("\(count(.committed)) committed") }
        if quarantined > 0 { parts.append("\(quarantined) invalid") }
        if held > 0 { parts.append("\(held) held") }
        let waiting = stillPending - held
        if waiting > 0 { parts.append("\(waiting) still waiting") }
        return (isInterrupted ? "INTERRUPTED: " : "") + parts.joined(separator: ", ")
    }

    private static func sync(_ facts: Facts) -> (isOn: Bool, source: String) {
        (facts.flags.sync.best, facts.flags.sync.running == nil ? "configured" : "running")
    }

    /// Each rule once: refusing when it refuses any step.
    private static func rules(_ decision: Decision) -> [JSONValue] {
        SafetyRule.all.map { rule in
            let objection = decision.steps.lazy.flatMap(\.judgements).first { $0.rule == rule.id && $0.objection != nil }?.objection
            return [
                "id": rule.id.json, "verdict": (objection == nil ? "allows" : "refuses").json,
                "because": (objection?.because ?? "it has nothing against it").json,
            ]
        }
    }
}
