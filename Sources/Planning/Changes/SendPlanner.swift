internal import Runbook

/// Waiting events → one step each, in the order in which Jarvis would choose them: those to publish first, then those to commit, each in
/// order of first appearance, at most `limit`.
public enum SendPlanner {
    public static func plan(limit: Int, _ facts: Facts) -> Plan {
        let chosen = (facts.outbox.pendingPublish + facts.outbox.pendingCommit).prefix(max(0, limit))
        return plan(chosen.map { WaitingEvent(id: $0, disposition: "publish", found: nil, isSealed: true) })
    }

    /// The step that sends an event.
    public static func step(of event: String) -> String { "mesh/retry.\(event)" }

    public static func plan(_ events: [WaitingEvent]) -> Plan {
        Plan(
            subject: "mesh",
            steps: events.map { event in
                PlannedStep.act(
                    step(of: event.id), "\(event.isSealed ? "Send" : "Seal and send") event \(event.id)",
                    Change(
                        .send(event: event.id), before: event.found, after: event.disposition, confirmation: event.confirmation,
                        mayCommit: event.commits))
            })
    }

    /// The same plan with a record of its invalidity for every event that may not be sent.
    ///
    /// - Parameter reasons: why, by event.
    public static func quarantining(_ plan: Plan, _ reasons: [String: String]) -> Plan {
        Plan(
            subject: plan.subject,
            steps: plan.steps.map { step in
                guard case .send(let event)? = step.change?.operation, let reason = reasons[event] else { return step }
                return PlannedStep.act(
                    step.id, "Record event \(event) as invalid: \(reason)",
                    Change(.quarantine(event: event, reason: reason), before: step.change?.before, after: "quarantine"))
            })
    }
}

extension SendPlanner {
    /// The same plan with the stream made first, in which the events are kept: Jarvis would make it before it sends.
    public static func making(stream: String, subjects: [String], before plan: Plan) -> Plan {
        let making = PlannedStep.act(
            "mesh/stream", "Make the stream \(stream), which stores the events: the server has none that does",
            Change(.makeStream(name: stream, subjects: subjects), before: "absent", after: stream))
        return Plan(subject: plan.subject, steps: [making] + plan.steps)
    }

    /// The same plan, in which each of these events is done again only by its name: it was begun before, and how it ended is not known.
    public static func asking(_ plan: Plan, about events: Set<String>) -> Plan {
        if events.isEmpty { return plan }
        return Plan(
            subject: plan.subject,
            steps: plan.steps.map { step in
                guard case .send(let event)? = step.change?.operation, events.contains(event), let change = step.change else { return step }
                return step.with {
                    // The name of the event says more than the word for all that are sealed.
                    $0.change = Change(change.operation, before: change.before, after: change.after, mayCommit: change.mayCommit)
                    $0.history = .uncertain
                }
            })
    }
}

/// An event of the outbox as a retry means to treat it.
public struct WaitingEvent: Sendable, Hashable {
    public let id: String
    /// `publish`, `commit` or `reseal`.
    public let disposition: String
    /// The hash of its latest record, so that the plan is another one when that changes; nil in plans without an outbox.
    public let found: String?
    /// False when it must be sealed anew, or for the first time, which wants a word of its own.
    public let isSealed: Bool
    /// Whether it was recorded invalid once, and a person acknowledged that: sending it all the same wants its name.
    public let wasInvalid: Bool
    /// Whether sending it may end in a commit.
    public let commits: Bool

    /// What a person must say for it beyond a yes; nil when a yes is enough.
    var confirmation: String? { wasInvalid ? "event:\(id)" : isSealed ? nil : "reseal" }

    public init(id: String, disposition: String, found: String?, isSealed: Bool, wasInvalid: Bool = false, commits: Bool = false) {
        self.commits = commits
        self.wasInvalid = wasInvalid
        self.id = id
        self.disposition = disposition
        self.found = found
        self.isSealed = isSealed
    }
}
