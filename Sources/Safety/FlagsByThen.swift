internal import Mesh
internal import Planning
internal import Runbook

/// What the earlier steps of the plan make of the flags: a rule judges a change by what it will meet, not by what is there now.
extension Judged {
    /// The facts with what the earlier steps write to `.env`.
    var factsByThen: Facts { written(earlier.compactMap(\.change)) }

    /// The facts with what this change writes too.
    var factsAfter: Facts { written(earlier.compactMap(\.change) + [change]) }

    private func written(_ changes: [Change]) -> Facts {
        changes.reduce(facts) { facts, change in
            guard case .setVariable(let name, let value) = change.operation else { return facts }
            return facts.writing(name, value)
        }
    }

    /// Whether an earlier step writes the flag off.
    func isWrittenOff(_ flag: MeshFlag) -> Bool {
        earlier.compactMap { $0.change?.operation.flagChange }.last { $0.flag == flag }?.isOn == false
    }

    /// Whether the container that the change makes runs with the flag: nil when that cannot be told, false when it makes none.
    func newContainerRuns(_ flag: MeshFlag) -> Bool? {
        switch change.operation {
        case .recreate(_, let pinned), .bringUp(_, let pinned):
            pinned.contains(flag) ? false : factsByThen.newContainerRuns(flag, seesEnvironment: false)
        case .runbook(.compose(let argv)) where change.operation.recreates:
            Judged.isElsewhere(argv) ? nil : factsByThen.newContainerRuns(flag, seesEnvironment: true)
        default: false
        }
    }

    /// Whether the change makes the flag go on, now or with the next container.
    func turnsOn(_ flag: MeshFlag) -> Bool {
        if let written = change.operation.flagChange, written.flag == flag { return written.isOn }
        return newContainerRuns(flag) != false && facts.flags[flag].running != true
    }

    /// Whether compose is told to take its file or its variables from somewhere else, where nobody looked.
    private static func isElsewhere(_ argv: [String]) -> Bool {
        argv.contains { word in
            ["-f", "-p", "-e"].contains(word)
                || ["--file", "--env-file", "--project-directory", "--project-name", "--profile", "--env"].contains(where: word.hasPrefix)
        }
    }
}
