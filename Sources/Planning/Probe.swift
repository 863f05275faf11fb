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
    /// The mesh's transport: NATS, JetStream, the stream and the listener's consumer.
    case transport
    /// The outbox, looked at twice, and evidence that memory writes succeed.
    case backlog

    // What a change is verified by.
    /// The flags as the running service reports them, asked until they are as given; nil for a flag that does not matter.
    case runningFlags(sync: Bool?, attestation: Bool?)
    /// The mesh's listener waits at its consumer, asked until it does.
    case listener
    /// The service answers as ready, asked until it does.
    case apiReady
    /// Evidence that users' memory writes go on, by reading alone.
    case memoryWrites
    /// A variable of an environment file has this value; nil: is not set there.
    case fileVariable(name: String, value: String?, file: String = ".env")
    /// What docker-compose would give a new container now: these flags, or none of them; nil for a flag that does not matter.
    case givenFlags(sync: Bool?, attestation: Bool?)
    /// The flags as every place tells them, compared before and after a step of unknown effect.
    case meshFlags

    /// A file of the Jarvis directory holds bytes of this hash; nil: is not there.
    case fileIs(path: String, sha256: String?)
    /// The database holds what a backup of this hash holds.
    case databaseIs(from: String, sha256: String)
    /// A sound or unsound copy of the database lies at this path.
    case backupIs(path: String)
    /// The containers of the project run, or none does.
    case servicesRun(Bool)
    /// The service runs from an image with this tag.
    case imageTag(String)
    /// The capability report has no failure of the mesh.
    case meshReport

    // What a resolution looks at.
    /// Waits until no provider is at its limit any more.
    case rateLimitsOver(pattern: String)
    /// Asks every provider whether it accepts its key; no key is shown.
    case apiKeys
    /// How each provider does, by the service's health report.
    case providers
    /// Statements that read more than they must, on a copy.
    case slowQueries
    /// Every page, row and index entry, with progress.
    case integrity(database: String)
    /// No process has the database open.
    case databaseUnused
    /// Everything in Redis that another incident would be diagnosed by.
    case redisEvidence
    /// Whether the mesh's transport and its attestation's RPC node answer, and which of them is at fault.
    case meshFaults

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
        case .http, .apiSample, .dashboard, .metrics, .apiReady, .apiKeys, .providers: .http
        case .sqlite, .databaseHealth, .memoryWrites, .databaseIs, .backupIs, .slowQueries, .integrity, .databaseUnused: .sqlite
        case .redis, .rateLimits, .rateLimitsOver, .redisEvidence: .redis
        case .outboxTail, .meshStatus, .backlog, .meshFaults, .transport, .listener: .outbox
        case .variable, .recoveryVariable: .variable
        case .file, .fileIs: .file
        case .serviceMemory, .servicesRun, .imageTag, .givenFlags: .compose
        case .capability, .runningFlags, .meshReport: .capability
        case .fileVariable, .meshFlags: .flag
        case .smoke(let check): check.kind
        }
    }
}
