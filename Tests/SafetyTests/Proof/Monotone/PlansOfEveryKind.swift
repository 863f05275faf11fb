import Mesh
import Planning
import Runbook

@testable import Safety

/// Plans of every kind of operation, made once: what is decided of one plan when facts turn worse.
enum PlansOfEveryKind {
    static let all: [(name: String, plan: Plan)] = {
        let planned = [Examples.facts(), Examples.bothOn, Examples.facts(sync: true)].flatMap { facts in
            (Command.flags + Command.others).map { (name: $0.name, plan: $0.plan(facts)) }
        }
        var seen: Set<Plan> = []
        return (planned + single).filter { seen.insert($0.plan).inserted }
    }()

    /// One operation each, as no planner would leave it.
    private static let single: [(name: String, plan: Plan)] = {
        let operations: [Operation] = [
            .startServices, .writeFile(path: "lifeos/config/jarvis.json", .bytes(Array("{}".utf8))), .backupDatabase(to: "data/backup.db"),
            .restoreDatabase(from: "data/backup.db", sha256: "00"), .returnDatabase(kept: "data/kept.db"), .unlinkKeys(pattern: "x:*"),
            .monitorMemory, .makeStream(name: "JARVIS_MESH", subjects: ["jarvis.mesh.sync"]), .send(event: "good"),
            .quarantine(event: "bad", reason: "hash_mismatch"), .setVariable(name: "LOG_LEVEL", value: "debug"),
            .recreate(service: "api", pinnedOff: []), .bringUp(service: "api", pinnedOff: [.sync]),
            .runbook(.compose(argv: ["docker", "exec", "jarvis-api", "true"])),
            .runbook(.compose(argv: ["docker-compose", "run", "api", "true"])),
            .runbook(.shell(ShellAction(line: "sed -i s/0/1/ .env", argv: nil))),
        ]
        return operations.flatMap { operation in
            ["mesh", "memory-leak"].map { subject in
                (
                    "\(operation.words), \(subject)",
                    Examples.steps(subject, [("\(subject)/x", operation == operations.last ? .unknown : .change, operation)])
                )
            }
        }
    }()

    /// The kinds of operations that occur.
    static let kinds: Set<String> = Set(
        all.flatMap { $0.plan.changes }.compactMap { $0.change.map { kind($0.operation) } })

    /// Every kind by a name; a new one does not compile without one.
    static func kind(_ operation: Operation) -> String {
        switch operation {
        case .setVariable: "setVariable"
        case .recreate: "recreate"
        case .bringUp: "bringUp"
        case .startServices: "startServices"
        case .runbook: "runbook"
        case .writeFile: "writeFile"
        case .backupDatabase: "backupDatabase"
        case .restoreDatabase: "restoreDatabase"
        case .returnDatabase: "returnDatabase"
        case .unlinkKeys: "unlinkKeys"
        case .monitorMemory: "monitorMemory"
        case .makeStream: "makeStream"
        case .send: "send"
        case .quarantine: "quarantine"
        }
    }
}
