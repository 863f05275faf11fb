internal import Journal
internal import SystemKit

/// The journal for commands that look at it: there may be none yet, and one that was changed is shown with a warning.
struct History {
    private let journal: Journal?

    /// Throws: `OpsError` when there is a journal and it cannot be read.
    static func open(_ world: World) throws(OpsError) -> History {
        do throws(JournalError) {
            let journal = try Journal.openForReading(
                directory: StateDirectory.path(world.environment), deadline: .after(milliseconds: 5000))
            if let warning = journal?.warning {
                world.note("\(warning.message): what follows may not be what was written" + (warning.hint.map { "\n  \($0)" } ?? ""))
            }
            LooseFiles.sayJournal(world)
            return History(journal: journal)
        } catch {
            throw OpsError(error)
        }
    }

    func runs() throws(OpsError) -> [RecordedRun] { try ask { (journal) throws(JournalError) in try journal.runs() } ?? [] }

    func head() throws(OpsError) -> JournalHead? { try ask { (journal) throws(JournalError) in try journal.head() } }

    /// - Parameter jarvis: a run of another one goes by its whole id.
    func run(_ name: String, of jarvis: JarvisDirectory) throws(OpsError) -> RecordedRun {
        guard let run = try ask({ (journal) throws(JournalError) in try journal.run(name, of: jarvis) }) else {
            throw OpsError(JournalError(.noSuchRun(name), "there is no run \(name): nothing has been recorded yet"))
        }
        return run
    }

    /// What a quick look found wrong with the journal; nil when nothing.
    var warning: String? { journal?.warning?.message }

    func rows(run: String) throws(OpsError) -> [JournalRow] {
        try ask { (journal) throws(JournalError) in try journal.rows(run: run) } ?? []
    }

    /// The bytes of a piece of evidence; nil when there is none of that hash. Throws: also for bytes that were changed.
    func evidence(_ sha256: String) throws(JournalError) -> [UInt8]? { try journal?.evidence(sha256) }

    private func ask<Answer>(_ question: (Journal) throws(JournalError) -> Answer) throws(OpsError) -> Answer? {
        guard let journal else { return nil }
        do throws(JournalError) { return try question(journal) } catch { throw OpsError(error) }
    }
}
