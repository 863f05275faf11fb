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
            guard case .setVariable(let name, let value, _) = change.operation else { return facts }
            return facts.writing(name, value)
        }
    }

    /// Whether an earlier step writes the flag off.
    func isWrittenOff(_ flag: MeshFlag) -> Bool {
        earlier.compactMap { $0.change?.operation.flagChange }.last { $0.flag == flag }?.isOn == false
    }

    /// Whether the container that the change makes or restarts runs with the flag: nil when that cannot be told, false when it does neither.
    func newContainerRuns(_ flag: MeshFlag) -> Bool? {
        switch change.operation {
        case .recreate(_, let pinned), .bringUp(_, let pinned): pinned.contains(flag) ? false : given(flag)
        case .runbook(.compose(let argv)) where change.operation.recreates: Judged.isElsewhere(argv) ? nil : given(flag, by: argv)
        case .runbook(.compose(let argv)) where Judged.restarts(argv): restarted(flag, by: argv)
        default: false
        }
    }

    private static func restarts(_ argv: [String]) -> Bool { argv.dropFirst().contains("restart") }

    /// A restart keeps the container's environment; Jarvis loads its own files anew. Without an engine nothing is restarted.
    private func restarted(_ flag: MeshFlag, by argv: [String]) -> Bool? {
        guard facts.service.engineAnswers, let service = facts.service.composeService else { return false }
        let names = argv.drop { $0 != "restart" }.dropFirst().filter { !$0.hasPrefix("-") && Int($0) == nil }
        let isOthers = !names.isEmpty && names.allSatisfy { facts.service.others.contains($0) && $0 != service }
        return isOthers ? false : facts.flags[flag].restarted
    }

    /// docker-compose was asked before any step of this plan was taken: what one of them writes on may reach the container.
    private func given(_ flag: MeshFlag, by argv: [String] = []) -> Bool? {
        let isWrittenOn = earlier.compactMap { $0.change?.operation.flagChange }.contains { $0.flag == flag && $0.isOn }
        let runs = facts.newContainerRuns(flag, other: Judged.onlyService(of: argv))
        return isWrittenOn && runs == false ? nil : runs
    }

    /// The one service that `up -d NAME` names; nil for commands that may touch others.
    private static func onlyService(of argv: [String]) -> String? {
        guard argv.count == 4, argv[1] == "up", argv[2] == "-d", !argv[3].hasPrefix("-") else { return nil }
        return argv[3]
    }

    /// Whether the change makes the flag go on, now or with the next container.
    func turnsOn(_ flag: MeshFlag) -> Bool {
        if let written = change.operation.flagChange, written.flag == flag { return written.isOn }
        if mayReach(flag) { return true }
        return newContainerRuns(flag) != false && facts.flags[flag].running != true
    }

    /// Whether code that is not understood names the flag, the file that holds it, or what makes containers: it may do anything to it.
    private func mayReach(_ flag: MeshFlag) -> Bool {
        let text: String
        switch change.operation {
        case .runbook(.shell(let shell)): text = shell.line
        case .runbook(.python(let code)): text = code
        default: return false
        }
        let files = facts.flags[flag].place.files.flatMap { [$0, $0.split(separator: "/").last.map(String.init) ?? $0] }
        let words =
            [flag.variable, flag.legacyVariable, ".env", "docker", "compose"] + [facts.service.composeService].compactMap(\.self) + files
        return words.contains { Judged.names($0, in: text) }
    }

    /// A word, not a part of a longer one: service `api` is not meant by `rapid`.
    private static func names(_ word: String, in text: String) -> Bool {
        var rest = text[...]
        while let range = rest.firstRange(of: word) {
            let before = text[..<range.lowerBound].last
            let after = text[range.upperBound...].first
            let isInside = [before, after].contains { $0.map { $0.isLetter || $0.isNumber } ?? false }
            if !isInside { return true }
            rest = text[range.upperBound...]
        }
        return false
    }

    /// Whether compose is told to take its file or its variables from somewhere else, where nobody looked.
    private static func isElsewhere(_ argv: [String]) -> Bool {
        argv.contains { word in
            ["-f", "-p", "-e"].contains(word)
                || ["--file", "--env-file", "--project-directory", "--project-name", "--profile", "--env"].contains(where: word.hasPrefix)
        }
    }
}
