public import JSONKit
internal import SQLiteKit
public import SystemKit

extension Journal {
    /// Opens the journal to look at it: nothing is made or changed. nil when there is neither a journal nor an anchor.
    ///
    /// What a quick look finds wrong is in `warning`, for a journal that was changed can still be read.
    /// - Throws: `JournalError`: `.tampered` when the journal is gone and its anchor is there, or it cannot be read at all;
    ///   `.newerFormat`, `.locked`, `.inputOutput`.
    public static func openForReading(directory: String, deadline: Deadline) throws(JournalError) -> Journal? {
        let path = Paths.resolve(directory, in: Files.workingDirectory())
        let handle: DirectoryHandle
        do { handle = try DirectoryHandle(path) } catch {
            if error.isMissing { return nil }
            throw JournalError(error)
        }
        try handle.acquire(.shared, until: deadline)
        defer { handle.unlock() }
        let files = try JournalFiles(handle)
        if files.isAbsent { return nil }
        if let why = files.contradiction { throw .tampered(why) }
        guard let file = files.file else { return nil }
        let source = try JournalReader.open(path + "/" + fileName, log: files.log, deadline: deadline)
        var warning: JournalError?
        do throws(JournalError) {
            let state: JournalSchema.State
            do { state = try JournalSchema.look(source) } catch { throw JournalError(error) }
            // A process was killed while it made the journal.
            if state.isEmpty, files.anchor == .missing { return nil }
            try check(state)
            _ = try ChainHead.check(source, files.anchor(of: source))
        } catch {
            guard error.kind == .tampered else { throw error }
            warning = error
        }
        return Journal(handle, file, Holding.reader(source), warning: warning)
    }

    /// All that is remembered of a run, in the order of the chain; nothing for a run that is not there.
    public func rows(run: String) throws(JournalError) -> [JournalRow] { try rows(where: "run = ?1", [.text(run)]) }

    /// The newest row of that table and event whose body is as asked; nil when there is none.
    public func latest(
        table: JournalEntry.Table, event: String, where condition: (JSONObject) -> Bool = { _ in true }
    ) throws(JournalError) -> JournalRow? {
        try rows(where: "event = ?1", [.text(event)], from: [table]).last { condition($0.body) }
    }

    /// What one step was seen as since then, in the order of the chain.
    public func observations(of step: String, since: Timestamp) throws(JournalError) -> [JournalRow] {
        try rows(
            where: "event = 'recorded' AND step = ?1 AND at >= ?2", [.text(step), .integer(since.milliseconds)], from: [.observations])
    }

    /// All rows of that table and event, in the order of the chain.
    public func rows(table: JournalEntry.Table, event: String) throws(JournalError) -> [JournalRow] {
        try rows(where: "event = ?1", [.text(event)], from: [table])
    }

    /// The same from a place in the chain on.
    func rows(table: JournalEntry.Table, event: String, from place: Int) throws(JournalError) -> [JournalRow] {
        try rows(where: "event = ?1 AND seq >= ?2", [.text(event), .integer(Int64(place))], from: [table])
    }

    /// All runs, the newest first, without what their probes saw: `run(_:)` has that too.
    public func runs() throws(JournalError) -> [RecordedRun] { try runs(from: 0) }

    /// The same from a place in the chain on.
    func runs(from place: Int) throws(JournalError) -> [RecordedRun] {
        let rows = try rows(where: "event <> 'recorded' AND seq >= ?1", [.integer(Int64(place))])
        var order: [String] = []
        var byRun: [String: [JournalRow]] = [:]
        for row in rows {
            if byRun[row.run] == nil { order.append(row.run) }
            byRun[row.run, default: []].append(row)
        }
        return order.reversed().compactMap { RecordedRun(byRun[$0] ?? []) }
    }

