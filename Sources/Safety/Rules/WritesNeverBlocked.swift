internal import Mesh
internal import Planning
internal import Runbook

extension SafetyRule {
    /// The runbook's first mesh safety rule: users' memory writes go on whatever the mesh does. A mesh plan may make the one short
    /// pause of a recreation, after its flag edits, and must end it in readiness and a look at the writes.
    static let writesNeverBlocked = SafetyRule(
        id: "writes-never-blocked",
        sentence: "No step stops, locks out or slows memory writes because of a mesh fault.",
        source: "Mesh, Safety Rules 1: \"A mesh fault must never block a user's memory writes.\"",
        reads: "the plan's operations and their order; the evidence of memory writes",
        refuses: """
            in a plan about the mesh (its section, any incident whose title names it, any plan that sets its flags or sends its events): every command of docker that takes the service away or is not understood: stop, down, kill, pause, rm, update, create, a scale of 0, \
            containers made without starting them, or in the foreground; a change of the database; shell or Python code, and whatever else is of unknown effect; more than one \
            recreation or restart, one that comes before a flag edit, or one that is not followed by a look at readiness and at the \
            writes (the way back of a first enabling, which is gone only where that did not end well, is judged by itself); turning a flag on \
            while memory writes fail
            """,
        concerns: { step, incident in MeshSubject.isNamed(in: incident.id) && step.mayChange },
        words: [["not", "never", "don"], ["block", "stop", "hold", "held", "delay", "slow", "lock"], ["write"]],
        judge: { judged in
            guard judged.plan.isAboutMesh else { return nil }
            let instead = "Turn the mesh off instead, which never waits: jarvis-ops mesh disable all"
            if let what = blockade(judged.change.operation) {
                return Objection("\(what) would block memory writes for a mesh fault", hint: instead)
            }
            if Policy.effects(of: judged.step).contains(.unknown) {
                return Objection("a step of unknown effect may block memory writes", hint: instead)
            }
            if case .failing(let why) = judged.facts.memoryWrites, MeshFlag.allCases.contains(where: judged.turnsOn) {
                return Objection(
                    "memory writes fail (\(why)): a mesh flag does not go on now",
                    hint: "See why, and try again when they go on: jarvis-ops diagnose database-corruption")
            }
            return judged.change.operation.interrupts ? interruption(judged) : nil
        },
        accepted: RuleExample(
            "Both flags are written, then the service is recreated once.",
            Examples.flags([.sync, .attestation], isOn: false, Examples.facts(sync: true, attestation: true)),
            Examples.facts(sync: true, attestation: true)),
        refused: RuleExample(
            "The service is stopped because the mesh is degraded.",
            Plan(
                subject: "mesh",
                steps: [Examples.look("capture/memory", .serviceMemory)]
                    + Examples.steps("", [("mesh/x", .destroy, .runbook(.compose(argv: ["docker-compose", "stop", "api"])))]).steps),
            Examples.facts()))
}

/// What blocks writes for longer than a recreation; nil for what does not.
private func blockade(_ operation: Operation) -> String? {
    switch operation {
    case .restoreDatabase, .returnDatabase: return "a change of the database"
    case .runbook(let action): return blockade(action)
    default: return nil
    }
}

private func blockade(_ action: Action) -> String? {
    switch action {
    case .compose(let argv): return blockade(ComposeLine(argv))
    case .sqlite, .named(.restoreDatabase): return "a change of the database"
    case .shell: return "a shell line that is not understood"
    case .python: return "Python code that is not understood"
    default: return nil
    }
}

/// A command that is not understood may do any of it.
private func blockade(_ line: ComposeLine) -> String? {
    switch line.effect {
    case .read, .change, .none: return nil
    case .destroy, .unknown: break
    }
    guard let subcommand = line.subcommand else { return "a command that is not understood" }
    if line.scales.contains(where: { ($0.count ?? 0) < 1 }) { return "a scale of 0" }
    if subcommand == "up" {
        if line.has("--no-start") { return "a container that is not started" }
        // What runs in the foreground ends with the program.
        if !line.has("--detach", or: "d") { return "`up` without -d" }
    }
    if line.effect == .destroy { return "`\(subcommand)`" }
    return "`\(subcommand)`, of which not everything is understood,"
}

/// A recreation is the one pause a mesh plan may make; the way back, which is gone only where that one did not end well, may make its own.
private func interruption(_ judged: Judged) -> Objection? {
    let steps = judged.plan.steps
    let part = steps.indices.filter { (steps[$0].standing == .remedy) == (judged.step.standing == .remedy) }
    // One service's pause is not another's.
    let own = interrupted(judged.change.operation)
    let interruptions = part.filter { index in
        guard let operation = steps[index].change?.operation, operation.interrupts else { return false }
        guard let own, let theirs = interrupted(operation) else { return true }
        return !own.isDisjoint(with: theirs)
    }
    if interruptions.first != judged.index { return Objection("a mesh plan interrupts the service once at most", hint: apart) }
    if part.contains(where: { $0 > judged.index && steps[$0].change?.operation.flagChange != nil }) {
        return Objection("the service is recreated after all flags are written, not before", hint: apart)
    }
    let probes = judged.change.postchecks.map(\.probe)
    guard probes.contains(.apiReady), probes.contains(.memoryWrites) else {
        return Objection("whoever interrupts the service must see it ready again, and look at the memory writes", hint: apart)
    }
    return nil
}

/// The services that it makes anew; nil where that may be all of them.
private func interrupted(_ operation: Operation) -> Set<String>? {
    if case .recreate(let service, _, let others) = operation { Set(others.keys).union([service]) } else { nil }
}

/// How the one pause is made as it must be.
private let apart = "Leave the step out (--skip STEP), and write the flags in the one way that ends in a look: jarvis-ops mesh disable all"
