internal import Operations
internal import Planning
internal import Safety
internal import Synchronization

/// The plan of a retry. Everything that waits is planned to be sent; what a rule refuses as invalid is planned to be recorded so instead.
enum RetryPlan {
    static func plan(_ session: RetrySession?, _ facts: Facts) -> Plan {
        guard let session else { return Plan(subject: "mesh", steps: []) }
        let plan = SendPlanner.plan(session.waiting)
        let refused = Policy().decide(plan, facts).steps.filter { decided in
            decided.judgements.contains { $0.rule == "invalid-envelope-is-integrity" && $0.objection != nil }
        }
        let events = Set(
            refused.compactMap { decided -> String? in
                if case .send(let event)? = decided.step.change?.operation { event } else { nil }
            })
        return SendPlanner.quarantining(plan, session.quarantineReasons.filter { events.contains($0.key) })
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
