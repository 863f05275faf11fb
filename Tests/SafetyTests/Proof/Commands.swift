import MarkdownKit
import Mesh
import Planning

@testable import Runbook

/// What a person may ask the program for, well meant or not.
struct Command: Sendable {
    let name: String
    let plan: @Sendable (Facts) -> Plan

    init(_ name: String, _ plan: @escaping @Sendable (Facts) -> Plan) {
        self.name = name
        self.plan = plan
    }

    /// Steps of a runbook, read from the words that stand there.
    init(_ name: String, _ subject: String, _ lines: [String]) {
        let steps = lines.enumerated().map { runbookStep("\(subject)/resolution.\($0.offset + 1)", $0.element) }
        self.init(name) { StepPlanner.plan(steps, subject: subject, $0) }
    }
}

private func runbookStep(_ id: String, _ text: String) -> Step {
    let span = SourceSpan(line: 1, column: 1, endLine: 1)
    if let named = NamedAction(rawValue: text) {
        return Step(id: id, number: 1, title: text, text: text, action: .named(named), effect: named.effect, span: span)
    }
    if text == "retry" {
        return Step(id: id, number: 1, title: text, text: text, action: .outbox(.retry(limit: 100)), effect: .change, span: span)
    }
    let read = CommandClassifier.classify(text)
    return Step(id: id, number: 1, title: text, text: text, action: read.action, effect: read.effect, span: span)
}

extension Command {
    /// The runbook's own words.
    private static let playbook = ["JARVIS_USE_MESH_ATTEST=0", "JARVIS_USE_MESH_SYNC=0", "docker-compose up -d"].enumerated().map {
        runbookStep("mesh/rollback.\($0.offset + 1)", $0.element)
    }

    static let disableAll = goal([.sync, .attestation], isOn: false)
    static let disableAttest = goal([.attestation], isOn: false)
    static let enableSync = goal([.sync], isOn: true)
    static let enableAttest = goal([.attestation], isOn: true)

    private static func goal(_ flags: Set<MeshFlag>, isOn: Bool) -> Command {
        let goal = FlagGoal(flags, isOn: isOn)
        return Command("mesh \(goal.verb) \(goal.word)") { FlagPlanner.plan(goal, $0) }
    }

    /// Commands and runbooks that move the flags.
    static let flags: [Command] = [
        enableSync, enableAttest, goal([.sync], isOn: false), disableAttest, disableAll,
        Command("the rollback playbook") { RollbackPlanner.plan(playbook, $0) },
        Command("rollback", "mesh", ["JARVIS_USE_MESH_ATTEST=0", "JARVIS_USE_MESH_SYNC=0", "docker-compose up -d"]),
        Command("rollback in the wrong order", "mesh", ["JARVIS_USE_MESH_SYNC=0", "JARVIS_USE_MESH_ATTEST=0", "docker-compose up -d"]),
        Command("recreate, then write", "mesh", ["docker-compose up -d", "JARVIS_USE_MESH_ATTEST=0", "JARVIS_USE_MESH_SYNC=0"]),
        Command(
            "write by the older names", "mesh", ["JARVIS_MESH_ATTESTATION_ENABLED=0", "JARVIS_MESH_SYNC_ENABLED=0", "docker-compose up -d"]),
        Command("hide attestation behind its older name", "mesh", ["JARVIS_MESH_ATTESTATION_ENABLED=0", "JARVIS_USE_MESH_SYNC=0"]),
        Command("hide sync behind its older name", "high-latency", ["JARVIS_MESH_SYNC_ENABLED=0", "docker-compose up -d"]),
        Command("both on", "mesh", ["JARVIS_USE_MESH_SYNC=1", "JARVIS_USE_MESH_ATTEST=1", "docker-compose up -d"]),
        Command("attestation on first", "mesh", ["JARVIS_USE_MESH_ATTEST=true", "JARVIS_USE_MESH_SYNC=true"]),
        Command("sync on by its older name", "high-latency", ["JARVIS_MESH_SYNC_ENABLED=yes", "docker-compose up -d api"]),
        Command("sync on under another incident", "high-latency", ["JARVIS_USE_MESH_SYNC=1", "docker-compose up -d api"]),
        Command("recreate alone", "api-unresponsive", ["docker-compose up -d"]),
        Command("recreate with another environment", "api-unresponsive", ["docker-compose --env-file on.env up -d"]),
        Command("more replicas", "high-latency", ["docker-compose up -d --scale api=3"]),
        Command("restart after the flags", "mesh", ["JARVIS_USE_MESH_ATTEST=0", "JARVIS_USE_MESH_SYNC=0", "docker-compose restart api"]),
        byHand("take sync's variable out", "mesh", [.setVariable(name: MeshFlag.sync.variable, value: nil)]),
        byHand("write sync in quotes", "mesh", [.setVariable(name: MeshFlag.sync.variable, value: "\"1\"")]),
        byHand("recreate and look at nothing", "mesh", [.recreate(service: "api", pinnedOff: [])]),
        byHand(
            "recreate twice", "mesh",
            [.recreate(service: "api", pinnedOff: [.sync, .attestation]), .recreate(service: "api", pinnedOff: [])]),
    ]

