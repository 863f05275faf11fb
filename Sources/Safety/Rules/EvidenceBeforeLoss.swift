internal import Planning
internal import Runbook

extension SafetyRule {
    /// A restart loses memory, a recreation the log, a flush the rate-limit keys that another incident is diagnosed by.
    static let evidenceBeforeLoss = SafetyRule(
        id: "evidence-before-loss",
        sentence: "Before a step that destroys evidence, what other probes would lose is captured.",
        source: "No runbook states it. What FLUSHDB or a new container erases is what the next diagnosis would look at.",
        reads: "what each operation loses; what the run's earlier steps capture; what can be captured now",
        refuses: """
            an operation whose loss could be captured and is not; a destructive one also when what it names cannot be captured. The \
            database is the business of `backup-before-restore`
            """,
        concerns: { step, _ in step.possibleEffects.contains { $0 == .destroy || $0 == .unknown } || restarts(step) },
        words: [],
        judge: { judged in
            // Most changes lose nothing: then nobody looks through the plan, which may be long.
            if judged.change.operation.loses.isEmpty { return nil }
            let captured = judged.earlier.reduce(into: judged.facts.kept) { $0.formUnion($1.captures) }
            // A database is the business of `backup-before-restore`; code of unknown effect is asked about, and captured what can be.
            var lost = judged.change.operation.loses.subtracting(captured).subtracting([.database])
            let isDestructive = Policy.effects(of: judged.step).contains(.destroy)
            // What cannot be kept is a reason only for what names it, and destroys.
            let reasons = isDestructive ? judged.change.operation.namedLosses : []
            lost.formIntersection(judged.facts.capturable.union(reasons))
            guard let first = lost.sorted().first else { return nil }
            return judged.facts.capturable.contains(first)
                ? Objection("it loses \(first.words), which no earlier step keeps", hint: "Keep it by hand first: \(first.command)")
                : Objection(
                    "it loses \(first.words), which cannot be captured now", hint: "See why not, or keep it by hand: \(first.command)")
        },
        accepted: RuleExample(
            "The rate-limit keys are read before FLUSHDB.",
            Plan(
                subject: "high-latency",
                steps: [Examples.look("capture/rate-limits", .rateLimits(pattern: "*"))]
                    + Examples.steps("", [("high-latency/x", .destroy, .runbook(.redis(arguments: ["FLUSHDB"], options: [])))]).steps),
            Examples.facts()),
        refused: RuleExample(
            "FLUSHDB comes first.",
            Examples.steps("high-latency", [("high-latency/x", .destroy, .runbook(.redis(arguments: ["FLUSHDB"], options: [])))]),
            Examples.facts()))
}

/// Whether a compose step replaces or restarts a container.
private func restarts(_ step: Step) -> Bool {
    step.mayChange
        && step.possibleActions.contains { action in
            if case .compose(let argv) = action { argv.contains("restart") || argv.contains("up") } else { false }
        }
}

extension Loss {
    /// How a person keeps it.
    fileprivate var command: String {
        switch self {
        case .logs: "docker-compose logs --no-color > FILE"
        case .memory: "docker stats --no-stream > FILE"
        case .rateLimits: "redis-cli --scan --pattern '*ratelimit:*' > FILE"
        case .database: "sqlite3 DATABASE \".backup FILE\""
        }
    }

    var words: String {
        switch self {
        case .logs: "the container's log"
        case .memory: "the process's memory figures"
        case .rateLimits: "the rate-limit keys"
        case .database: "the database as it is"
        }
    }
}
