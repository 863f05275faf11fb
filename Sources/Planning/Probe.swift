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

    public var kind: ActionKind {
        switch self {
        case .compose: .compose
        case .shell: .shell
        case .http, .apiSample, .dashboard, .metrics: .http
        case .sqlite, .databaseHealth: .sqlite
        case .redis, .rateLimits: .redis
        case .outboxTail, .meshStatus, .backlog: .outbox
        case .variable: .variable
        case .file: .file
        case .serviceMemory: .compose
        case .capability: .capability
        }
    }
}
