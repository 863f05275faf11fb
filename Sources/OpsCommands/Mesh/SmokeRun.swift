internal import Configuration
internal import Diagnosis
internal import Execution
internal import JSONKit
internal import Journal
internal import Mesh
internal import Planning
internal import Probes
internal import SystemKit

/// One pass of the smoke checks: planned, run side by side like any probes, and judged.
struct SmokeRun {
    /// The Jarvis that was looked at.
    let directory: JarvisDirectory
    /// Of the configuration that the checks read: a change made meanwhile makes the result count for nothing.
    let fingerprint: String
    let reading: ReadingRun
    let verdict: SmokeVerdict

    /// Milliseconds for each check, unless fewer are asked for.
    private static let patience = 5000.0

    /// - Parameters:
    ///   - named: the flags that were named; nil asks for what is configured.
    ///   - journal: where acknowledgements stand.
    /// - Throws: `OpsError` when the run was interrupted.
    static func look(for named: Set<MeshFlag>?, _ target: JarvisTarget, _ journal: JournalAccess) throws(OpsError) -> SmokeRun {
        // What is looked at is what the service would work with.
        let mesh = target.probes.meshNext(target.limits)
        let configuration = mesh.configuration
        let directory = target.jarvis
        var reading = ReadingRun()
        let hasAttestation = configuration.hasAttestation
        let request = SmokeRequest(
            asked: named ?? (hasAttestation ? [.sync, .attestation] : [.sync]), hasAttestation: hasAttestation,
            usesJetStream: configuration.usesJetStream, isDry: target.options.dryRun, run: reading.id,
            acknowledged: journal.acknowledgements(of: directory), doubt: mesh.doubt)
        let items = SmokePlanner.items(request)
        try reading.look(
            SmokePlanner.plan(items), by: target.probes.seeing(configuration),
            timeoutMilliseconds: min(Self.patience, target.options.timeout.milliseconds), target, word: "check")
        return SmokeRun(
            directory: directory, fingerprint: configuration.meshFingerprint, reading: reading,
            verdict: SmokeVerdict(items, reading.observations, asked: request.asked, checked: request.checked))
    }

    /// Run and recorded before a retry that wants them. A dry run records nothing and touches no subject.
    ///
    /// Throws: `OpsError` when it was interrupted.
    static func first(for facts: Facts, _ target: JarvisTarget, _ access: JournalAccess) throws(OpsError) -> SmokeFacts {
        if target.options.output == .text, !target.options.quiet {
            let what = facts.flags.sync.best ? "whether the service runs with sync cannot be seen" : "sync is off"
            target.world.note("\(what), and no fresh smoke checks passed: they are run first")
        }
        let run = try look(for: [.sync], target, access)
        _ = run.record("mesh smoke sync", target.options, target.world)
        return SmokeFacts(
            passed: run.verdict.passed, isFirstEnabling: run.verdict.result == .firstEnable, ageMilliseconds: 0,
            covered: run.verdict.covered, isOfThisConfiguration: run.fingerprint == facts.service.meshFingerprint)
    }

    /// 78 when something that was asked for is not configured at all, 1 when it failed.
    var exitCode: Int32 {
        if verdict.failures.contains(where: { !($0.evidence["missing"]?.array ?? []).isEmpty }) { return ExitCodes.configuration }
        return verdict.failures.isEmpty ? ExitCodes.success : ExitCodes.confirmed
    }
}
