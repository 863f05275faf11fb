internal import JSONKit
internal import Journal
internal import SystemKit

/// A run as `resume` and `abandon` need it.
struct RunRecord {
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

    let id: String
    /// All that is remembered of it, in order.
    let rows: [JournalRow]
    let steps: ResumedRun
    let isChange: Bool
    /// What was asked for; nil for a run that only looked.
    let request: ChangeRequest?
    let jarvis: JarvisDirectory?
    /// What was typed, and how it stands, for whoever is asked about it.
    let summary: String
    /// The process that is still at it; nil when none is known.
    let process: RunningProcess?
    /// nil while it can be resumed.
    let closed: Closing?

    /// The run that is named, of the Jarvis that the options name.
    ///
    /// - Throws: `OpsError` 66 when there is no such run, 64 when it belongs to another Jarvis: whoever wants that one says so.
    static func find(_ name: String, _ options: GlobalOptions, in world: World) throws(OpsError) -> RunRecord {
        let jarvis = options.jarvis(in: world)
        let record = try find(name, of: jarvis, options, in: world)
        guard let other = record.jarvis, !other.isSame(as: jarvis) else { return record }
        throw OpsError(
            "another-directory", "run \(record.id) belongs to \(other.path), and this is \(jarvis.path)",
            hint: "If that is what you mean, name it: -C \(other.path). Nothing was changed.", exitCode: ExitCodes.usage)
    }

    /// By its whole id, whatever Jarvis it belongs to.
    static func find(id: String, in world: World) throws(OpsError) -> RunRecord { try find(id, of: nil, GlobalOptions(), in: world) }

    /// Throws: `OpsError` when there is no such run, or no journal; 77 when the journal cannot be read for its damage.
    private static func find(
        _ id: String, of jarvis: JarvisDirectory?, _ options: GlobalOptions, in world: World
    ) throws(OpsError) -> RunRecord {
        do throws(JournalError) {
            guard
                let journal = try Journal.openForReading(
                    directory: StateDirectory.path(world.environment), deadline: .after(milliseconds: 5000))
            else {
                throw JournalError(.noSuchRun(id), "there is no run \(id): nothing has been recorded yet")
            }
            // What only looked, or was refused before it began, does not hide the change that waits.
            let runs = id == "last" ? try journal.runs() : []
            let last = runs.first { run in
                run.kind == .change && run.outcome != "refused" && jarvis.map { run.isOf($0) } ?? true
            }
            let run = try journal.run(last?.id ?? id, of: jarvis)
            return RunRecord(run.id, try journal.rows(run: run.id))
        } catch {
            if case .noSuchRun = error.kind, let damaged = adopted(id, of: jarvis, in: world) { throw damaged }
            if error.kind == .tampered { throw OpsError(damagedJournal: error.message) }
            throw OpsError(error)
        }
    }

    /// What a journal that was adopted as damaged says is shown, and nothing is done or taken back for it.
    private static func adopted(_ id: String, of jarvis: JarvisDirectory?, in world: World) -> OpsError? {
        let damaged = Journal.putAside(directory: StateDirectory.path(world.environment), deadline: .after(milliseconds: 5000))
        guard let run = damaged.lazy.compactMap({ try? $0.run(id, of: jarvis) }).first else { return nil }
        return OpsError(
            "journal-damaged", "run \(run.id) stands in a journal that was adopted as damaged: it is neither resumed nor abandoned",
            hint: "Look at it: jarvis-ops runs show \(run.id). Then give the command anew.", exitCode: ExitCodes.refused)
    }

    private init(_ id: String, _ rows: [JournalRow]) {
        self.id = id
        self.rows = rows
        steps = ResumedRun(id, rows: rows)
        let began = rows.first { $0.table == .runs && $0.event == "began" }
        isChange = began?.body["kind"]?.text == "change"
        request = began?.body["request"].flatMap { ChangeRequest(json: $0) }
        jarvis = began.flatMap { JarvisDirectory($0.body) }
        let run = RecordedRun(rows)
        process = run.flatMap { RunningProcess($0) }
        summary = run.map { "run \(id): \($0.command), began \($0.startedAt.rfc3339), in \($0.directory ?? "no directory")" } ?? "run \(id)"
        let last = rows.last { $0.table == .runs }
        switch (last?.event, last?.body["outcome"]?.text) {
        case ("abandoned"?, _): closed = .abandoned
        case ("ended"?, "done"?): closed = .done
        case ("ended"?, "refused"?): closed = .refused
        default: closed = nil
        }
    }

    /// Why nothing more is to be done about it.
    func closedError(_ consequence: String) -> OpsError {
        OpsError(
            "closed", "run \(id) \(closed?.words ?? "is open"): \(consequence)", hint: "Look at it: jarvis-ops runs show \(id)",
            exitCode: ExitCodes.confirmed)
    }

    /// Where its steps were read the last time, and what that held; nil for a run of an older version.
    var origin: (path: String, sha256: String)? {
        rows.last { $0.table == .runs && $0.body["runbook"]?.object != nil }.flatMap { row in
            guard let path = row.body["runbook"]?["path"]?.text, let sha256 = row.body["runbook"]?["sha256"]?.text else { return nil }
            return (path, sha256)
        }
    }

    /// Says in the journal that nobody will take it up again.
    @discardableResult
    func close(_ because: String, _ options: GlobalOptions, _ world: World) throws(OpsError) -> JournalHead {
        let journal = try world.openJournal()
        do throws(JournalError) {
            return try journal.append([
                JournalEntry(.runs, run: id, event: "abandoned", body: ["because": because.json, "user": world.identity.user.json])
            ])
        } catch {
            throw OpsError(error)
        }
    }
}
