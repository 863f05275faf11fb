internal import Mesh
internal import Operations
internal import Planning
internal import Safety
internal import Synchronization

/// The plan of a retry. Everything that waits is planned to be sent; what a rule refuses as invalid is planned to be recorded so instead.
enum RetryPlan {
    /// - Parameter askedBefore: events of which an earlier retry may have asked for a commit, and nobody knows what became of it.
    static func plan(_ session: RetrySession?, _ facts: Facts, askedBefore: Set<String>) -> Plan {
        guard let session else { return Plan(subject: "mesh", steps: []) }
        let plan = SendPlanner.plan(session.waiting)
        let reasons = session.quarantineReasons
        // Policy is asked about the invalid ones alone: in a long plan most are not.
        let doubtful = Plan(
            subject: plan.subject,
            steps: plan.steps.filter { step in
                if case .send(let event)? = step.change?.operation { reasons[event] != nil } else { false }
            })
        let refused = Policy().decide(doubtful, facts).steps.filter { decided in
            decided.judgements.contains { $0.isOfIntegrity && $0.objection != nil }
        }
        let events = Set(
            refused.compactMap { decided -> String? in
                if case .send(let event)? = decided.step.change?.operation { event } else { nil }
            })
        let sound = SendPlanner.quarantining(plan, reasons.filter { events.contains($0.key) })
        let asking = SendPlanner.asking(sound, about: askedBefore.filter(session.commits))
        guard session.makesStream else { return asking }
        return SendPlanner.making(stream: MeshStream.name, subjects: MeshStream.subjects, before: asking)
    }

    /// Whether anything may be sent at all, whatever the events are: what a rule says against the retry as such. nil: nothing.
    static func refusal(_ session: RetrySession, _ facts: Facts) -> Decision? {
        let undoubted = facts.withoutDoubt(session)
        // What refuses one undoubted event refuses all of them.
        let first = Policy().decide(SendPlanner.plan(Array(session.all.prefix(1))), undoubted)
        guard first.isRefused else { return nil }
        let decision = Policy().decide(SendPlanner.plan(session.all), undoubted)
        return decision.refusals.contains { !$0.isCircumstance } ? decision : nil
    }

    /// Everything that waits, undoubted: what is decided about when nothing can be validated, up to the point where that is said.
    static func unjudged(_ session: RetrySession, _ facts: Facts) -> Decision {
        Policy().decide(SendPlanner.plan(session.all), facts.withoutDoubt(session))
    }
}

extension Facts {
    fileprivate func withoutDoubt(_ session: RetrySession) -> Facts {
        var facts = self
        let events = session.items.map(\.name)
        facts.outbox.valid.formUnion(events)
        facts.outbox.invalid.subtract(events)
        return facts
    }
}

/// The waiting events as the last decision saw them.
final class RetryInHand: Sendable {
    private let held = Mutex<RetrySession?>(nil)

    var session: RetrySession? {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }
}
