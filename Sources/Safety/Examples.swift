internal import Mesh
internal import Planning
internal import Runbook

/// Small plans and facts that the rules' examples are made of.
enum Examples {
    /// A production Jarvis with both flags as given, everything reachable.
    static func facts(sync: Bool = false, attestation: Bool = false, _ adjust: (inout Facts) -> Void = { _ in }) -> Facts {
        var facts = Facts()
        facts.flags = MeshFlagFacts(sync: .all(sync), attestation: .all(attestation))
        facts.service.composeService = "api"
        facts.service.engineAnswers = true
        facts.capturable = Set(Loss.allCases)
        adjust(&facts)
        if facts.service.newContainer == ServiceFacts().newContainer { facts.service.newContainer = given(by: facts.flags) }
        return facts
    }

    /// A compose file that passes all of `.env`.
    static func given(by flags: MeshFlagFacts) -> ContainerEnvironment {
        var values: [String: String] = [:]
        for flag in MeshFlag.allCases {
            values[flag.variable] = flags[flag].fileValue
            values[flag.legacyVariable] = flags[flag].legacyFileValue
        }
        return .asked(["api": values])
    }

    /// The same with both flags on.
    static let bothOn = facts(sync: true, attestation: true)

    /// Smoke checks of both flags that passed this many minutes ago.
    static func smoke(minutesAgo: Double) -> SmokeFacts {
        SmokeFacts(passed: true, ageMilliseconds: minutesAgo * 60_000, covered: [.sync, .attestation], isOfThisConfiguration: true)
    }

    static func flags(_ flags: Set<MeshFlag>, isOn: Bool, _ facts: Facts) -> Plan { FlagPlanner.plan(FlagGoal(flags, isOn: isOn), facts) }

    /// A plan of single changes as a runbook would name them.
    static func steps(_ subject: String, _ changes: [(id: String, effect: Effect, operation: Operation)]) -> Plan {
        Plan(
            subject: subject,
            steps: changes.map { entry in
                PlannedStep.act(entry.id, entry.id, Change(entry.operation), effect: entry.effect)
            })
    }

    static func look(_ id: String, _ probe: Probe) -> PlannedStep {
        PlannedStep.check(id, id, probe)
    }
}

extension Facts {
    func with(_ adjust: (inout Facts) -> Void) -> Facts {
        var facts = self
        adjust(&facts)
        return facts
    }
}
