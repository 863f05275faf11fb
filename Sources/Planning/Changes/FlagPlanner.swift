internal import Mesh
internal import Runbook

/// A goal for the mesh flags → the steps that reach it: keep what would be lost, write the file, recreate the service, see that it
/// runs with the new values.
public enum FlagPlanner {
    public static func plan(_ goal: FlagGoal, _ facts: Facts) -> Plan {
        let id = "mesh/\(goal.verb)"
        let first = FirstEnabling.isOne(goal, facts)
        let writes = goal.flags.map {
            write($0, goal.isOn, facts, id: "\(id).\($0.word)", confirmation: first ? SmokeFacts.firstEnable : nil)
        }
        var steps = writes
        // What stands in the file is not enough: the next container must not get something else from another place.
        let isDone = writes.allSatisfy { $0.change?.isAlreadySo == true } && goal.flags.allSatisfy { isReached($0, goal, facts) }
        let services = [isDone ? nil : facts.service.composeService].compactMap(\.self) + others(of: goal, facts)
        let made = (services.isEmpty ? [] : [recreate(services, goal, facts, id: id, first: first)]) + orphans(goal, facts, id: id)
        let isRecreated = made.contains { $0.change != nil }
        if !made.isEmpty { steps = (isRecreated ? captures(facts) : []) + writes + given(goal, facts, id: id) + made }
        steps.append(verify(goal, id: id))
        if first { steps += FirstEnabling.steps(goal, facts, id: id) }
        return Plan(subject: "mesh", steps: steps)
    }

    private static func isReached(_ flag: MeshFlag, _ goal: FlagGoal, _ facts: Facts) -> Bool {
        facts.flags[flag].running == goal.isOn && (goal.isOn || !facts.newContainerMayGive(flag))
    }

    /// What docker-compose gives after the files were written: where it is still on, only the pin keeps the new container off.
    static func given(_ goal: FlagGoal, _ facts: Facts, id: String) -> [PlannedStep] {
        guard !goal.isOn, case .asked = facts.service.newContainer else { return [] }
        let off = goal.flags.map { ($0, false) }
        let probe = Probe.givenFlags(sync: off.first { $0.0 == .sync }?.1, attestation: off.first { $0.0 == .attestation }?.1)
        return [
            PlannedStep.check("\(id).given", "See what docker-compose gives a new container now", probe, standing: .closing)
        ]
    }

    /// Looks that keep what a recreation loses: the old container's log goes with it.
    public static func captures(_ facts: Facts) -> [PlannedStep] {
        [Loss.logs, .memory].compactMap { StepPlanner.capture(of: $0, facts) }
    }

    /// - Parameters:
    ///   - step: the runbook's step that asks for it; nil when a command does.
    ///   - confirmation: the name that is wanted for it; nil: a yes will do.
    static func write(
        _ flag: MeshFlag, _ isOn: Bool, _ facts: Facts, id: String, step: Step? = nil, confirmation: String? = nil
    ) -> PlannedStep {
        let value = isOn ? "1" : "0"
        let (name, place) = (flag.variable, facts.flags[flag].place)
        // Turning off does not wait for a file: the new container is pinned off, and the file is left to whoever may write it.
        if !isOn, let why = place.unwritable {
            let byHand = "Set \(name)=0 in \(place.file) (\(why): by hand, as whoever may write it)"
            // It is no change of the program's, whatever the runbook's step is.
            return PlannedStep.manual(id, byHand, isAsked: true)
        }
        let old = facts.flags[flag].fileValue
        // A value that means the same stays as it is written, unless it could be read otherwise.
        let isSame =
            old.map { MeshFlags.isTrue($0) == isOn && Operation.setVariable(name: name, value: $0).flagChange?.isOn == isOn } ?? false
        let new = isSame ? old : value
        let change = Change.variable(
            name, to: new, in: place.file, found: old, isComparable: place.unclear == nil, also: [writes(facts)],
            confirmation: confirmation, already: already(flag, isOn, facts))
        let line = place.line.map { ":\($0)" } ?? ""
        let unclear = place.unclear.map { " (readers disagree about \($0))" } ?? ""
        let others = place.files.count > 1 ? " (of \(place.files.joined(separator: ", ")) the last counts)" : ""
        return PlannedStep.act(id, "Set \(name)=\(value) in \(place.file)\(line)\(others)\(unclear)", change).with { $0.step = step }
    }

    /// A file that says so is not all: docker-compose may read something else, or take the flag from elsewhere.
    private static func already(_ flag: MeshFlag, _ isOn: Bool, _ facts: Facts) -> String {
        let file = facts.flags[flag].place.file
        guard !isOn, facts.newContainerMayGive(flag) else { return "\(file) says so already" }
        return "\(file) says so already, but docker-compose gives it otherwise: the new container is pinned off"
    }

