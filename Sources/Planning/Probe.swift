public import Runbook

/// One thing that can be measured without changing anything. Equal probes are measured once, whoever asks for them.
public enum Probe: Sendable, Hashable {
    // What a step of the runbook asks for.
    case compose(argv: [String])
    case shell(ShellAction)
    case http(HTTPAction)
    case sqlite(database: String, sql: String)
    case redis(arguments: [String], options: [String])
    case outboxTail(path: String, lines: Int)
    case meshStatus
    case variable(name: String, alternatives: [String])
    case file(path: String)

    // What a symptom is measured by.
    /// The health endpoint, asked many times.
    case apiSample
    case dashboard
    /// The service's own metrics, if it serves any.
    case metrics
    /// The service's memory over time, and the kernel's record of kills.
    case serviceMemory
    /// The database opened, checked and read from end to end.
    case databaseHealth
    case rateLimits(pattern: String)
    /// The capability report of the running service.
    case capability
    /// The outbox, looked at twice, and evidence that memory writes succeed.
    case backlog

    // What a change is verified by.
    /// The flags as the running service reports them, asked until they are as given; nil for a flag that does not matter.
    case runningFlags(sync: Bool?, attestation: Bool?)
    /// The service answers as ready, asked until it does.
    case apiReady
    /// Evidence that users' memory writes go on, by reading alone.
    case memoryWrites
    /// A variable of the Jarvis `.env` has this value; nil: is not set there.
    case fileVariable(name: String, value: String?)

    // What a recovery of the mesh looks at.
    /// A variable of the mesh's configuration: there, well-formed, and from where. Its value is not shown.
    ///
    /// - isNeeded: whether the mesh cannot do without it now.
    case recoveryVariable(RecoveryVariable, isNeeded: Bool)

    // What the mesh's flags go on after.
    case smoke(SmokeCheck)

    public var kind: ActionKind {
        switch self {
        case .compose: .compose
        case .shell: .shell
        case .http, .apiSample, .dashboard, .metrics, .apiReady: .http
        case .sqlite, .databaseHealth, .memoryWrites: .sqlite
        case .redis, .rateLimits: .redis
        case .outboxTail, .meshStatus, .backlog: .outbox
        case .variable, .recoveryVariable: .variable
        case .file: .file
        case .serviceMemory: .compose
        case .capability, .runningFlags: .capability
        case .fileVariable: .flag
        case .smoke(let check): check.kind
        }
    }
}
