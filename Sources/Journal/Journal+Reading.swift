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
        try newest(of: [table], Self.condition(table, event), [.text(event)]) { condition($0.body) }
    }

    /// What one step was seen as since then, in the order of the chain.
    public func observations(of step: String, since: Timestamp) throws(JournalError) -> [JournalRow] {
        let first = "seq > coalesce((SELECT seq FROM observations WHERE at < ?2 ORDER BY seq DESC LIMIT 1), 0)"
        return try rows(
            where: "event = 'recorded' AND step = ?1 AND at >= ?2 AND \(first)", [.text(step), .integer(since.milliseconds)],
            from: [.observations])
    }

    /// All rows of that table and event, in the order of the chain, from a place in it on.
    public func rows(table: JournalEntry.Table, event: String, from place: Int = 0) throws(JournalError) -> [JournalRow] {
        try rows(where: "\(Self.condition(table, event)) AND seq >= \(place)", [.text(event)], from: [table])
    }

    /// All rows about one step, of whatever run, in the order of the chain.
    public func rows(step: String) throws(JournalError) -> [JournalRow] { try rows(where: "step = ?1", [.text(step)], from: [.steps]) }

    /// The newest verdict about an incident, of a diagnosis or a watch, that is as asked; nil when there is none.
    ///
    /// - Parameter place: the least place in the chain.
    public func latestJudgement(
        of incident: String, from place: Int = 0, where condition: (JournalRow) throws(JournalError) -> Bool
    ) throws(JournalError) -> JournalRow? {
        try latestJudgement(of: incident, "seq >= \(place)", [], condition)
    }

    /// The newest verdict of a diagnosis of an incident in one Jarvis; nil when there is none.
    public func latestVerdict(on incident: String, in jarvis: JarvisDirectory) throws(JournalError) -> JournalRow? {
        var isFound = false
        var left = 100
        let row = try latestJudgement(of: incident) { (row) throws(JournalError) in
            left -= 1
            guard row.event == "verdict" else { return left == 0 }
            isFound = try beginning(of: row.run).flatMap { JarvisDirectory($0.body) }?.isSame(as: jarvis) ?? true
            return isFound || left == 0
        }
        guard !isFound, let row else { return row }
        // Where other directories were looked at so often, only the runs of this one are asked.
        let ours = try places().filter { $0.isSame(as: jarvis) }.map(\.key)
        let names = ours.indices.map { "?\($0 + 3)" }.joined(separator: ", ")
        let runs = "SELECT run FROM runs WHERE \(JournalSchema.isBeginning) AND \(JournalSchema.place) IN (\(names))"
        let sql = "event = 'verdict' AND seq < \(row.seq) AND run IN (\(runs))"
        return try latestJudgement(of: incident, sql, ours.map { .text($0) }) { (_) in true }
    }

    /// - Parameter more: what else must hold; its parameters begin at `?3`.
    private func latestJudgement(
        of incident: String, _ more: String, _ values: [SQLiteValue], _ condition: (JournalRow) throws(JournalError) -> Bool
    ) throws(JournalError) -> JournalRow? {
        let beginning = JSONWriter.compact.text(["incident": incident.json]).dropLast()
        let sql = "\(JournalSchema.isJudgement) AND \(JournalSchema.incident) >= ?1 AND \(JournalSchema.incident) < ?2 AND \(more)"
        // Behind a quotation mark comes a number sign.
        return try newest(of: [.observations], sql, [.text(String(beginning)), .text(beginning.dropLast() + "#")] + values, condition)
    }

    /// The beginning of a run; nil where it has none.
    public func beginning(of run: String) throws(JournalError) -> JournalRow? {
        try rows(where: "run = ?1 AND event = 'began'", [.text(run)], from: [.runs]).first
    }

    /// What an index answers repeats its condition.
    private static func condition(_ table: JournalEntry.Table, _ event: String) -> String {
        let isRare = table == .observations && !["recorded", "verdict", "turned"].contains(event)
        return isRare ? "event = ?1 AND \(JournalSchema.isRare)" : "event = ?1"
    }

    /// The place after the newest row that was written while others could write the journal: they could have written all before it anew.
    func reliedFrom() throws(JournalError) -> Int {
        try rows(where: JournalSchema.isExposed, []).last(where: \.isExposed).map { $0.seq + 1 } ?? 0
    }

    /// The bytes of a piece of evidence; nil when there is none of that hash.
    ///
    /// - Throws: `.tampered` when they are no longer the ones that were kept.
    public func evidence(_ sha256: String) throws(JournalError) -> [UInt8]? {
        let found = try ask("SELECT bytes FROM evidence WHERE sha256 = ?1", [.text(sha256)]).first?.first
        guard let found else { return nil }
        guard case .blob(let bytes) = found, JournalEvidence.digest(bytes) == sha256 else {
            throw .tampered("the evidence \(sha256) was changed")
        }
        return bytes
    }

    /// The newest row that is as asked; it is looked for from the end of the chain, some rows at a time.
    private func newest(
        of tables: [JournalEntry.Table], _ condition: String, _ values: [SQLiteValue],
        _ isWanted: (JournalRow) throws(JournalError) -> Bool
    ) throws(JournalError) -> JournalRow? {
        let page = 50
        var last = Int64.max
        while true {
            let found = try read { (source) throws(JournalError) in
                do throws(SQLiteError) {
                    return try source.chain(
                        where: "\(condition) AND seq < ?\(values.count + 1)", values + [.integer(last)], from: tables, newestFirst: true,
                        limit: page)
                } catch { throw JournalError(error) }
            }
            for row in found.compactMap({ $0.flatMap { JournalRow($0) } }) where try isWanted(row) { return row }
            // A row that cannot be read any more has no place to go on from.
            guard found.count == page, let place = found.last?.map({ Int64($0.seq) }) else { return nil }
            last = place
        }
    }

    func rows(
        where condition: String, _ values: [SQLiteValue], from tables: [JournalEntry.Table] = JournalEntry.Table.allCases
    ) throws(JournalError) -> [JournalRow] {
        try read { (source) throws(JournalError) -> [JournalRow] in
            do throws(SQLiteError) {
                // What cannot be read any more is for `verify` to name; the rest can still be looked at.
                return try source.chain(where: condition, values, from: tables).compactMap { $0.flatMap { JournalRow($0) } }
            } catch { throw JournalError(error) }
        }
    }

    func ask(_ sql: String, _ values: [SQLiteValue] = []) throws(JournalError) -> [[SQLiteValue]] {
        try read { (source) throws(JournalError) in
            do throws(SQLiteError) { return try source.rows(sql, values).rows } catch { throw JournalError(error) }
        }
    }
}
