internal import CommandLineKit
internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import Planning
internal import Probes
internal import SystemKit

/// `mesh status`: what waits in the outbox, and how the mesh is configured and really runs.
struct MeshStatus: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "status", abstract: "Count the outbox, and show the mesh as configured and as it runs.",
            discussion: """
                Reads the whole outbox as Jarvis does: the latest record of each event counts. Meanwhile it asks the service for its \
                capabilities, for one second at most. Nothing is changed, no other program runs, no journal is written. What a look at a \
                large outbox counted is kept in the cache directory, so that the next one reads only what was appended. Exits 0 when \
                the outbox could be read, 66 when a named one is not there.
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Flag(name: .long, help: "Read the whole outbox again, also where an earlier look counted it.")
    var fresh = false

    func run(in world: World) throws -> Int32 {
        let runbook = try LoadedRunbook.read(options.runbook, in: world).runbook
        let configuration = Configuration(options, runbook, world, asksEngine: false)
        try NoJarvis.refuseLook(configuration)
        let service = ServiceCapabilities(configuration, options, world)
        let transport = TransportAnswer(configuration, options, world)
        let input = OutboxInput(configuration)
        let cache =
            fresh ? nil : OutboxCache(outbox: input.path, environment: world.environment, outside: configuration.directory.value)
        let scan = try input.read { (path) throws(SystemError) in
            try OutboxScan(path, cache: cache, cancellation: world.cancellation)
        }
        let invalid = try scan.map { scan in try input.read { (_) throws(SystemError) in try scan.invalidEvents() } ?? [] }
        let page = MeshStatusOutput(
            configuration: configuration, input: input, scan: scan, invalid: invalid ?? [],
            acknowledged: scan?.tally.counts.invalidEvents ?? 0 == 0
                ? [] : JournalAccess.forReading(world).acknowledgements(of: world.jarvis(at: configuration.directory.value)),
            answer: service.answer(), transport: transport.row(), now: .now())
        try Output(options, world).print(json: page.json) { page.text($0) }
        scan?.keep()
        return ExitCodes.success
    }
}

/// The running service's own word on its capabilities, asked for beside other work.
struct ServiceCapabilities {
    struct Answer {
        /// What was asked: scheme, host and port.
        let address: String
        /// nil when no report could be had.
        let components: [Capability]?
        /// Where the report was found, or why there is none.
        let summary: String
    }

    /// The most that an answer is waited for, in milliseconds.
    static let patience: Double = 1000
    private let address: String
    private let thread: BlockingThread<ProbeResult>?
    /// Why it is not asked; nil where it is.
    private var obstacle: String?

    /// Starts asking.
    init(_ configuration: Configuration, _ options: GlobalOptions, _ world: World) {
        address = configuration.supervisor?.words ?? configuration.apiURL.value
        // That would be another program's work.
        if case .inside? = configuration.supervisor {
            obstacle = "it answers inside its container only; jarvis-ops diagnose mesh asks there"
            thread = nil
            return
        }
        let probes = LiveProbes(configuration: configuration, environment: world.environment)
        let limits = ProbeLimits(
            timeoutMilliseconds: min(ServiceCapabilities.patience, options.timeout.milliseconds), cancellation: world.cancellation)
        thread = try? BlockingThread { probes.run(.capability, limits: limits) }
    }

    /// Waits for what is left of the second.
    func answer() -> Answer {
        if let obstacle { return Answer(address: address, components: nil, summary: obstacle) }
        guard let result = thread?.value() else {
            return Answer(address: address, components: nil, summary: "no thread could be started to ask it")
        }
        guard result.state.isMeasured, let parts = result.evidence["components"]?.array else {
            return Answer(address: address, components: nil, summary: result.summary)
        }
        let components = parts.map { part in
            Capability(
                name: part["name"]?.text ?? "", enabled: part["enabled"]?.bool, status: .init(part["status"]?.text ?? ""),
                reason: part["reason"]?.text, fallback: part["fallback"]?.text)
        }
        return Answer(address: address, components: components, summary: result.evidence["path"]?.text ?? "")
    }
}

/// The mesh's server, asked beside the scan, for the same second at most.
struct TransportAnswer {
    private let configuration: Configuration
    private let thread: BlockingThread<ProbeResult>?

    init(_ configuration: Configuration, _ options: GlobalOptions, _ world: World) {
        self.configuration = configuration
        let probes = LiveProbes(configuration: configuration, environment: world.environment)
        let limits = ProbeLimits(
            timeoutMilliseconds: min(ServiceCapabilities.patience, options.timeout.milliseconds), cancellation: world.cancellation)
        thread = try? BlockingThread { probes.run(.transport, limits: limits) }
    }

    struct Row {
        let state: ProbeState
        let summary: String
        let evidence: JSONObject
        /// nil where nothing was measured.
        let look: TransportLook?
    }

    /// Where it is, and what was seen of it.
    func row() -> Row {
        guard let result = thread?.value() else {
            return Row(state: .failed, summary: "no thread could be started to ask it", evidence: JSONObject(), look: nil)
        }
        let look: TransportLook? = if case .transport(let look)? = result.measurement { look } else { nil }
        return Row(state: result.state, summary: result.summary, evidence: result.evidence, look: look)
    }
}