    /// Everything else.
    static let others: [Command] = [
        Command("mesh retry") { SendPlanner.plan(limit: 10, $0) },
        Command("Jarvis's own retry", "mesh", ["retry"]),
        Command("stop", "mesh", ["docker-compose stop api"]),
        Command("down", "mesh", ["docker-compose down"]),
        Command("scale to nothing", "mesh", ["docker-compose up -d --scale api=0"]),
        Command("scale to nothing, written otherwise", "mesh", ["docker-compose up -d --scale=api=00"]),
        Command("scale to nothing by `scale`", "mesh", ["docker-compose scale api=0"]),
        Command("create without starting", "mesh", ["docker-compose up --no-start"]),
        Command("up in the foreground", "mesh", ["docker-compose up"]),
        Command("take the processor away", "mesh", ["docker update --cpus=0.01 jarvis-api"]),
        Command("two restarts", "mesh", ["docker-compose restart api", "docker-compose restart api"]),
        Command("change the database", "mesh", ["sqlite3 data/jarvis.db \"DELETE FROM events\""]),
        Command("Python in the mesh", "mesh", ["python -c \"import mesh; mesh.reset()\""]),
        Command("a shell line in the mesh", "mesh", ["truncate -s 0 data/mesh/outbox.jsonl"]),
        Command("restart", "api-unresponsive", ["docker-compose restart api"]),
        Command("stop all services", "database-corruption", ["docker-compose stop"]),
        Command("restore", "database-corruption", ["restore-database"]),
        Command("backup", "database-corruption", ["backup-database"]),
        Command("backup, restore", "database-corruption", ["backup-database", "restore-database"]),
        Command("restore, backup", "database-corruption", ["restore-database", "backup-database"]),
        Command("flush", "high-latency", ["redis-cli FLUSHDB"]),
        Command("look at some keys, flush", "high-latency", ["redis-cli KEYS \"x:*\"", "redis-cli FLUSHDB"]),
        Command("Python of unknown effect", "memory-leak", ["python -c \"import leak; leak.fix()\""]),
        Command("a shell line of unknown effect", "memory-leak", ["./fix.sh"]),
        byHand("flush at once", "high-latency", [.runbook(.redis(arguments: ["FLUSHDB"], options: []))], .destroy),
        byHand("restart at once", "api-unresponsive", [.runbook(.compose(argv: ["docker-compose", "restart", "api"]))]),
    ]

    /// What a planner with a fault in it might plan: nothing is kept, nothing is looked at.
    private static func byHand(_ name: String, _ subject: String, _ operations: [Operation], _ effect: Effect = .change) -> Command {
        let steps = operations.enumerated().map { index, operation in
            PlannedStep(
                id: "\(subject)/by-hand.\(index + 1)", title: name, step: nil, kind: operation.kind, effect: effect, probe: nil,
                change: Change(operation))
        }
        return Command(name) { _ in Plan(subject: subject, steps: steps) }
    }
}
