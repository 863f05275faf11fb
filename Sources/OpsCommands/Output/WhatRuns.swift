internal import Configuration
internal import Mesh
internal import Operations
internal import Planning
internal import Probes
internal import Runbook
internal import TerminalKit

/// What a change really does, for whoever approves it: the words of a command as a shell would take them, the server, the file, and how
/// many of what there are.
struct WhatRuns {
    let target: JarvisTarget
    let facts: Facts

    /// Lines below the step's title; none where the title says all of it.
    func lines(_ change: Change) -> [String] {
        if change.isAlreadySo { return [] }
        return [values(change)].compactMap(\.self) + act(change.operation)
    }

    /// The old value, the new one, and the way back.
    private func values(_ change: Change) -> String? {
        // What waits in the outbox is told by its title; a diff says more than two hashes.
        guard let after = change.after, !change.operation.isDoneTogether, change.shown == nil else { return nil }
        return "now \(change.before.map { "`\($0)`" } ?? "not set"), then `\(after)`" + (change.undo.map { "; undo: \($0.words)" } ?? "")
    }

    private func act(_ operation: Operation) -> [String] {
        switch operation {
        case .setVariable, .makeStream, .send, .quarantine: []
        case .recreate, .bringUp, .startServices: compose(operation)
        case .runbook(let action): self.action(action)
        case .writeFile(let path, _): ["file \(path)"]
        case .backupDatabase(let path): ["\(database) → \(path)"]
        case .restoreDatabase(let path, _): restore(path)
        case .returnDatabase(let kept): ["\(target.configuration.shown(kept)) → \(database)"]
        case .unlinkKeys(let pattern):
            [command(redis(["--scan", "--pattern", pattern])) + ", each removed with UNLINK"] + keys
        case .monitorMemory: facts.service.composeService.map { ["inside the container of service \($0)"] } ?? []
        }
    }

    /// As seen from the directory, which the heading names.
    private var database: String { target.configuration.shown(target.configuration.absolute(target.configuration.database.value)) }

    private func compose(_ operation: Operation) -> [String] {
        let words = target.operations(nil).composeWords(operation, override: "OVERRIDE")
        let pinned = operation.pinnedOff.map { "\($0.variable)=0" }
        let others =
            switch operation {
            case .bringUp(_, _, let others) where !others.isEmpty: " and in \(others.joined(separator: ", "))"
            case .recreate(_, _, let others):
                others.sorted { $0.key < $1.key }.map { service, flags in
                    ", \(flags.map { "\($0.variable)=0" }.joined(separator: " and ")) in \(service)"
                }.joined()
            default: ""
            }
        let isOverridden = !pinned.isEmpty && !facts.service.isUnit
        return [command(words)]
            + (isOverridden ? ["OVERRIDE keeps \(pinned.joined(separator: " and ")) in the new container\(others)"] : [])
    }

    private func action(_ action: Action) -> [String] {
        switch action {
        case .compose(let argv): [command(target.probes.serviceCommand(argv).argv)]
        case .shell(let shell): [(shell.context.isNone ? "" : shell.context.words + " ") + command(shell.arguments)]
        case .redis(let arguments, let options):
            [command(redis(options + arguments))] + (action.emptiesRedis ? keys : [])
        case .python(let code): ["python: \(code)"]
        case .sqlite(let database, let sql): ["\(database): \(sql)"]
        case .http(let request): ["\(request.method) \(request.url)"]
        case .outbox, .capability, .flag, .variable, .file, .named, .manual: []
        }
    }

    private func redis(_ words: [String]) -> [String] {
        ["redis-cli", "-u", facts.resolution.keys?.address ?? target.configuration.shownRedisAddress] + words
    }

    private func command(_ words: [String]) -> String { "$ " + HandCommand.line(words) }

    private var keys: [String] {
        guard let keys = facts.resolution.keys else { return ["how many keys there are could not be seen"] }
        let spared = keys.spared > 0 ? "; \(keys.spared) rate-limit keys stay" : ""
        return [keys.count + (keys.examples.isEmpty ? "" : ": \(keys.exampleWords)") + spared]
    }

    private func restore(_ path: String) -> [String] {
        ["\(target.configuration.shown(path)) → \(database)"] + (facts.resolution.database?.source?.words ?? [])
            + (facts.resolution.database?.passedOver ?? []).map { "passed over: \($0)" }
    }
}
