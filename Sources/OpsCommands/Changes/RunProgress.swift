internal import Execution
internal import Redaction
internal import Synchronization
internal import SystemKit
internal import TerminalKit

/// Progress of a run that changes something: one line a step, and the events of `-o jsonl`.
final class RunProgress: Sendable {
    private let lines: LiveLines?
    /// Before a line is cut to the terminal's width.
    private let secrets: SharedRedactor
    private let events: EventStream?
    private let handle = Mutex<LiveLines.Handle?>(nil)
    /// Of a retry, whose events share one line.
    private let together: Mutex<Together?>
    /// Raised at the end, so that nobody waits for a signal any more.
    private let over: Cancellation
    private let watcher = Mutex<BlockingThread<Void>?>(nil)
    /// Hears of acts and of the signal.
    let stopping: StoppingNote

    /// Throws: `SystemError` when no descriptor or thread can be had.
    ///
    /// - Parameters:
    ///   - together: the steps that share one line, of a retry; nil for other changes.
    ///   - stream: of a run of several plans, whose events are numbered through; nil: this is the only one.
    init(_ options: GlobalOptions, _ world: World, run: String, together: Set<String>? = nil, stream: EventStream? = nil)
        throws(SystemError)
    {
        over = try Cancellation()
        self.together = Mutex(together.map { Together(steps: $0) })
        secrets = world.secrets
        self.events = options.output == .jsonl ? stream ?? EventStream(world.standardOutput, run: run) : nil
        var lines: LiveLines?
        if !options.quiet, options.output == .text {
            let palette = world.palette(for: world.standardError, options)
            lines = LiveLines(.stream(world.standardError, palette: palette, environment: world.environment))
        }
        self.lines = lines
        stopping = StoppingNote { [lines] text, isWaitedFor in
            // Machines are told how it ended; who waits for them is told why it takes time.
            if let lines { lines.note(text, .warning) } else if isWaitedFor, !options.quiet { world.note(text) }
        }
        let (over, signals, stopping) = (over, world.cancellation, stopping)
        let thread = try BlockingThread<Void> {
            SignalWait.untilReadable(signals.fileDescriptor, over.fileDescriptor)
            // Whoever pressed Ctrl-C and sees nothing happen presses it again.
            if !over.isCancelled { stopping.signalCame() }
        }
        watcher.withLock { $0 = thread }
    }

    @Sendable func handle(_ event: StepEvent) {
        events?.handle(event)
        // Events that are sent together end one by one; what is waited for is their common end.
        if case .finished = event, together.withLock({ $0 == nil }) { stopping.actEnded() }
        guard let lines else { return }
        if together.withLock({ count(event, &$0, lines) }) { return }
        switch event {
        case .started(let id, let title):
            let started = lines.start(id, detail: secrets.redactor.redact(title))
            handle.withLock { $0 = started }
        case .progressed(_, let words):
            guard let started = handle.withLock({ $0 }) else { return }
            lines.update(started, detail: secrets.redactor.redact(words))
        case .finished(let result):
            guard let started = handle.withLock({ $0 }) else { return }
            lines.finish(started, result.isFinding ? .warning : result.state.outcome, detail: secrets.redactor.redact(result.because))
            handle.withLock { $0 = nil }
        }
    }

    private struct Together {
        let steps: Set<String>
        var done = 0
        var failed = 0
    }

    /// False when there is nothing to be counted.
    private func count(_ event: StepEvent, _ together: inout Together?, _ lines: LiveLines) -> Bool {
        guard var counts = together, counts.steps.contains(event.id) else { return false }
        defer { together = counts }
        let line = handle.withLock { handle in
            let line = handle ?? lines.start("mesh/retry", detail: "\(counts.steps.count) events")
            handle = line
            return line
        }
        guard case .finished(let result) = event else { return true }
        if result.state == .done { counts.done += 1 } else { counts.failed += 1 }
        let words = "\(counts.done) of \(counts.steps.count) done" + (counts.failed > 0 ? ", \(counts.failed) not" : "")
        guard counts.done + counts.failed == counts.steps.count else {
            lines.update(line, detail: words)
            return true
        }
        lines.finish(line, counts.failed == 0 ? .good : .bad, detail: words)
        handle.withLock { $0 = nil }
        return true
    }

    /// Gives the cursor back; owed before anything else is printed.
    func end() {
        over.cancel()
        watcher.withLock { thread in
            thread?.value()
            thread = nil
        }
        lines?.end()
    }
}

extension StepEvent {
    /// The step's.
    fileprivate var id: String {
        switch self {
        case .started(let id, _), .progressed(let id, _): id
        case .finished(let result): result.id
        }
    }
}

extension StepResult.State {
    fileprivate var outcome: Outcome {
        switch self {
        case .done: .good
        case .failed: .bad
        case .unknown: .unknown
        case .skipped, .notRun: .skipped
        }
    }
}
