internal import Journal
internal import SystemKit

/// The journal for commands that look at it: there may be none yet, and one that was changed is shown with a warning. What stands in a
/// journal that was adopted as damaged is shown too, and said to stand there.
struct History {
    private let journal: Journal?
    /// Adopted as damaged, the newest first.
    private let damaged: [Journal]
    /// Whose it is; nil where there is none.
    let owner: HistoryOwner?

    /// Throws: `OpsError` when there is a journal and it cannot be read.
    static func open(_ world: World) throws(OpsError) -> History {
        let access = JournalAccess.forReading(world)
        do throws(JournalError) {
            let journal = try access.result.get()
            if let warning = journal?.warning {
                world.note("\(warning.message): what follows may not be what was written" + (warning.hint.map { "\n  \($0)" } ?? ""))
            }
            LooseFiles.sayJournal(world)
            return History(journal: journal, damaged: access.damaged, owner: HistoryOwner(access.directory))
        } catch {
            throw OpsError(error)
        }
    }

    /// The newest runs, of one Jarvis or of all.
    func newestRuns(_ limit: Int, of jarvis: JarvisDirectory?) throws(OpsError) -> RunPage {
        let page = try ask { (journal) throws(JournalError) in try journal.newestRuns(limit, of: jarvis) } ?? RunPage()
        // What cannot be read any more is not shown; `audit verify` names the file.
        return damaged.reduce(page) { page, journal in
            (try? journal.newestRuns(limit, of: jarvis)).map { page.followed(by: $0, upTo: limit) } ?? page
        }
    }

    /// Runs that may belong to another one: those that told people, and notes, of about its time.
    func neighbours(since: Timestamp, until: Timestamp?) throws(OpsError) -> [RunHistory] {
        func found(_ journal: Journal) throws(JournalError) -> [RunHistory] {
            try journal.runs(withStepsOf: RecordedStep.telling, since: since, until: until)
                + journal.runs(withNotesSince: since, until: until)
        }
        let own = try ask { (journal) throws(JournalError) in try found(journal) } ?? []
        return damaged.reduce(own) { runs, journal in
            runs + ((try? found(journal)) ?? []).filter { one in !runs.contains { $0.id == one.id } }.map(\.asDamaged)
        }
    }

    func head() throws(OpsError) -> JournalHead? { try ask { (journal) throws(JournalError) in try journal.head() } }

    /// - Parameter jarvis: a run of another one goes by its whole id.
    func run(_ name: String, of jarvis: JarvisDirectory) throws(OpsError) -> RunHistory {
        do throws(JournalError) {
            if let run = try journal?.run(name, of: jarvis) { return run }
        } catch {
            guard case .noSuchRun = error.kind, let run = damagedRun(name, of: jarvis) else { throw OpsError(error) }
            return run
        }
        if let run = damagedRun(name, of: jarvis) { return run }
        throw OpsError(JournalError(.noSuchRun(name), "there is no run \(name): nothing has been recorded yet"))
    }

    private func damagedRun(_ name: String, of jarvis: JarvisDirectory) -> RunHistory? {
        damaged.lazy.compactMap { try? $0.run(name, of: jarvis).asDamaged }.first
    }

    /// What is wrong with the journal that a run stands in, as far as a quick look shows; nil when nothing is.
    func warning(for run: RunHistory) -> String? {
        run.isOfDamagedJournal ? home(of: run.id)?.warning?.message : journal?.warning?.message
    }

    func rows(run: String) throws(OpsError) -> [JournalRow] {
        let rows = try ask { (journal) throws(JournalError) in try journal.rows(run: run) } ?? []
        return rows.isEmpty ? home(of: run).flatMap { try? $0.rows(run: run) } ?? [] : rows
    }

    private func home(of run: String) -> Journal? { damaged.first { (try? $0.rows(run: run))?.isEmpty == false } }

    /// The bytes of a piece of evidence; nil when there is none of that hash. Throws: also for bytes that were changed.
    func evidence(_ sha256: String) throws(JournalError) -> [UInt8]? {
        if let bytes = try journal?.evidence(sha256) { return bytes }
        return damaged.lazy.compactMap { (try? $0.evidence(sha256)).flatMap { $0 } }.first
    }

    private func ask<Answer>(_ question: (Journal) throws(JournalError) -> Answer) throws(OpsError) -> Answer? {
        guard let journal else { return nil }
        do throws(JournalError) { return try question(journal) } catch { throw OpsError(error) }
    }
}
