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
        let isInside = if case .inside? = configuration.supervisor { true } else { false }
        let service = isInside ? nil : BesideLook.begin(.capability, configuration, options, world)
        let transport = BesideLook.begin(.transport, configuration, options, world)
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
            answer: ServiceAnswer(configuration, service), transport: transport.result, now: .now())
        try Output(options, world).print(json: page.json) { page.text($0) }
        scan?.keep()
        return ExitCodes.success
    }
}

/// The running service's own word on its capabilities.
struct ServiceAnswer {
    /// What was asked: scheme, host and port.
    let address: String
    /// nil when no report could be had.
    let components: [Capability]?
    /// Where the report was found, or why there is none.
    let summary: String

    init(_ configuration: Configuration, _ look: BesideLook?) {
        address = configuration.supervisor?.words ?? configuration.apiURL.value
        // Inside a container it would be another program's work.
        let inside = ProbeResult(.notRun, "it answers inside its container only; jarvis-ops diagnose mesh asks there")
        let result = look?.result ?? inside
        components = result.capabilities
        summary = components == nil ? result.summary : result.evidence["path"]?.text ?? ""
    }
}

/// A look beside other work, which is waited for a second at most.
struct BesideLook {
    /// In milliseconds.
    private static let patience: Double = 1000
    private let thread: BlockingThread<ProbeResult>?

    /// Starts asking.
    static func begin(_ probe: Probe, _ configuration: Configuration, _ options: GlobalOptions, _ world: World) -> BesideLook {
        let probes = LiveProbes(configuration: configuration, environment: world.environment)
        let limits = ProbeLimits(
            timeoutMilliseconds: min(patience, options.timeout.milliseconds), cancellation: world.cancellation)
        return BesideLook(thread: try? BlockingThread { probes.run(probe, limits: limits) })
    }

    /// Waits for what is left of the second.
    var result: ProbeResult { thread?.value() ?? ProbeResult(.failed, "no thread could be started to ask it") }
}