    /// One run by its id, the beginning of its id, or `last`.
    ///
    /// - Parameter jarvis: where only its whole id names a run of another Jarvis; nil for whatever Jarvis.
    /// - Throws: `.noSuchRun`, `.ambiguousRun`.
    public func run(_ idOrPrefix: String, of jarvis: JarvisDirectory? = nil) throws(JournalError) -> RecordedRun {
        let all = try runIDs()
        let ids = try jarvis.map { (jarvis) throws(JournalError) in try only(all, of: jarvis) } ?? all
        let place = jarvis.map { " of \($0.path)" } ?? ""
        let none = JournalError(
            .noSuchRun(idOrPrefix), "the journal has no run \(idOrPrefix)\(place)",
            hint: ids.count == all.count
                ? "`jarvis-ops runs` lists them." : "`jarvis-ops runs --all` lists those of every directory; they go by their whole id.")
        let id: String
        if idOrPrefix == "last" {
            guard let last = ids.last else { throw JournalError(none.kind, "the journal has no run\(place) yet", hint: none.hint) }
            id = last
        } else if all.contains(idOrPrefix) {
            id = idOrPrefix
        } else {
            let matches = idOrPrefix.isEmpty ? [] : ids.filter { $0.hasPrefix(idOrPrefix) }
            guard let match = matches.first else { throw none }
            guard matches.count == 1 else {
                throw JournalError(
                    .ambiguousRun, "\(matches.count) runs begin with \(idOrPrefix)",
                    hint: "Write more of the id: \(matches.suffix(4).reversed().joined(separator: ", ")).")
            }
            id = match
        }
        guard let run = RecordedRun(try rows(run: id)) else { throw none }
        return run
    }

    /// The place after the newest row that was written while others could write the journal: they could have written all before it anew.
    func reliedFrom() throws(JournalError) -> Int {
        try rows(where: "body LIKE '%\"\(JournalRow.exposed)\":true%'", []).last(where: \.isExposed).map { $0.seq + 1 } ?? 0
    }

    /// The bytes of a piece of evidence; nil when there is none of that hash.
    ///
    /// - Throws: `.tampered` when they are no longer the ones that were kept.
    public func evidence(_ sha256: String) throws(JournalError) -> [UInt8]? {
        let found = try read { (source) throws(JournalError) -> SQLiteValue? in
            do throws(SQLiteError) {
                return try source.rows("SELECT bytes FROM evidence WHERE sha256 = ?1", [.text(sha256)]).rows.first?.first
            } catch {
                throw JournalError(error)
            }
        }
        guard let found else { return nil }
        guard case .blob(let bytes) = found, JournalEvidence.digest(bytes) == sha256 else {
            throw .tampered("the evidence \(sha256) was changed")
        }
        return bytes
    }

    /// The ids in the order in which the runs began.
    private func runIDs() throws(JournalError) -> [String] {
        let parts = JournalEntry.Table.allCases.map { "SELECT run, min(seq) AS seq FROM \($0.rawValue) GROUP BY run" }
        let sql = "SELECT run, min(seq) AS first FROM (\(parts.joined(separator: " UNION ALL "))) GROUP BY run ORDER BY first"
        return try read { (source) throws(JournalError) -> [String] in
            do throws(SQLiteError) { return try source.rows(sql).rows.compactMap { $0.first?.text } } catch { throw JournalError(error) }
        }
    }

    /// Those of one Jarvis, in their order; what names no directory is everybody's.
    private func only(_ ids: [String], of jarvis: JarvisDirectory) throws(JournalError) -> [String] {
        let others = try rows(table: .runs, event: "began").filter { JarvisDirectory($0.body)?.isSame(as: jarvis) == false }
        let left = Set(others.map(\.run))
        return ids.filter { !left.contains($0) }
    }

    private func rows(
        where condition: String, _ values: [SQLiteValue], from tables: [JournalEntry.Table] = JournalEntry.Table.allCases
    ) throws(JournalError) -> [JournalRow] {
        try read { (source) throws(JournalError) -> [JournalRow] in
            var rows: [JournalRow] = []
            do throws(SQLiteError) {
                for found in try source.chain(where: condition, values, from: tables) {
                    // What cannot be read any more is for `verify` to name; the rest can still be looked at.
                    if let row = found.row.flatMap({ JournalRow($0) }) { rows.append(row) }
                }
            } catch { throw JournalError(error) }
            return rows
        }
    }
}
