internal import Mesh
internal import Runbook

/// A goal for the mesh flags → the steps that reach it: keep what would be lost, write the file, recreate the service, see that it
/// runs with the new values.
public enum FlagPlanner {
    public static func plan(_ goal: FlagGoal, _ facts: Facts) -> Plan {
        let id = "mesh/\(goal.verb)"
        let writes = goal.flags.map { write($0, goal.isOn, facts, id: "\(id).\($0.word)") }
        var steps = writes
        let isDone = writes.allSatisfy { $0.change?.isAlreadySo == true } && goal.flags.allSatisfy { facts.flags[$0].running == goal.isOn }
        if let service = facts.service.composeService, !isDone {
            steps = captures(facts) + writes + [recreate(service, goal, facts, id: id)]
        }
        steps.append(verify(goal, id: id))
        return Plan(subject: "mesh", steps: steps)
    }

    /// Looks that keep what a recreation loses: the old container's log goes with it.
    public static func captures(_ facts: Facts) -> [PlannedStep] {
        var steps: [PlannedStep] = []
        if let service = facts.service.composeService, facts.capturable.contains(.logs) {
            steps.append(
                PlannedStep(
                    id: "capture/logs", title: "Keep the service's log", step: nil, kind: .compose, effect: .read,
                    probe: .compose(argv: ["docker-compose", "logs", "--no-color", "--tail=500", service])))
        }
        if facts.capturable.contains(.memory) {
            steps.append(
                PlannedStep(
                    id: "capture/memory", title: "Keep the service's memory figures", step: nil, kind: .compose, effect: .read,
                    probe: .serviceMemory, timeoutMilliseconds: 2000))
        }
        return steps
    }

    /// - Parameters:
    ///   - step: the runbook's step that asks for it; nil when a command does.
    ///   - confirmation: the name that is wanted for it; nil: a yes will do.
    static func write(
        _ flag: MeshFlag, _ isOn: Bool, _ facts: Facts, id: String, step: Step? = nil, confirmation: String? = nil
    ) -> PlannedStep {
        let value = isOn ? "1" : "0"
        let old = facts.flags[flag].fileValue
        // A value that means the same stays as it is written, unless it could be read otherwise.
        let isSame =
            old.map { MeshFlags.isTrue($0) == isOn && Operation.setVariable(name: flag.variable, value: $0).flagChange?.isOn == isOn }
            ?? false
        let change = Change(
            .setVariable(name: flag.variable, value: isSame ? old : value), before: old, after: isSame ? old : value,
            precheck: .fileVariable(name: flag.variable, value: old),
            postchecks: [
                Verification(.fileVariable(name: flag.variable, value: isSame ? old : value)),
                writes(facts),
            ],
            settledBy: .fileVariable(name: flag.variable, value: isSame ? old : value),
            undo: .setVariable(name: flag.variable, value: old), confirmation: confirmation)
        return PlannedStep(
            id: id, title: "Set \(flag.variable)=\(value) in .env", step: step, kind: .flag, effect: .change, probe: nil, change: change)
    }

    private static func recreate(_ service: String, _ goal: FlagGoal, _ facts: Facts, id: String) -> PlannedStep {
        let change = Change(
            .recreate(service: service, pinnedOff: pinned(goal, facts)),
            postchecks: [Verification(.apiReady), writes(facts)],
            settledBy: running(goal), undo: nil)
        return PlannedStep(
            id: "\(id).recreate", title: "Recreate service \(service) with the new environment", step: nil, kind: .compose,
            effect: .change, probe: nil, change: change, timeoutMilliseconds: 120_000)
    }

    /// Memory writes that failed before are not what this change broke, and turning the mesh off may be their remedy: it must get to its
    /// end. Nothing is turned on while they fail.
    static func writes(_ facts: Facts) -> Verification {
        let failBefore = if case .failing = facts.memoryWrites { true } else { false }
        return Verification(.memoryWrites, mayBeUnknown: true, wasUnhealthy: failBefore)
    }

    /// Recreating must not be the way in which a flag goes on that nobody asked for: `.env` may say on for one that does not run, and
    /// where the compose file passes the older variables alone, writing the present one off is not enough.
    static func pinned(_ goal: FlagGoal, _ facts: Facts) -> [MeshFlag] {
        MeshFlag.allCases.filter { flag in
            // What goes off is pinned whatever docker-compose says: what stands in `.env` need not be what it reads.
            if goal.flags.contains(flag) { return !goal.isOn }
            guard facts.newContainerRuns(flag) != false else { return false }
            // Attestation needs sync: what turns it on leaves sync as it is.
            return facts.flags[flag].running != true && !(goal.isOn && flag == .sync)
        }
    }

    private static func verify(_ goal: FlagGoal, id: String) -> PlannedStep {
        PlannedStep(
            id: "\(id).verify", title: "See that the service runs with it", step: nil, kind: .capability, effect: .read,
            probe: running(goal)
        )
    }

    static func running(_ goal: FlagGoal) -> Probe {
        .runningFlags(
            sync: goal.flags.contains(.sync) ? goal.isOn : nil, attestation: goal.flags.contains(.attestation) ? goal.isOn : nil)
    }
}
