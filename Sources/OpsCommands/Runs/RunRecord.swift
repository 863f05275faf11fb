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
    let directory: String?
    /// nil while it can be resumed.
    let closed: Closing?

    /// Throws: `OpsError` when there is no such run, or no journal.
    static func find(_ id: String, in world: World) throws(OpsError) -> RunRecord {
        do throws(JournalError) {
            guard
                let journal = try Journal.openForReading(
                    directory: StateDirectory.path(world.environment), deadline: .after(milliseconds: 5000))
            else {
                throw JournalError(.noSuchRun(id), "there is no run \(id): nothing has been recorded yet")
            }
            // What only looked, or was refused before it began, does not hide the change that waits.
            let runs = id == "last" ? try journal.runs() : []
            let last = runs.first { $0.kind == .change && $0.outcome != "refused" }
            let run = try journal.run(last?.id ?? id)
            return RunRecord(run.id, try journal.rows(run: run.id))
        } catch {
            throw OpsError(error)
        }
    }

    private init(_ id: String, _ rows: [JournalRow]) {
        self.id = id
        self.rows = rows
        steps = ResumedRun(id, rows: rows)
        let began = rows.first { $0.table == .runs && $0.event == "began" }
        isChange = began?.body["kind"]?.text == "change"
        request = began?.body["request"].flatMap { ChangeRequest(json: $0) }
        directory = began?.body["directory"]?.text
        let last = rows.last { $0.table == .runs }
        switch (last?.event, last?.body["outcome"]?.text) {
        case ("abandoned"?, _): closed = .abandoned
        case ("ended"?, "done"?): closed = .done
        case ("ended"?, "refused"?): closed = .refused
        default: closed = nil
        }
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
    func close(_ because: String, _ world: World) throws(OpsError) -> JournalHead {
        do throws(JournalError) {
            let journal = try Journal.open(directory: StateDirectory.path(world.environment), deadline: .after(milliseconds: 5000))
            return try journal.append([
                JournalEntry(.runs, run: id, event: "abandoned", body: ["because": because.json, "user": world.identity.user.json])
            ])
        } catch {
            throw OpsError(error)
        }
    }
}
