internal import DigestKit
public import JSONKit
internal import Mesh
internal import Runbook

extension Plan {
    /// Lower-case hex SHA-256 of the plan's canonical form: what an approval is bound to. It covers everything that will be done and
    /// every value found, and no wording.
    public var sha256: String { SHA256.hex(JSONWriter(.compact, sortsKeys: true).bytes(canonical)) }

    var canonical: JSONValue {
        [
            "subject": subject.json,
            "steps": .array(
                steps.map { step in
                    [
                        "id": step.id.json, "kind": step.kind.rawValue.json, "effect": step.effect.rawValue.json,
                        "probe": step.probe?.document ?? .null, "change": step.change.map(\.canonical).json,
                        "history": step.history.rawValue.json,
                    ]
                }),
        ]
    }
}

extension Change {
    var canonical: JSONValue {
        [
            "operation": operation.document, "before": before.json, "after": after.json, "undo": undo.map(\.document).json,
            "precheck": precheck?.document ?? .null, "postchecks": .array(postchecks.map(\.document)), "confirmation": confirmation.json,
            "already": already.json,
        ]
    }
}

extension Verification {
    var document: JSONValue { ["probe": probe.document, "may_be_unknown": mayBeUnknown.json, "was_unhealthy": wasUnhealthy.json] }
}

extension Operation {
    /// The operation for machines: plans, the journal.
    public var document: JSONValue {
        switch self {
        case .setVariable(let name, let value, let file):
            JSONValue.object(["operation": "set-variable", "name": name.json, "value": value.json])
                .naming(file: file)
        case .recreate(let service, let pinned, let others):
            JSONValue.object(["operation": "recreate", "service": service.json, "pinned_off": pinned.map(\.word).json])
                .naming(others: others)
        case .bringUp(let service, let pinned, let others):
            ["operation": "bring-up", "service": service.json, "pinned_off": pinned.map(\.word).json, "others": others.json]
        case .runbook(let action): ["operation": "runbook", "action": action.spelling.json, "kind": action.kind.rawValue.json]
        case .startServices: ["operation": "start-services"]
        case .writeFile(let path, let content): ["operation": "write-file", "path": path.json, "sha256": content.sha256.json]
        case .backupDatabase(let path): ["operation": "backup-database", "to": path.json]
        case .restoreDatabase(let path, let sha256): ["operation": "restore-database", "from": path.json, "sha256": sha256.json]
        case .returnDatabase(let kept): ["operation": "return-database", "kept": kept.json]
        case .unlinkKeys(let pattern): ["operation": "unlink-keys", "pattern": pattern.json]
        case .monitorMemory: ["operation": "monitor-memory"]
        case .makeStream(let name, let subjects):
            ["operation": "make-stream", "stream": name.json, "subjects": .array(subjects.map(\.json))]
        case .send(let event): ["operation": "send", "event_id": event.json]
        case .quarantine(let event, let reason): ["operation": "quarantine", "event_id": event.json, "reason": reason.json]
        }
    }

    /// What it does, for people.
    public var words: String {
        switch self {
        case .setVariable(let name, let value, let file):
            value.map { "write \(name)=\($0) to \(file)" } ?? "take \(name) out of \(file)"
        case .recreate(let service, let pinned, let others):
            "docker-compose up -d \(([service] + others.keys.sorted()).joined(separator: " "))" + Operation.kept(off: pinned)
        case .bringUp(_, let pinned, _): "docker-compose up -d" + Operation.kept(off: pinned)
        case .startServices: "docker-compose start"
        case .writeFile(let path, let content): "write \(path) (\(content.sha256.prefix(12)))"
        case .backupDatabase(let path): "save the database to \(path)"
        case .restoreDatabase(let path, _): "restore the database from \(path)"
        case .returnDatabase(let kept): "put the database \(kept) back"
        case .unlinkKeys(let pattern): "remove the Redis keys that match \(pattern)"
        case .monitorMemory: "run the memory monitor inside the service"
        case .runbook(.compose(let argv)): argv.joined(separator: " ")
        case .runbook(.redis(let arguments, let options)): (["redis-cli"] + options + arguments).joined(separator: " ")
        case .runbook(.shell(let shell)): shell.words
        case .runbook(.named(let action)): action.rawValue
        case .runbook(let action): "run the runbook's \(action.kind.rawValue) step"
        case .send(let event): "send event \(event)"
        case .makeStream(let name, let subjects):
            "make the stream \(name) for \(subjects.joined(separator: ", ")), in files, without an age limit"
        case .quarantine(let event, let reason): "record event \(event) as invalid (\(reason))"
        }
    }

    private static func kept(off flags: [MeshFlag]) -> String {
        flags.isEmpty ? "" : " with \(flags.map(\.word).joined(separator: ", ")) kept off"
    }
}

extension JSONValue {
    /// Earlier versions knew `.env` alone, and named no file.
    fileprivate func naming(file: String) -> JSONValue {
        guard file != ".env", var document = object else { return self }
        document["file"] = file.json
        return .object(document)
    }

    /// And one service at a time.
    fileprivate func naming(others: [String: [MeshFlag]]) -> JSONValue {
        guard !others.isEmpty, var document = object else { return self }
        let sorted = others.sorted { $0.key < $1.key }
        document["others"] = .object(JSONObject(sorted.map { JSONMember(JSONString($0.key), $0.value.map(\.word).json) }))
        return .object(document)
    }
}
