internal import JSONKit
internal import Planning

/// A change that was asked for, in a form that a later process can take up again.
struct ChangeRequest: Sendable {
    enum Kind: Sendable, Hashable {
        case flags(FlagGoal)
        /// The undo of another run's steps.
        case undo(of: String)
        /// The waiting events of the outbox.
        case retry(limit: Int, reseals: Bool)
        /// The recovery steps of the mesh, up to the flags.
        case resolveMesh(limit: Int, reseals: Bool)
        /// The resolution steps of another incident.
        case resolve(ResolutionChoices)
        /// The rollback playbook of the mesh; the tag that was named, if any.
        case rollback(tag: String?)
    }

    /// Whether all that it does to the mesh's flags is turning them off.
    var turnsOff: Bool {
        switch kind {
        case .flags(let goal): !goal.isOn
        case .rollback: true
        case .undo, .retry, .resolveMesh, .resolve: false
        }
    }

    let kind: Kind
    /// The incident or section it is for.
    let subject: String

    init(flags goal: FlagGoal) {
        kind = .flags(goal)
        subject = "mesh"
    }

    init(undoOf run: String, subject: String) {
        kind = .undo(of: run)
        self.subject = subject
    }

    init(retry limit: Int, reseals: Bool) {
        kind = .retry(limit: limit, reseals: reseals)
        subject = "mesh"
    }

    init(resolveMesh limit: Int, reseals: Bool) {
        kind = .resolveMesh(limit: limit, reseals: reseals)
        subject = "mesh"
    }

    init(resolve incident: String, _ choices: ResolutionChoices) {
        kind = .resolve(choices)
        subject = incident
    }

    init(rollbackTo tag: String?) {
        kind = .rollback(tag: tag)
        subject = "mesh"
    }

    /// What it takes from the outbox; nil when it sends nothing.
    var sending: (limit: Int, reseals: Bool)? {
        switch kind {
        case .retry(let limit, let reseals), .resolveMesh(let limit, let reseals): (limit, reseals)
        case .flags, .undo, .resolve, .rollback: nil
        }
    }

    var isRetry: Bool { if case .retry = kind { true } else { false } }
    var isResolution: Bool { if case .resolveMesh = kind { true } else { false } }

    /// Whether its steps come from the runbook.
    var readsRunbook: Bool {
        switch kind {
        case .resolve, .resolveMesh, .rollback: true
        case .flags, .undo, .retry: false
        }
    }

    /// As a person would type it.
    var command: String {
        switch kind {
        case .flags(let goal): "mesh \(goal.verb) \(goal.word)"
        case .undo(let run): "runs resume \(run) --undo"
        case .retry(let limit, let reseals): "mesh retry --limit \(limit)" + (reseals ? " --reseal" : "")
        case .resolveMesh(let limit, let reseals): "resolve mesh --limit \(limit)" + (reseals ? " --reseal" : "")
        case .resolve(let choices): (["resolve \(subject)"] + choices.words).joined(separator: " ")
        case .rollback(let tag): "rollback mesh" + (tag.map { " --tag \($0)" } ?? "")
        }
    }
}

extension ChangeRequest: JSONConvertible {
    var json: JSONValue {
        switch kind {
        case .flags(let goal): ["kind": "flags", "verb": goal.verb.json, "word": goal.word.json]
        case .undo(let run): ["kind": "undo", "of": run.json, "subject": subject.json]
        case .retry(let limit, let reseals): ["kind": "retry", "limit": limit.json, "reseal": reseals.json]
        case .resolveMesh(let limit, let reseals): ["kind": "resolve-mesh", "limit": limit.json, "reseal": reseals.json]
        case .resolve(let choices): ["kind": "resolve", "incident": subject.json, "choices": choices.document]
        case .rollback(let tag): ["kind": "rollback", "tag": tag.json]
        }
    }

    /// nil for what this version does not know.
    init?(json: JSONValue) {
        switch json["kind"]?.text {
        case "flags"?:
            guard let goal = FlagGoal(verb: json["verb"]?.text ?? "", word: json["word"]?.text ?? "") else { return nil }
            self.init(flags: goal)
        case "undo"?:
            guard let run = json["of"]?.text, let subject = json["subject"]?.text else { return nil }
            self.init(undoOf: run, subject: subject)
        case "retry"?:
            guard let limit = json["limit"]?.int, let reseals = json["reseal"]?.bool else { return nil }
            self.init(retry: limit, reseals: reseals)
        case "resolve-mesh"?:
            guard let limit = json["limit"]?.int, let reseals = json["reseal"]?.bool else { return nil }
            self.init(resolveMesh: limit, reseals: reseals)
        case "resolve"?:
            guard let incident = json["incident"]?.text, let choices = json["choices"] else { return nil }
            self.init(resolve: incident, ResolutionChoices(document: choices))
        case "rollback"?: self.init(rollbackTo: json["tag"]?.text)
        default: return nil
        }
    }
}
