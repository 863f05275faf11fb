internal import JSONKit
internal import Mesh
internal import Runbook

// What plans are hashed by, and the journal keeps of steps of a runbook: written out, so that no name in the program is part of it
// (`Tests/Fixtures/journal/plans.json`).

extension Probe {
    /// The probe's name and whatever it is told.
    var document: JSONValue {
        let (name, parts) = parts
        return .object((["probe": name.json] as JSONObject).adding(parts))
    }

    private var parts: (String, JSONObject) {
        switch self {
        case .compose(let argv): ("compose", ["argv": argv.json])
        case .shell(let shell): ("shell", shell.document)
        case .http(let http): ("http", http.document)
        case .sqlite(let database, let sql): ("sqlite", ["database": database.json, "sql": sql.json])
        case .redis(let arguments, let options): ("redis", ["arguments": arguments.json, "options": options.json])
        case .outboxTail(let path, let lines): ("outbox-tail", ["path": path.json, "lines": lines.json])
        case .meshStatus: ("mesh-status", [:])
        case .variable(let name, let others): ("variable", ["name": name.json, "alternatives": others.json])
        case .file(let path): ("file", ["path": path.json])
        case .apiSample: ("api-sample", [:])
        case .dashboard: ("dashboard", [:])
        case .metrics: ("metrics", [:])
        case .serviceMemory: ("service-memory", [:])
        case .databaseHealth: ("database-health", [:])
        case .rateLimits(let pattern): ("rate-limits", ["pattern": pattern.json])
        case .capability: ("capability", [:])
        case .transport: ("transport", [:])
        case .backlog: ("backlog", [:])
        case .runningFlags(let sync, let attestation): ("running-flags", ["sync": sync.json, "attest": attestation.json])
        case .listener: ("listener", [:])
        case .apiReady: ("api-ready", [:])
        case .memoryWrites: ("memory-writes", [:])
        case .fileVariable(let name, let value, let file): ("file-variable", ["name": name.json, "value": value.json, "file": file.json])
        case .givenFlags(let sync, let attestation): ("given-flags", ["sync": sync.json, "attest": attestation.json])
        case .meshFlags: ("mesh-flags", [:])
        case .fileIs(let path, let sha256): ("file-is", ["path": path.json, "sha256": sha256.json])
        case .databaseIs(let path, let sha256): ("database-is", ["from": path.json, "sha256": sha256.json])
        case .backupIs(let path): ("backup-is", ["path": path.json])
        case .servicesRun(let run): ("services-run", ["run": run.json])
        case .imageTag(let tag): ("image-tag", ["tag": tag.json])
        case .meshReport: ("mesh-report", [:])
        case .rateLimitsOver(let pattern): ("rate-limits-over", ["pattern": pattern.json])
        case .apiKeys: ("api-keys", [:])
        case .providers: ("providers", [:])
        case .slowQueries: ("slow-queries", [:])
        case .integrity(let database): ("integrity", ["database": database.json])
        case .databaseUnused: ("database-unused", [:])
        case .redisEvidence: ("redis-evidence", [:])
        case .meshFaults: ("mesh-faults", [:])
        case .recoveryVariable(let variable, let isNeeded):
            ("recovery-variable", ["variable": variable.rawValue.json, "needed": isNeeded.json])
        case .smoke(let check): ("smoke", check.document)
        }
    }
}

extension SmokeCheck {
    fileprivate var document: JSONObject {
        switch self {
        case .configuration: ["check": "configuration"]
        case .seal: ["check": "seal"]
        case .nats: ["check": "nats"]
        case .jetStream: ["check": "jetstream"]
        case .canary(let run): ["check": "canary", "run": run.json]
        case .memoryWrites(let run): ["check": "memory-writes", "run": run.json]
        case .outbox(let words):
            [
                "check": "outbox",
                "acknowledged": .array(
                    words.map { ["event": $0.eventSHA256.json, "at": String($0.at).json, "offset": $0.offset.json] }),
            ]
        case .programID: ["check": "program-id"]
        case .keypair: ["check": "keypair"]
        case .solanaRPC: ["check": "solana-rpc"]
        }
    }
}

extension Action {
    /// In one text: `compose(argv: ["docker-compose", "restart"])`.
    var spelling: String {
        func list(_ words: [String]) -> String { "[" + words.map(\.debugDescription).joined(separator: ", ") + "]" }
        func object(_ parts: JSONObject) -> String { "(" + JSONWriter(.compact, sortsKeys: true).text(.object(parts)) + ")" }
        return switch self {
        case .shell(let shell): "shell" + object(shell.document)
        case .compose(let argv): "compose(argv: \(list(argv)))"
        case .http(let http): "http" + object(http.document)
        case .sqlite(let database, let sql): "sqlite(database: \(database.debugDescription), sql: \(sql.debugDescription))"
        case .redis(let arguments, let options): "redis(arguments: \(list(arguments)), options: \(list(options)))"
        case .outbox(.tail(let path, let lines)): "outbox(tail: \(path.debugDescription), lines: \(lines))"
        case .outbox(.status): "outbox(status)"
        case .outbox(.retry(let limit)): "outbox(retry: \(limit))"
        case .capability: "capability"
        case .python(let code): "python(code: \(code.debugDescription))"
        case .flag(let name, let value): "flag(name: \(name.debugDescription), value: \(value.debugDescription))"
        case .variable(let name, let others): "variable(name: \(name.debugDescription), alternatives: \(list(others)))"
        case .file(let path): "file(path: \(path.debugDescription))"
        case .named(let named): "named(\(named.rawValue))"
        case .manual: "manual"
        }
    }
}

extension ShellAction {
    fileprivate var document: JSONObject {
        let variables = context.variables.map { variable -> JSONValue in
            ["name": variable.name.json, "value": variable.value.json, "exported": variable.isExported.json]
        }
        return [
            "line": line.json, "argv": argv.json, "directory": context.directory.json, "variables": .array(variables),
            "unset": context.unset.json, "options": context.options.json, "wanted": wanted.json, "script": isScript.json,
        ]
    }
}

extension HTTPAction {
    fileprivate var document: JSONObject {
        [
            "method": method.json, "url": url.json, "select": select.json, "write_out": writeOut.json, "headers": headers.json,
            "body": body.json, "max_time_seconds": maximumSeconds.json,
        ]
    }
}
