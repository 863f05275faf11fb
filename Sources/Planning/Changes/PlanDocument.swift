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
                        "probe": step.probe.map { "\($0)" }.json, "change": step.change.map(\.canonical).json,
                        "history": "\(step.history)".json,
                    ]
                }),
        ]
    }
}

extension Change {
    var canonical: JSONValue {
        [
            "operation": operation.document, "before": before.json, "after": after.json, "undo": undo.map(\.document).json,
            "precheck": precheck.map { "\($0)" }.json, "postchecks": postchecks.map { "\($0)" }.json, "confirmation": confirmation.json,
        ]
    }
}

extension Operation {
    /// The operation for machines: plans, the journal.
    public var document: JSONValue {
        switch self {
        case .setVariable(let name, let value): ["operation": "set-variable", "name": name.json, "value": value.json]
        case .recreate(let service, let pinned):
            ["operation": "recreate", "service": service.json, "pinned_off": pinned.map(\.word).json]
        case .runbook(let action): ["operation": "runbook", "action": "\(action)".json]
        case .send(let event): ["operation": "send", "event_id": event.json]
        }
    }

    /// What it does, for people.
    public var words: String {
        switch self {
        case .setVariable(let name, let value): value.map { "write \(name)=\($0) to .env" } ?? "take \(name) out of .env"
        case .recreate(let service, let pinned):
            "docker-compose up -d \(service)"
                + (pinned.isEmpty ? "" : " with \(pinned.map(\.word).joined(separator: ", ")) kept off")
        case .runbook(.compose(let argv)): argv.joined(separator: " ")
        case .runbook(.redis(let arguments, let options)): (["redis-cli"] + options + arguments).joined(separator: " ")
        case .runbook(.shell(let shell)): shell.line
        case .runbook(.named(let action)): action.rawValue
        case .runbook(let action): "run the runbook's \(action.kind.rawValue) step"
        case .send(let event): "send event \(event)"
        }
    }
}
