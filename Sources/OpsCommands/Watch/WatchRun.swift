internal import Configuration
internal import Diagnosis
internal import Probes
internal import SystemKit

/// The looks of one watch, one after the other and never two at once.
final class WatchRun {
    enum Ending: String {
        case healthy
        case timeOver = "time-over"
        case interrupted
    }

    private let id: String
    private let startedAt = Timestamp.now()
    private let start = MonotonicTime.now()
    private let settings: WatchSettings
    private let loaded: LoadedRunbook
    private let options: GlobalOptions
    private let world: World
    private let view: WatchView
    private var record: WatchRecord
    private var metrics: MetricsFile?
    private var tally = WatchTally()
    private let history = APIHistory()

    init(_ settings: WatchSettings, _ loaded: LoadedRunbook, _ metrics: MetricsFile?, _ options: GlobalOptions, _ world: World) {
        id = RunID.make(at: startedAt)
        self.settings = settings
        self.loaded = loaded
        self.options = options
        self.world = world
        self.metrics = metrics
        view = WatchView(settings, run: id, options, world)
        record = WatchRecord(run: id, settings, options, world, view)
    }

    /// Throws: `OpsError` when the results cannot be written, or the metrics file cannot be made.
    func run() throws -> Int32 {
        if let fault = Configuration(options, loaded.runbook, world).dotEnvFault { world.note(fault) }
        // The cursor is owed back whatever happens.
        defer { view.end() }
        try metrics?.begin(WatchMetrics.text(tally, of: settings.incident, world.redactor))
        let ending = try look()
        let code = exitCode(ending)
        let head = record.end(tally, ending, exitCode: code)
        view.show(tally, .over)
        view.end()
        let summary = WatchSummary(
            run: id, startedAt: startedAt, durationMilliseconds: MonotonicTime.now().milliseconds(since: start), settings: settings,
            tally: tally, ending: ending, metricsPath: metrics?.path, head: head)
        try Output(options, world).print(json: summary.json) { summary.text($0) }
        AuditLine.show(head, run: id, options, world)
        return code
    }

    private func look() throws -> Ending {
        let limit = settings.limitMilliseconds.map { Deadline(at: start.adding(milliseconds: $0)) }
        while !world.cancellation.isCancelled {
            let next = Deadline(at: MonotonicTime.now().adding(milliseconds: settings.intervalMilliseconds))
            view.show(tally, .looking)
            guard let look = try once() else { return .interrupted }
            let before = tally.last?.diagnosis.verdict
            tally.take(look)
            if before != look.diagnosis.verdict { record.turned(look, from: before) }
            if let fault = metrics?.write(WatchMetrics.text(tally, of: settings.incident, world.redactor)) { view.note(fault) }
            try view.looked(look, tally)
            if tally.clearInARow >= settings.untilHealthy { return .healthy }
            let end = limit.map { next.orEarlier($0) } ?? next
            if view.wait(until: end, tally) { return .interrupted }
            if let limit, limit.hasPassed { return .timeOver }
        }
        return .interrupted
    }

    /// nil when a signal ended it.
    private func once() throws -> WatchLook? {
        // The looks are shown by the watch itself: without progress, and without an event for each probe.
        var quiet = options
        quiet.output = .json
        do throws(OpsError) {
            let run = try DiagnosisRun.look(
                at: [settings.incident], .resolve(quiet, loaded, world), saysFaults: false, history: history)
            return WatchLook(number: tally.looks + 1, run, run.diagnosis(of: settings.incident))
        } catch {
            guard error.ground == .interrupted else { throw error }
            return nil
        }
    }

    private func exitCode(_ ending: Ending) -> Int32 {
        switch ending {
        case .healthy: ExitCodes.success
        case .timeOver: tally.last?.diagnosis.verdict == .confirmed ? ExitCodes.confirmed : ExitCodes.unmeasured
        case .interrupted: 128 + (world.receivedSignal() ?? 2)
        }
    }
}
