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
        case .recreate(let service, let pinned, _): pinned.contains(flag) ? false : given(flag, in: service)
        case .bringUp(_, let pinned, _): pinned.contains(flag) ? false : given(flag)
        case .runbook(.compose(let argv)) where change.operation.recreates: given(flag, by: ComposeLine(argv))
        // A container that was stopped starts with the environment that it was made with.
        case .runbook(.compose(let argv)) where ["restart", "start", "unpause"].contains(ComposeLine(argv).subcommand):
            restarted(flag, by: ComposeLine(argv))
        default: false
        }
    }

    /// A restart keeps the container's environment; Jarvis loads its own files anew. Of other containers what they were made with counts.
    private func restarted(_ flag: MeshFlag, by line: ComposeLine) -> Bool? {
        let names = line.arguments.filter { !$0.hasPrefix("-") && Int($0) == nil }
        let own = ownRestarted(flag, by: names)
        guard own == false else { return own }
        guard let startable = facts.service.startable else { return nil }
        let isStarted = startable.contains { container in
            let isNamed = names.isEmpty ? !container.service.isEmpty : names.contains(where: container.isMeant)
            return isNamed && container.mayRun.contains(flag)
        }
        return isStarted ? nil : false
    }

    /// Without an engine nothing is restarted.
    private func ownRestarted(_ flag: MeshFlag, by names: [String]) -> Bool? {
        guard facts.service.engineAnswers, let service = facts.service.composeService else { return false }
        let isOthers = !names.isEmpty && names.allSatisfy { facts.service.others.contains($0) && $0 != service }
        return isOthers ? false : facts.flags[flag].restarted
    }

    /// docker-compose was asked before any step of this plan was taken: what one of them writes on may reach the container.
    private func given(_ flag: MeshFlag, by line: ComposeLine? = nil, in service: String? = nil) -> Bool? {
        // From a file, or with variables, where nobody looked.
        if let line, line.isElsewhere || line.effect == .unknown { return nil }
        let isWrittenOn = earlier.compactMap { $0.change?.operation.flagChange }.contains { $0.flag == flag && $0.isOn }
        let runs = facts.newContainerRuns(flag, other: service ?? line.flatMap(Judged.onlyService))
        return isWrittenOn && runs == false ? nil : runs
    }

    /// The one service that `up -d NAME` names; nil for commands that may touch others.
    private static func onlyService(of line: ComposeLine) -> String? {
        guard line.subcommand == "up", line.arguments.count == 2, line.has("--detach", or: "d") else { return nil }
        return line.arguments.first { !$0.hasPrefix("-") }
    }

    /// The same change for each service by itself that it makes anew.
    var alone: [Judged] {
        guard case .recreate(let service, let pinned, let others) = change.operation, !others.isEmpty else { return [self] }
        return others.merging([service: pinned]) { $1 }.map { service, pinned in
            Judged(
                plan: plan, index: index, step: step, change: Change(.recreate(service: service, pinnedOff: pinned)), facts: facts)
        }
    }

    /// Whether the change makes the flag go on, now or with the next container.
    func turnsOn(_ flag: MeshFlag) -> Bool { alone.contains { $0.turnsItOn(flag) } }

    private func turnsItOn(_ flag: MeshFlag) -> Bool {
        if let written = change.operation.flagChange, written.flag == flag { return written.isOn }
        if mayReach(flag) { return true }
        return newContainerRuns(flag) != false && (!isRunning(flag) || changesMesh)
    }

    /// Whether the service gets the mesh's other variables anew, and they may be others than it has: a NATS that no smoke looked at.
    private var changesMesh: Bool {
        // A unit cannot be pinned, and turning a flag off is not refused for the sake of the other.
        guard facts.service.meshDiffers, !(facts.service.isUnit && MeshFlag.allCases.contains(where: isWrittenOff)) else { return false }
        switch change.operation {
        case .recreate(let service, _, _): return service == facts.service.composeService
        // A container that is started again keeps what it was made with; a unit reads its files.
        case .runbook(.compose) where !change.operation.recreates: return facts.service.isUnit
        default: return true
        }
    }

    /// How the change would turn the flag on, for people: before the condition on which it goes on. Empty for what writes it on.
    func turningOn(_ flag: MeshFlag) -> String {
        if change.operation.flagChange?.flag == flag { return "" }
        if mayReach(flag) { return "it is not understood and may turn the mesh on: " }
        if isRunning(flag) { return "its container may work with another NATS, key or subject than the one that runs: " }
        return alone.contains { $0.newContainerRuns(flag) == true }
            ? "its container would run with the mesh: "
            : "its container may run with the mesh, for what it is given is not known: "
    }

    /// Whether what the change makes anew is known to run with the flag now.
    private func isRunning(_ flag: MeshFlag) -> Bool {
        if case .recreate(let service, _, _) = change.operation, service != facts.service.composeService {
            return facts.service.otherContainers?.contains { $0.service == service && $0.mayRun.contains(flag) } ?? false
        }
        return facts.flags[flag].running == true
    }

    /// Whether code that is not understood names the flag, the file that holds it, or what makes containers: it may do anything to it.
    private func mayReach(_ flag: MeshFlag) -> Bool {
        let text: String
        switch change.operation {
        case .runbook(.shell(let shell)): text = shell.words
        case .runbook(.python(let code)): text = code
        case .runbook(.http(let http)):
            // What is sent to a service may be any command of it.
            text = ([http.url] + http.headers + [http.body].compactMap(\.self)).joined(separator: " ")
            return [flag.variable, flag.legacyVariable].contains { Judged.names($0, in: text) }
        case .runbook(.compose(let argv)):
            let line = ComposeLine(argv)
            if line.effect != .unknown { return false }
            text = line.arguments.joined(separator: " ")
        default: return false
        }
        let files = facts.flags[flag].place.files.flatMap { [$0, $0.split(separator: "/").last.map(String.init) ?? $0] }
        let words =
            [flag.variable, flag.legacyVariable, ".env", "docker", "compose"] + [facts.service.composeService].compactMap(\.self) + files
        return words.contains { Judged.names($0, in: text) } || Judged.managesJarvis(text)
    }

    /// Whether a service manager is told to do something with a unit of Jarvis, which reads its environment file anew.
    private static func managesJarvis(_ text: String) -> Bool {
        let text = text.lowercased()
        return text.contains("jarvis")
            && ["systemctl", "service", "supervisorctl", "rc-service", "init.d"].contains { names($0, in: text) }
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
}
