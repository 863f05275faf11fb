internal import Execution
internal import Planning
internal import Redaction
internal import Synchronization
internal import SystemKit
internal import TerminalKit

/// Progress on standard error: one line a probe, which updates while the probe runs; off a terminal one plain line as it ends.
final class Progress: Sendable {
    private let lines: LiveLines?
    /// Before a line is cut to the terminal's width.
    private let secrets: SharedRedactor
    private let handles = Mutex<[String: LiveLines.Handle]>([:])

    init(_ options: GlobalOptions, _ world: World) {
        secrets = world.secrets
        guard !options.quiet, options.output == .text else {
            lines = nil
            return
        }
        let palette = world.palette(for: world.standardError, options)
        lines = LiveLines(.stream(world.standardError, palette: palette, environment: world.environment))
    }

    /// Called from the probes' threads.
    func handle(_ event: ProbeEvent) {
        guard let lines else { return }
        switch event {
        case .started(let step):
            let handle = lines.start(step.id, detail: secrets.redactor.redact(step.title))
            handles.withLock { $0[step.id] = handle }
        case .finished(let observation):
            guard let handle = handles.withLock({ $0.removeValue(forKey: observation.id) }) else { return }
            lines.finish(handle, observation.state.outcome, detail: secrets.redactor.redact(observation.summary))
        }
    }

    /// Gives the cursor back; owed before anything else is printed.
    func end() { lines?.end() }
}

extension ProbeState {
    fileprivate var outcome: Outcome {
        switch self {
        case .ok: .good
        case .unhealthy: .bad
        case .failed, .timedOut: .warning
        case .unavailable: .unknown
        case .notRun: .skipped
        }
    }
}
