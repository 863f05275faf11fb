internal import Execution
internal import Planning
internal import Safety
internal import SystemKit

/// Probes that are run side by side, with progress and events: what a diagnosis and the smoke checks have in common.
struct ReadingRun {
    let id: String
    let startedAt = Timestamp.now()
    private let start = MonotonicTime.now()
    private(set) var durationMilliseconds = 0.0
    private(set) var observations: [Observation] = []

    init() { id = RunID.make(at: startedAt) }

    /// - Parameters:
    ///   - beside: waited for before the progress ends.
    ///   - word: for what was ended by a signal: `probe`.
    /// - Throws: `OpsError` when it was interrupted.
    mutating func look(
        _ plan: Plan, by runner: any ProbeRunner, timeoutMilliseconds: Double, _ target: JarvisTarget, word: String,
        beside: () -> Void = {}
    ) throws(OpsError) {
        let progress = Progress(target.options, target.world)
        let events = target.options.output == .jsonl ? EventStream(target.world.standardOutput, run: id) : nil
        let executor = ProbeExecutor(
            runner: runner, timeoutMilliseconds: timeoutMilliseconds, cancellation: target.world.cancellation,
            onEvent: { event in
                progress.handle(event)
                events?.handle(event)
            })
        observations = executor.run(Policy.approveReading(plan))
        beside()
        progress.end()
        durationMilliseconds = MonotonicTime.now().milliseconds(since: start)
        if let stop = target.world.interruption("stopped by a signal; every \(word) was ended") { throw stop }
    }
}