    /// All of them by one command: one that does not come up must not keep another from going off.
    static func recreate(_ services: [String], _ goal: FlagGoal, _ facts: Facts, id: String, first: Bool = false) -> PlannedStep {
        let isUnit = facts.service.isUnit
        let service = services.first ?? ""
        let words = services.map { name in
            if name == facts.service.composeService { return "\(name) with the new environment" }
            return "\(name), which \(goal.flags.contains { runs($0, name, facts) } ? "runs with it too" : "is given it too")"
        }
        let title =
            isUnit
            ? "Restart unit \(service), which then reads its environment anew" : "Recreate service \(words.joined(separator: ", and "))"
        guard facts.service.engineAnswers else {
            let byHand = isUnit ? "systemctl restart \(service)" : "docker-compose up -d --no-deps \(service)"
            return waiting("\(id).recreate", title, facts, byHand: byHand)
        }
        let change = Change(
            .recreate(
                service: service, pinnedOff: pinned(goal, in: service, facts),
                others: Dictionary(uniqueKeysWithValues: services.dropFirst().map { ($0, pinned(goal, in: $0, facts)) })),
            postchecks: [Verification(.apiReady), writes(facts)],
            settledBy: running(goal), undo: nil, confirmation: first ? SmokeFacts.firstEnable : nil)
        return PlannedStep.act("\(id).recreate", title, change, timeoutMilliseconds: 120_000)
    }

    /// The other services that are given a flag which goes off, or run with it: the mesh's listener may run in one of them.
    static func others(of goal: FlagGoal, _ facts: Facts) -> [String] {
        guard !goal.isOn, facts.service.engineAnswers else { return [] }
        return facts.service.others.sorted().filter { service in
            goal.flags.contains { gives($0, service, facts) || runs($0, service, facts) }
        }
    }

    private static func pinned(_ goal: FlagGoal, in service: String, _ facts: Facts) -> [MeshFlag] {
        if service == facts.service.composeService { return pinned(goal, facts) }
        // What does not run there does not go on by the way.
        return MeshFlag.allCases.filter { goal.flags.contains($0) || !runs($0, service, facts) }
    }

    /// Containers that run with a flag which goes off, and that no service of the compose files makes: nobody makes those anew.
    static func orphans(_ goal: FlagGoal, _ facts: Facts, id: String) -> [PlannedStep] {
        guard !goal.isOn else { return [] }
        let left = (facts.service.otherContainers ?? []).filter { container in
            !facts.service.others.contains(container.service) && !container.mayRun.isDisjoint(with: goal.flags)
        }
        return left.map { container in
            PlannedStep.manual(
                "\(id).stop.\(container.name)",
                "Stop container \(container.name), which runs with it too (no service of the compose files makes it; by hand: "
                    + "docker stop \(container.name))",
                isAsked: true)
        }
    }

    private static func runs(_ flag: MeshFlag, _ service: String, _ facts: Facts) -> Bool {
        (facts.service.otherContainers ?? []).contains { $0.service == service && $0.mayRun.contains(flag) }
    }

    /// Whether docker-compose gives a service a flag, or may.
    private static func gives(_ flag: MeshFlag, _ service: String, _ facts: Facts) -> Bool {
        let given = facts.service.newContainer
        // One that a profile leaves out is not made.
        guard case .asked(let services) = given, services[service] != nil else { return false }
        return !given.leavesOpen(flag, in: service) && given.runs(flag, in: service) != false
    }

    /// What needs an engine where none answers: it waits for a person, and keeps nothing else from being done.
    static func waiting(_ id: String, _ title: String, _ facts: Facts, byHand: String) -> PlannedStep {
        // By hand nothing is pinned: what docker-compose takes from elsewhere would go on.
        let elsewhere = MeshFlag.allCases.lazy.compactMap { facts.flags[$0].place.obstacle }.first
        let how = elsewhere.map { "by hand only after this: \($0)" } ?? "by hand: \(byHand)"
        // Whom the files of docker-compose stop, they stop by hand too.
        let next = facts.service.composeFails ? "mend that, then resume this run" : "once one answers, resume this run; \(how)"
        return PlannedStep.manual(id, "\(title) (\(facts.service.engineTrouble); \(next))", isAsked: true)
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
            if facts.flags[flag].running == true { return !goal.isOn && facts.isUnlooked(flag) }
            return !(goal.isOn && flag == .sync)
        }
    }

    static func verify(_ goal: FlagGoal, id: String) -> PlannedStep {
        PlannedStep.check("\(id).verify", "See that the service runs with it", running(goal), standing: goal.isOn ? .usual : .always)
    }

    static func running(_ goal: FlagGoal) -> Probe {
        .runningFlags(
            sync: goal.flags.contains(.sync) ? goal.isOn : nil, attestation: goal.flags.contains(.attestation) ? goal.isOn : nil)
    }
}
