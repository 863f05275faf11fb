internal import JSONKit
internal import Journal
internal import Locking
internal import SystemKit
internal import TerminalKit

// A run as `resume` and `abandon` need it.

extension RunHistory {
    enum Closing {
        case done, refused, abandoned

        var words: String {
            switch self {
            case .done: "is done"
            case .refused: "was refused before it began"
            case .abandoned: "was abandoned or taken back"
            }
        }
    }

    /// nil while it can be resumed.
    var closed: Closing? {
        switch (state, outcome) {
        case (.abandoned, _): .abandoned
        case (.ended, "done"?): .done
        case (.ended, "refused"?): .refused
        default: nil
        }
    }

    /// What was asked for; nil for a run that only looked.
    var request: ChangeRequest? { requested.flatMap { ChangeRequest(json: $0) } }

    /// What was typed, and how it stands, for whoever is asked about it.
    var summary: String { "run \(id): \(command), began \(startedAt.rfc3339), in \(directory ?? "no directory")" }

    /// The process that is still at it; nil when none is known.
    var worker: RunningProcess? { RunningProcess(self) }

    var uncertainSteps: [String] { steps.filter(\.isUncertain).map(\.id).sorted() }

    /// The run that is named, of the Jarvis that the options name.
    ///
    /// - Throws: `OpsError` 66 when there is no such run, 64 when it belongs to another Jarvis: whoever wants that one says so.
    static func find(_ name: String, _ options: GlobalOptions, in world: World) throws(OpsError) -> RunHistory {
        let jarvis = options.jarvis(in: world)
        let found = try find(name, of: jarvis, in: world)
        guard let other = found.jarvis, !other.isSame(as: jarvis) else { return found }
        throw OpsError(
            "another-directory", "run \(found.id) belongs to \(other.path), and this is \(jarvis.path)",
            hint: "If that is what you mean, name it: -C \(other.path). Nothing was changed.", exitCode: ExitCodes.usage)
    }

    /// By its whole id, whatever Jarvis it belongs to.
    static func find(id: String, in world: World) throws(OpsError) -> RunHistory { try find(id, of: nil, in: world) }

    /// Throws: `OpsError` when there is no such run, or no journal; 77 when the journal cannot be read for its damage.
    private static func find(_ id: String, of jarvis: JarvisDirectory?, in world: World) throws(OpsError) -> RunHistory {
        let access = JournalAccess.forReading(world)
        do throws(JournalError) {
            guard let journal = try access.result.get() else {
                throw JournalError(.noSuchRun(id), "there is no run \(id): nothing has been recorded yet")
            }
            // What only looked, or was refused before it began, does not hide the change that waits.
            let last = id == "last" ? try journal.newestRun(of: jarvis) { $0.kind == .change && $0.outcome != "refused" } : nil
            return try journal.run(last?.id ?? id, of: jarvis)
        } catch {
            if case .noSuchRun = error.kind, let damaged = adopted(id, of: jarvis, access) { throw damaged }
            if error.kind == .tampered { throw OpsError(damagedJournal: error.message) }
            throw OpsError(error)
        }
    }

    /// What a journal that was adopted as damaged says is shown, and nothing is done or taken back for it.
    private static func adopted(_ id: String, of jarvis: JarvisDirectory?, _ access: JournalAccess) -> OpsError? {
        guard let run = access.damaged.lazy.compactMap({ try? $0.run(id, of: jarvis) }).first else { return nil }
        return OpsError(
            "journal-damaged", "run \(run.id) stands in a journal that was adopted as damaged: it is neither resumed nor abandoned",
            hint: "Look at it: jarvis-ops runs show \(run.id). Then give the command anew.", exitCode: ExitCodes.refused)
    }

    /// Why nothing more is to be done about it.
    func closedError(_ consequence: String) -> OpsError {
        OpsError(
            "closed", "run \(id) \(closed?.words ?? "is open"): \(consequence)", hint: "Look at it: jarvis-ops runs show \(id)",
            exitCode: ExitCodes.confirmed)
    }

    /// Asked under the lock: two responders may have taken the same run up, and the other may have gone on while a person was asked here.
    /// What is known of its steps is not true any more then.
    ///
    /// Throws: `OpsError` 75.
    func requireAlone(_ world: World) throws(OpsError) {
        let isTouched = try RunHistory.find(id: id, in: world).rows.contains { row in
            guard row.seq > lastRow else { return false }
            switch row.said {
            case .intended, .interrupted, .ended, .abandoned, .began: return true
            default: return false
            }
        }
        guard isTouched else { return }
        throw OpsError(
            "taken-up-elsewhere", "another responder took run \(id) up meanwhile",
            hint: "Look at it, then try again: jarvis-ops runs show \(id)", exitCode: ExitCodes.locked)
    }

    /// Says in the journal that nobody will take it up again.
    @discardableResult
    func close(_ because: String, _ options: GlobalOptions, _ world: World) throws(OpsError) -> JournalHead {
        let journal = try world.openJournal()
        do throws(JournalError) {
            return try RunLog(journal, run: id, world).append([.abandoned(because: because, user: world.identity.user)])
        } catch {
            throw OpsError(error)
        }
    }
}
