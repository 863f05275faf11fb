/// How a setting is known.
public enum Certainty: String, Sendable {
    /// Somebody named it: an option, the environment, the environment file.
    case configured
    /// It was read from how the service is deployed.
    case found
    /// Nothing names it: the runbook's own, or a default.
    case guessed
}

extension Setting {
    public var certainty: Certainty {
        switch source {
        case .option, .environment, .dotEnv: .configured
        case .runbook, .builtIn: .guessed
        default: .found
        }
    }
}
