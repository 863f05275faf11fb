internal import Diagnosis
internal import Journal
internal import Runbook
internal import SystemKit

/// A watch in the journal: one run, a `turned` row whenever the verdict became another one, and at the end the last look as a diagnosis is
/// kept. Thousands of looks that found the same leave nothing.
struct WatchRecord {
    private let log: LooseLog?
    private let settings: WatchSettings
    private let world: World
    private let startedAt = Timestamp.now()
    private var hasBegun = false

    init(run: String, _ settings: WatchSettings, _ options: GlobalOptions, _ world: World, _ view: WatchView) {
        log = options.dryRun ? nil : LooseLog(looks: run, world, note: view.note)
        self.settings = settings
        self.world = world
    }

    mutating func turned(_ look: WatchLook, from verdict: Verdict?) {
        let turn = VerdictTurn(
            RecordedVerdict(look.diagnosis), was: verdict?.rawValue, look: look.number, startedAt: look.startedAt)
        log?.append(beginning(look.directory) + [.turned(turn)])
    }

    /// - Returns: the journal's head afterwards; nil when nothing was recorded.
    func end(_ tally: WatchTally, _ ending: WatchRun.Ending, exitCode: Int32) -> JournalHead? {
        // A watch that saw nothing is no part of the history, as an interrupted diagnosis is none.
        guard let last = tally.last else { return nil }
        var end = RunEnding.done(exitCode: exitCode)
        end.watch = (ending.rawValue, tally.looks)
        let seen = last.observations.map { RunEvent.looked(RecordedObservation($0)) }
        return log?.append(seen + [.judged(RecordedVerdict(last.diagnosis)), .ended(end)])
    }

    private mutating func beginning(_ directory: JarvisDirectory) -> [RunEvent] {
        guard !hasBegun else { return [] }
        hasBegun = true
        var opening = RunOpening(
            looking: "watch \(settings.incident.id)", subject: settings.incident.id, in: directory, world)
        opening.startedAt = startedAt
        return [.began(opening)]
    }
}
