/// What a step does, in the most typed form that fits.
public enum Action: Sendable, Hashable {
    case shell(ShellAction)
    /// A docker-compose or docker command, as an argument vector.
    case compose(argv: [String])
    case http(HTTPAction)
    case sqlite(database: String, sql: String)
    /// A redis-cli command without the program and its own options; `options` are those (`-h`, `-p`, `-n`, …).
    case redis(arguments: [String], options: [String])
    case outbox(OutboxAction)
    /// Jarvis's runtime capability report.
    case capability
    case python(code: String)
    /// A feature flag set to a value.
    case flag(name: String, value: String)
    /// A configuration variable to verify; any of the alternatives will do.
    case variable(name: String, alternatives: [String])
    case file(path: String)
    /// An action that has a name and no command line: `wait-rate-limit`, `backup-database`.
    case named(NamedAction)
    case manual

    public var kind: ActionKind {
        switch self {
        case .shell: .shell
        case .compose: .compose
        case .http: .http
        case .sqlite: .sqlite
        case .redis: .redis
        case .outbox: .outbox
        case .capability: .capability
        case .python: .python
        case .flag: .flag
        case .variable: .variable
        case .file: .file
        case .named(let named): named.kind
        case .manual: .manual
        }
    }
}

/// The contract's word for the kind of a step.
public enum ActionKind: String, Sendable, Hashable, CaseIterable {
    case shell, http, sqlite, redis, outbox, capability, python, flag, variable, file, compose, manual
}

/// A shell line. `argv` is set when it is one plain command that needs no shell.
public struct ShellAction: Sendable, Hashable {
    public let line: String
    public let argv: [String]?
    /// Where it runs, and with what.
    public let context: CommandContext
    /// Variables whose values it takes from the environment: without them it is not run.
    public let wanted: [String]
    /// Several lines that only a shell can follow: the first that fails ends it.
    public let isScript: Bool

    public init(line: String, argv: [String]?, context: CommandContext = .none, wanted: [String] = [], isScript: Bool = false) {
        self.line = line
        self.argv = argv
        self.context = context
        self.wanted = wanted
        self.isScript = isScript
    }

    /// The line with what is set before it, for people.
    public var words: String { context.isNone ? line : context.words + " " + line }

    /// What is run: a plain command as it is, anything else by `bash`, which ends where a variable has no value. A smaller shell would
    /// understand parts of what people write for bash (`[[ … ]]`, `==`, `&>`, `{a,b}`) as something else, and go on.
    public var arguments: [String] {
        if let argv { return argv }
        let options = context.options.flatMap { ["-o", $0] }
        return ["/bin/bash"] + options + [isScript ? "-ec" : "-c", ShellValues.assignments(for: line, context) + ShellValues.guarded(line)]
    }
}

/// An HTTP request as a `curl` line asks for it.
public struct HTTPAction: Sendable, Hashable {
    public var method = "GET"
    public var url: String
    /// The JSON path after `| jq`, as written.
    public var select: String?
    /// The argument of `-w`: a format, or `@` and a file.
    public var writeOut: String?
    public var headers: [String] = []
    public var body: String?
    /// Seconds from `--max-time`.
    public var maximumSeconds: Double?

    public init(url: String) { self.url = url }
}

/// What is done with the mesh outbox.
public enum OutboxAction: Sendable, Hashable {
    /// The last lines of the file.
    case tail(path: String, lines: Int)
    /// Jarvis's status report, read from outside.
    case status
    /// Sends waiting events again.
    case retry(limit: Int)
}

/// Actions that prose and annotations name.
public enum NamedAction: String, Sendable, Hashable, CaseIterable {
    case waitRateLimit = "wait-rate-limit"
    case backupDatabase = "backup-database"
    case restoreDatabase = "restore-database"
    case checkProviders = "check-providers"
    case switchProvider = "switch-provider"
    case checkAPIKey = "check-api-key"
    case checkDatabase = "check-database"
    case imageTag = "image-tag"
    case analyzeQueries = "analyze-queries"
    case monitorMemory = "monitor-memory"

    public var kind: ActionKind {
        switch self {
        case .waitRateLimit: .redis
        case .backupDatabase, .restoreDatabase, .checkDatabase, .analyzeQueries: .sqlite
        case .checkProviders, .checkAPIKey: .http
        case .switchProvider: .file
        case .imageTag: .compose
        case .monitorMemory: .python
        }
    }

    public var effect: Effect {
        switch self {
        case .waitRateLimit, .checkProviders, .checkAPIKey, .checkDatabase, .analyzeQueries: .read
        case .backupDatabase, .switchProvider, .imageTag, .monitorMemory: .change
        case .restoreDatabase: .destroy
        }
    }
}
