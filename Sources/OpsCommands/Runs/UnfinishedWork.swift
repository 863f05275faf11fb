internal import Configuration
internal import Execution
internal import JSONKit
internal import Journal
internal import Operations
internal import Planning
internal import Probes
internal import Runbook
internal import TerminalKit

/// A run of this Jarvis that was cut in the middle of an act, and the state that it left, by its name: whoever comes next is told, and
/// how to go on or back.
struct UnfinishedWork {
    struct Act {
        let step: String
        let state: String
    }

    let run: RunHistory
    let acts: [Act]

    /// nil where nothing is known to be half done: a run that goes on is not cut, and one that ended between two steps left nothing.
    init?(_ run: RunHistory, _ target: JarvisTarget) {
        guard run.kind == .change, run.isOpen, RunningProcess(run) == nil else { return nil }
        let cut = run.steps.filter(\.isUncertain)
        acts = cut.map { step in
            Act(step: step.id, state: UnfinishedWork.state(step.intent?.act, target))
        }
        guard !acts.isEmpty else { return nil }
        self.run = run
    }

    /// The newest one, also while it is taken up again.
    init?(_ access: JournalAccess, _ target: JarvisTarget) {
        let jarvis = target.jarvis
        let open = (try? access.journal?.openRuns()) ?? []
        let ours = open.lazy.filter { $0.kind == .change && $0.isOf(jarvis) && $0.steps.contains(where: \.isUncertain) }
        guard let found = ours.compactMap({ try? access.journal?.run($0.id) }).compactMap({ UnfinishedWork($0, target) }).first else {
            return nil
        }
        self = found
    }

    private static func state(_ act: StoredOperation?, _ target: JarvisTarget) -> String {
        let brief = ProbeLimits(timeoutMilliseconds: 3000, cancellation: target.world.cancellation)
        switch act?.word {
        case .restoreDatabase?, .returnDatabase?: return database(target)
        case .recreate?, .bringUp?, .startServices?: return target.probes.containerState(brief)
        case .runbook? where act?.kind == .compose: return target.probes.containerState(brief)
        default: return "it was begun, and how it ended is not known"
        }
    }

    private static func database(_ target: JarvisTarget) -> String {
        switch DatabaseBackups.standing(in: target.configuration) {
        case .missing(let kept):
            "there is no database now: the old one stands beside as \(target.configuration.shown(kept)), whole; resume puts the backup in, "
                + "--undo puts the old one back; start no service before"
        case .gone: "there is no database now, and none stands beside"
        case .untouched(let unfinished):
            "the old database is in its place; an unfinished copy of the backup stands beside as \(target.configuration.shown(unfinished)), and "
                + "resume makes it anew"
        case .inPlace(let kept?):
            "a database is in its place, and the one before stands beside as \(target.configuration.shown(kept)); resume looks which it is"
        case .inPlace(nil): "the old database is in its place, and nothing stands beside"
        }
    }

    /// One line for each act.
    var lines: [String] { acts.map { Sanitizer.line("\($0.step) was cut: \($0.state)") } }

    var hint: String { "To go on: jarvis-ops runs resume \(run.id). To go back: jarvis-ops runs resume \(run.id) --undo" }

    /// Before a plan, which is made among what it left.
    static func say(_ access: JournalAccess, _ target: JarvisTarget) {
        guard target.options.output == .text, let work = UnfinishedWork(access, target) else { return }
        let lines = work.lines.joined(separator: "\n  ")
        target.world.note("run \(work.run.id) (\(work.run.command)) was cut in the middle\n  \(lines)\n  \(work.hint)")
    }

    var json: JSONValue { .array(acts.map { ["step": $0.step.json, "state": $0.state.json] }) }
}
