internal import Runbook

/// Waiting events → one step each, in the order in which Jarvis would choose them: those to publish first, then those to commit, each in
/// order of first appearance, at most `limit`.
public enum SendPlanner {
    public static func plan(limit: Int, _ facts: Facts) -> Plan {
        let chosen = (facts.outbox.pendingPublish + facts.outbox.pendingCommit).prefix(max(0, limit))
        return Plan(
            subject: "mesh",
            steps: chosen.map { event in
                PlannedStep(
                    id: "mesh/retry.\(event)", title: "Send event \(event)", step: nil, kind: .outbox, effect: .change, probe: nil,
                    change: Change(.send(event: event)))
            })
    }
}
