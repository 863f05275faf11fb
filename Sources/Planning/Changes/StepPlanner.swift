internal import Mesh
public import Runbook

/// Steps of the runbook → a plan that carries them out, in their order: looks become probes, changes keep first what they would lose,
/// and what only a person can do stays a person's step.
public enum StepPlanner {
    public static func plan(_ steps: [Step], subject: String, _ facts: Facts) -> Plan {
        var planned: [PlannedStep] = []
        var captured: Set<Loss> = []
        for step in steps {
            if let operation = operation(for: step, facts.after(planned)) {
                for loss in operation.loses.subtracting(captured).sorted() {
                    guard let capture = capture(of: loss, facts) else { continue }
                    captured.insert(loss)
                    planned.append(capture)
                }
                planned.append(change(step, operation, facts))
            } else {
                planned.append(.of(step, probe: DiagnosisPlanner.probe(for: step)))
            }
            captured.formUnion(planned.last?.captures ?? [])
        }
        return Plan(subject: subject, steps: planned)
    }

    /// nil for what changes nothing.
    private static func operation(for step: Step, _ facts: Facts) -> Operation? {
        guard step.needs.isEmpty, step.effect == .change || step.effect == .destroy || step.effect == .unknown else { return nil }
        if case .flag(let name, let value) = step.action {
            return .setVariable(name: name, value: value, file: MeshFlag(variable: name).map { facts.flags[$0].place.file } ?? ".env")
        }
        if case .compose(let argv) = step.action, let up = ComposeUp.operation(argv, facts) { return up }
        return .runbook(step.action)
    }

    private static func change(_ step: Step, _ operation: Operation, _ facts: Facts) -> PlannedStep {
        var before: String?
        var undo: Operation?
        if case .setVariable(let name, _, let file) = operation, let flag = MeshFlag(variable: name) {
            before = name == flag.variable ? facts.flags[flag].fileValue : facts.flags[flag].legacyFileValue
            undo = .setVariable(name: name, value: before, file: file)
        }
        let after: String? = if case .setVariable(_, let value, _) = operation { value } else { nil }
        // Whoever interrupts the service waits for it to be back.
        return .of(
            step,
            change: Change(
                operation, before: before, after: after, postchecks: operation.interrupts ? Verification.serving : [], undo: undo))
    }

    /// nil when it cannot be captured now.
    static func capture(of loss: Loss, _ facts: Facts) -> PlannedStep? {
        guard facts.capturable.contains(loss) else { return nil }
        switch loss {
        case .logs:
            return facts.service.composeService.map {
                look(loss, "Keep the service's log", .compose(argv: ["docker-compose", "logs", "--no-color", "--tail=500", $0]))
            }
        case .memory: return look(loss, "Keep the service's memory figures", .serviceMemory, timeout: 2000)
        case .rateLimits: return look(loss, "Keep the rate-limit keys", .redisEvidence)
        // A database is saved by a step of its own, which the runbook must name.
        case .database: return nil
        }
    }

    private static func look(_ loss: Loss, _ title: String, _ probe: Probe, timeout: Double? = nil) -> PlannedStep {
        PlannedStep.check(loss.capture, title, probe, timeoutMilliseconds: timeout)
    }
}
