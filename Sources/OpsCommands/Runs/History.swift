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
        let directory = StateDirectory.path(world.environment)
        let deadline = Deadline.after(milliseconds: 5000)
        do throws(JournalError) {
            let journal = try Journal.openForReading(directory: directory, deadline: deadline)
            if let warning = journal?.warning {
                world.note("\(warning.message): what follows may not be what was written" + (warning.hint.map { "\n  \($0)" } ?? ""))
            }
            LooseFiles.sayJournal(world)
            return History(
                journal: journal, damaged: Journal.putAside(directory: directory, deadline: deadline), owner: HistoryOwner(directory))
        } catch {
            throw OpsError(error)
        }
    }

    /// All runs, the newest first.
    func runs() throws(OpsError) -> [RecordedRun] {
        var runs = try ask { (journal) throws(JournalError) in try journal.runs() } ?? []
        for journal in damaged {
            let known = Set(runs.map(\.id))
            // What cannot be read any more is not shown; `audit verify` names the file.
            runs += ((try? journal.runs()) ?? []).filter { !known.contains($0.id) }.map(\.asDamaged)
        }
        return runs
    }

    func head() throws(OpsError) -> JournalHead? { try ask { (journal) throws(JournalError) in try journal.head() } }

    /// - Parameter jarvis: a run of another one goes by its whole id.
    func run(_ name: String, of jarvis: JarvisDirectory) throws(OpsError) -> RecordedRun {
        do throws(JournalError) {
            if let run = try journal?.run(name, of: jarvis) { return run }
        } catch {
            guard case .noSuchRun = error.kind, let run = damagedRun(name, of: jarvis) else { throw OpsError(error) }
            return run
        }
        if let run = damagedRun(name, of: jarvis) { return run }
        throw OpsError(JournalError(.noSuchRun(name), "there is no run \(name): nothing has been recorded yet"))
    }

    private func damagedRun(_ name: String, of jarvis: JarvisDirectory) -> RecordedRun? {
        damaged.lazy.compactMap { try? $0.run(name, of: jarvis).asDamaged }.first
    }

    /// What is wrong with the journal that a run stands in, as far as a quick look shows; nil when nothing is.
    func warning(for run: RecordedRun) -> String? {
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

extension RecordedRun {
    fileprivate var asDamaged: RecordedRun {
        var run = self
        run.isOfDamagedJournal = true
        return run
    }
}
