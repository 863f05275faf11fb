internal import Mesh
internal import Runbook

/// Sync goes on where it never was: no consumer could be looked at before. So its listener is looked for afterwards, and where it does not
/// come up sync goes off again.
enum FirstEnabling {
    static func isOne(_ goal: FlagGoal, _ facts: Facts) -> Bool {
        guard goal.isOn, goal.flags.contains(.sync), let smoke = facts.smoke, smoke.isFirstEnabling else { return false }
        // An old result says nothing of a mesh that may have been on since.
        return smoke.objection(for: .sync, asFirst: true) == nil
    }

    /// What follows the flag's own steps: the look, and the way back.
    static func steps(_ goal: FlagGoal, _ facts: Facts, id: String) -> [PlannedStep] {
        let look = PlannedStep.check("\(id).listener", "See that the mesh's listener came up", .listener, timeoutMilliseconds: 120_000)
        return [look] + back(FlagGoal([.sync], isOn: false), facts, id: "\(id).back")
    }

    private static func back(_ goal: FlagGoal, _ facts: Facts, id: String) -> [PlannedStep] {
        var steps = goal.flags.map { FlagPlanner.write($0, false, written(facts), id: "\(id).\($0.word)") }
        if let service = facts.service.composeService {
            // What the first start logged is gone with its container, and tells why the listener did not come.
            let again = FlagPlanner.captures(facts).map { $0.with { $0.id += ".again" } }
            steps = again + steps + [FlagPlanner.recreate([service], goal, facts, id: id)]
        }
        return (steps + [FlagPlanner.verify(goal, id: id)]).map { step in
            step.with { ($0.title, $0.standing) = ("Unless the listener came up: \(step.title)", .remedy) }
        }
    }

    /// The facts as the first step leaves them.
    private static func written(_ facts: Facts) -> Facts { facts.writing(MeshFlag.sync.variable, "1") }
}
