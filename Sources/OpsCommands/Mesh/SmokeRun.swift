internal import Configuration
internal import Diagnosis
internal import Execution
internal import JSONKit
internal import Journal
internal import Mesh
internal import Planning
internal import Probes
internal import Safety
internal import SystemKit

/// One pass of the smoke checks: planned, run side by side like any probes, and judged.
struct SmokeRun {
    let id: String
    /// The Jarvis that was looked at.
    let directory: JarvisDirectory
    /// Of the configuration that the checks read: a change made meanwhile makes the result count for nothing.
    let fingerprint: String
    let startedAt: Timestamp
    let durationMilliseconds: Double
    let observations: [Observation]
    let verdict: SmokeVerdict

    /// Milliseconds for each check, unless fewer are asked for.
    private static let patience = 5000.0

    /// - Parameters:
    ///   - named: the flags that were named; nil asks for what is configured.
    ///   - journal: where acknowledgements stand.
    /// - Throws: `OpsError` when the run was interrupted.
    init(_ named: Set<MeshFlag>?, _ loaded: LoadedRunbook, _ options: GlobalOptions, _ world: World, _ journal: JournalAccess) throws {
        let site = Site(options, loaded, world)
        // What is looked at is what the service would work with.
        let mesh = site.probes.meshNext(site.limits)
        let configuration = mesh.configuration
        directory = site.jarvis
        fingerprint = configuration.meshFingerprint
        startedAt = .now()
        let start = MonotonicTime.now()
        id = RunID.make(at: startedAt)
        let hasAttestation = configuration.hasAttestation
        let request = SmokeRequest(
            asked: named ?? (hasAttestation ? [.sync, .attestation] : [.sync]), hasAttestation: hasAttestation,
            usesJetStream: configuration.usesJetStream, isDry: options.dryRun, run: id,
            acknowledged: journal.acknowledgements(of: directory), doubt: mesh.doubt)
        let items = SmokePlanner.items(request)
        let progress = Progress(options, world)
        let events = options.output == .jsonl ? EventStream(world.standardOutput, run: id) : nil
        let executor = ProbeExecutor(
            runner: site.probes.seeing(configuration), timeoutMilliseconds: min(Self.patience, options.timeout.milliseconds),
            cancellation: world.cancellation,
            onEvent: { event in
                progress.handle(event)
                events?.handle(event)
            })
        observations = executor.run(Policy.approveReading(SmokePlanner.plan(items)))
        progress.end()
        durationMilliseconds = MonotonicTime.now().milliseconds(since: start)
        verdict = SmokeVerdict(items, observations, asked: request.asked, checked: request.checked)
        if let stop = world.interruption("stopped by a signal; every check was ended") { throw stop }
    }

    /// 78 when something that was asked for is not configured at all, 1 when it failed.
    var exitCode: Int32 {
        if verdict.failures.contains(where: { !($0.evidence["missing"]?.array ?? []).isEmpty }) { return ExitCodes.configuration }
        return verdict.failures.isEmpty ? ExitCodes.success : ExitCodes.confirmed
    }
}
