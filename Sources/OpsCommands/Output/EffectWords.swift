internal import Runbook

/// Effects and approvals in sentences.
enum EffectWords {
    static func meaning(_ effect: Effect) -> String {
        switch effect {
        case .read: "It only looks."
        case .change: "It changes something that can be changed back."
        case .destroy: "It loses something: data, evidence or the service's availability."
        case .none: "A person does it."
        case .unknown: "What it does could not be proved, so it is handled like something that destroys."
        }
    }

    static func approval(_ step: Step) -> String {
        switch step.effect {
        case .read: "none"
        case .none: "none; you say whether it was done"
        case .change: "y/N, or --yes"
        case .destroy, .unknown: "its name typed, or --confirm \(step.id)"
        }
    }

    /// The command or what stands for it, in one line.
    static func action(_ action: Action) -> String {
        switch action {
        case .shell(let shell): shell.words
        case .compose(let argv): argv.joined(separator: " ")
        case .http(let http): "\(http.method) \(http.url)\(http.select.map { "  select \($0)" } ?? "")"
        case .sqlite(let database, let sql): "\(database): \(sql)"
        case .redis(let arguments, _): arguments.joined(separator: " ")
        case .outbox(.tail(let path, let lines)): "last \(lines) records of \(path)"
        case .outbox(.status): "mesh status"
        case .outbox(.retry(let limit)): "mesh retry --limit \(limit)"
        case .capability: "capability report of the running service"
        case .python: "Python code"
        case .flag(let name, let value): "\(name)=\(value)"
        case .variable(let name, let alternatives): ([name] + alternatives).joined(separator: " or ")
        case .file(let path): path
        case .named(let named): named.rawValue
        case .manual: ""
        }
    }
}
