public import Configuration
public import Execution
internal import HTTPKit
internal import Mesh
public import Planning

/// The probes against the real services: one case, one adapter.
public struct LiveProbes: ProbeRunner {
    let configuration: Configuration
    /// What child processes are given.
    let environment: [String: String]
    /// Where commands run; nil: in the Jarvis directory.
    let commandDirectory: String?
    let http = HTTPClient()
    let gate: APIGate
    let history: APIHistory?
    let engine: EngineLook
    /// What people have looked at of the outbox.
    let acknowledged: @Sendable () -> [Acknowledgement]
    /// What the API at an address had counted at an earlier look, and milliseconds since then.
    let earlierTraffic: @Sendable (String) -> (traffic: ServiceTraffic, milliseconds: Double)?

    /// Probes for one look; what they ask of the API is counted together.
    ///
    /// - Parameters:
    ///   - plan: what a look consists of; nil for whoever changes something, who must see it change.
    ///   - acknowledged: what people have looked at of the outbox, as the journal has it: asked only where something is invalid.
    ///   - history: what earlier looks saw, where there are many.
    ///   - earlierTraffic: what the journal has of the API at an address.
    public init(
        configuration: Configuration, environment: [String: String], plan: Plan? = nil, history: APIHistory? = nil,
        acknowledged: @escaping @Sendable () -> [Acknowledgement] = { [] },
        earlierTraffic: @escaping @Sendable (String) -> (traffic: ServiceTraffic, milliseconds: Double)? = { _ in nil }
    ) {
        self.acknowledged = acknowledged
        self.earlierTraffic = earlierTraffic
        self.history = history
        self.configuration = configuration
        self.environment = environment
        gate = APIGate(look: plan)
        engine = EngineLook(isShared: plan != nil)
        commandDirectory = nil
    }

    /// The same probes for commands that run elsewhere, or with more variables.
    init(
        _ other: LiveProbes, environment: [String: String], commandDirectory: String?, engine: EngineLook? = nil,
        configuration: Configuration? = nil
    ) {
        self.configuration = configuration ?? other.configuration
        self.environment = environment
        self.commandDirectory = commandDirectory
        gate = other.gate
        history = other.history
        self.engine = engine ?? other.engine
        acknowledged = other.acknowledged
        earlierTraffic = other.earlierTraffic
    }

    /// The same probes for one moment: the engine is asked once.
    var atOnce: LiveProbes {
        LiveProbes(self, environment: environment, commandDirectory: commandDirectory, engine: EngineLook(isShared: true))
    }

    /// The same probes for another view of the configuration.
    public func seeing(_ configuration: Configuration) -> LiveProbes {
        LiveProbes(self, environment: environment, commandDirectory: commandDirectory, configuration: configuration)
    }

    public func run(_ probe: Probe, limits: ProbeLimits) -> ProbeResult {
        if let theirs = answersElsewhere(probe, limits) { return theirs }
        let doubt = doubt(probe)
        if let doubt, !probe.asksAPI { return ProbeResult(.unavailable, doubt) }
        var result = look(probe, limits)
        result.doubt = doubt
        return result
    }

    private func look(_ probe: Probe, _ limits: ProbeLimits) -> ProbeResult {
        switch probe {
        case .compose(let argv): compose(argv, limits)
        case .shell(let action): shell(action, limits)
        case .http(let action): request(action, limits)
        case .sqlite(let database, let sql): sqlite(database, sql, limits)
        case .redis(let arguments, let options): redis(arguments, options, limits)
        case .outboxTail(let path, let lines): outboxTail(path, lines)
        case .meshStatus: meshStatus(limits)
        case .variable(let name, let alternatives): variable(name, alternatives)
        case .file(let path): file(path)
        case .apiSample: sampleAPI(limits)
        case .dashboard: dashboard(limits)
        case .metrics: metrics(limits)
        case .serviceMemory: serviceMemory(limits)
        case .databaseHealth: databaseHealth(limits)
        case .rateLimits(let pattern): rateLimits(pattern, limits)
        case .capability: capability(limits)
        case .transport: transport(limits)
        case .backlog: backlog(limits)
        case .runningFlags(let sync, let attestation):
            runningFlags([.sync: sync, .attestation: attestation].compactMapValues(\.self), limits)
        case .listener: listener(limits)
        case .apiReady: apiReady(limits)
        case .memoryWrites: memoryWrites(limits)
        case .fileVariable(let name, let value, let file): fileVariable(name, value, file)
        case .givenFlags(let sync, let attestation):
            givenFlags([.sync: sync, .attestation: attestation].compactMapValues(\.self), limits)
        case .meshFlags: meshFlags(limits)
        case .fileIs(let path, let sha256): fileIs(path, sha256)
        // What a restore leaves is known to the operations.
        case .databaseIs: ProbeResult(.failed, "only a restore can tell")
        case .backupIs(let path): backupIs(path)
        case .servicesRun(let wanted): servicesRun(wanted, limits)
        case .imageTag(let tag): imageTag(tag, limits)
        case .meshReport: meshReport(limits)
        case .rateLimitsOver(let pattern): waitRateLimits(pattern, limits)
        case .apiKeys: checkAPIKeys(limits)
        case .providers: providerStates(limits)
        case .slowQueries: slowQueries(limits)
        case .integrity(let database): integrityCheck(database, limits)
        case .databaseUnused: databaseUnused(limits)
        case .redisEvidence: captureRedis(limits)
        case .meshFaults: meshFaults(limits)
        case .recoveryVariable(let variable, let isNeeded): recoveryVariable(variable, isNeeded: isNeeded)
        case .smoke(let check): smoke(check, limits)
        }
    }
}

extension LiveProbes {
    /// Whether a program is on the PATH.
    public static func hasProgram(_ name: String, _ environment: [String: String]) -> Bool { ProgramLookup.isThere(name, environment) }
}
