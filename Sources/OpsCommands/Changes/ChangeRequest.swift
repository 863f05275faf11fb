internal import JSONKit
internal import Planning

/// What is taken from the outbox.
struct Sending: Sendable, Hashable {
    /// Events at most.
    let limit: Int
    /// Whether what has expired is sealed anew.
    let reseals: Bool

    fileprivate var words: String { "--limit \(limit)" + (reseals ? " --reseal" : "") }
    fileprivate var document: JSONObject { ["limit": limit.json, "reseal": reseals.json] }

    fileprivate init?(_ json: JSONValue) {
        guard let limit = json["limit"]?.int, let reseals = json["reseal"]?.bool else { return nil }
        self.init(limit: limit, reseals: reseals)
    }

    init(limit: Int, reseals: Bool) { (self.limit, self.reseals) = (limit, reseals) }
}

/// A change that was asked for, in a form that a later process can take up again.
enum ChangeRequest: Sendable, Hashable {
    case flags(FlagGoal)
    /// The undo of another run's steps.
    case undo(of: String, subject: String)
    /// The waiting events of the outbox.
    case retry(Sending)
    /// The recovery steps of the mesh, up to the flags.
    case resolveMesh(Sending)
    /// The resolution steps of another incident.
    case resolve(String, ResolutionChoices)
    /// The rollback playbook of the mesh; the tag that was named, if any.
    case rollback(tag: String?)

    /// The incident or section it is for.
    var subject: String {
        switch self {
        case .flags, .retry, .resolveMesh, .rollback: "mesh"
        case .undo(_, let subject), .resolve(let subject, _): subject
        }
    }

    /// Whether its steps come from the runbook.
    var readsRunbook: Bool {
        switch self {
        case .resolve, .resolveMesh, .rollback: true
        case .flags, .undo, .retry: false
        }
    }

    /// As a person would type it.
    var command: String {
        switch self {
        case .flags(let goal): "mesh \(goal.verb) \(goal.word)"
        case .undo(let run, _): "runs resume \(run) --undo"
        case .retry(let sending): "mesh retry \(sending.words)"
        case .resolveMesh(let sending): "resolve mesh \(sending.words)"
        case .resolve(let incident, let choices): (["resolve \(incident)"] + choices.words).joined(separator: " ")
        case .rollback(let tag): "rollback mesh" + (tag.map { " --tag \($0)" } ?? "")
        }
    }
}

extension ChangeRequest: JSONConvertible {
    var json: JSONValue {
        switch self {
        case .flags(let goal): ["kind": "flags", "verb": goal.verb.json, "word": goal.word.json]
        case .undo(let run, let subject): ["kind": "undo", "of": run.json, "subject": subject.json]
        case .retry(let sending): .object((["kind": "retry"] as JSONObject).adding(sending.document))
        case .resolveMesh(let sending): .object((["kind": "resolve-mesh"] as JSONObject).adding(sending.document))
        case .resolve(let incident, let choices): ["kind": "resolve", "incident": incident.json, "choices": choices.document]
        case .rollback(let tag): ["kind": "rollback", "tag": tag.json]
        }
    }

    /// nil for what this version does not know.
    init?(json: JSONValue) {
        switch json["kind"]?.text {
        case "flags"?:
            guard let goal = FlagGoal(verb: json["verb"]?.text ?? "", word: json["word"]?.text ?? "") else { return nil }
            self = .flags(goal)
        case "undo"?:
            guard let run = json["of"]?.text, let subject = json["subject"]?.text else { return nil }
            self = .undo(of: run, subject: subject)
        case "retry"?:
            guard let sending = Sending(json) else { return nil }
            self = .retry(sending)
        case "resolve-mesh"?:
            guard let sending = Sending(json) else { return nil }
            self = .resolveMesh(sending)
        case "resolve"?:
            guard let incident = json["incident"]?.text, let choices = json["choices"] else { return nil }
            self = .resolve(incident, ResolutionChoices(document: choices))
        case "rollback"?: self = .rollback(tag: json["tag"]?.text)
        default: return nil
        }
    }
}
