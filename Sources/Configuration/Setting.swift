/// A value of the configuration and where it came from.
public struct Setting: Sendable, Equatable {
    public enum Source: Sendable, Equatable {
        case option(String)
        case environment(String)
        case dotEnv(name: String, path: String)
        case composeFile(String)
        case unit(String)
        /// What the service itself was given, or will be.
        case service(String)
        case runbook
        case builtIn

        /// For people: `--outbox`, `JARVIS_API_URL in the environment`.
        public var words: String {
            switch self {
            case .option(let name): name
            case .environment(let name): "\(name) in the environment"
            case .dotEnv(let name, let path): "\(name) in \(path)"
            case .composeFile(let what), .unit(let what), .service(let what): what
            case .runbook: "the runbook"
            case .builtIn: "default"
            }
        }
    }

    public let value: String
    public let source: Source

    public init(_ value: String, _ source: Source) {
        self.value = value
        self.source = source
    }
}
