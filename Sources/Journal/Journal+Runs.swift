internal import JSONKit
internal import SQLiteKit
public import SystemKit

/// The newest runs, and how many more there are.
public struct RunPage: Sendable {
    /// The newest first, without what their probes saw and without the bodies of their steps.
    public internal(set) var runs: [RunHistory] = []
    /// Of the Jarvis that was asked about, or of all.
    public internal(set) var total = 0
    /// Of other Jarvis directories.
    public internal(set) var elsewhere = 0

    public init() {}

    /// With what a damaged journal holds behind it.
    public func followed(by older: RunPage, upTo limit: Int) -> RunPage {
        var page = self
        let known = Set(runs.map(\.id))
        page.runs += older.runs.filter { !known.contains($0.id) }.map(\.asDamaged)
        page.runs = Array(page.runs.prefix(limit))
        page.total += older.total
        page.elsewhere += older.elsewhere
        return page
    }
}

extension Journal {
    /// All runs, the newest first, without what their probes saw: `run(_:)` has that too.
    public func runs() throws(JournalError) -> [RunHistory] { RunHistory.all(try rows(where: "event <> 'recorded'", [])) }

    /// The newest runs, of one Jarvis or of all: as many as are asked for are read, and no more.
    ///
    /// - Parameter jarvis: what names no directory is everybody's.
    public func newestRuns(_ limit: Int, of jarvis: JarvisDirectory? = nil) throws(JournalError) -> RunPage {
        var page = RunPage()
        var began: [(seq: Int64, run: String)] = []
        for place in try places() {
            let isOurs = jarvis.map { place.isSame(as: $0) } ?? true
            let count = try ask("SELECT count(*) FROM runs WHERE \(place.condition)", place.values).first?.first?.integer ?? 0
            if isOurs { page.total += Int(count) } else { page.elsewhere += Int(count) }
            if isOurs { began += try newest(limit, at: place) }
        }
        let ids = began.sorted { $0.seq > $1.seq }.prefix(limit).map(\.run)
        page.runs = try summaries(of: ids)
        return page
    }

    /// The newest run of a Jarvis that is as asked; nil when there is none.
    public func newestRun(
        of jarvis: JarvisDirectory?, where isWanted: (RunHistory) -> Bool
    ) throws(JournalError) -> RunHistory? {
        var count = 50
        var seen = 0
        while true {
            let page = try newestRuns(count, of: jarvis)
            if let found = page.runs.dropFirst(seen).first(where: isWanted) { return found }
            if page.runs.count < count { return nil }
            (seen, count) = (count, count * 8)
        }
    }

    /// Runs of which nothing says that they ended or were abandoned, the newest first, as `newestRuns` gives them.
    public func openRuns() throws(JournalError) -> [RunHistory] {
        let sql = "SELECT run, max(seq) AS last, event FROM runs GROUP BY run HAVING event NOT IN ('ended', 'abandoned') ORDER BY last DESC"
        return try summaries(of: try ask(sql).compactMap { $0.first?.text })
    }

    /// Runs that tell of such a step, or hold a note, whose rows were written within these times; whole, in the order of the chain.
    public func runs(withStepsOf family: String, since: Timestamp, until: Timestamp?) throws(JournalError) -> [RunHistory] {
        try runs("SELECT run, seq FROM steps WHERE step >= ?3 AND step < ?4", [.text(family + "/"), .text(family + "0")], since, until)
    }

    public func runs(withNotesSince since: Timestamp, until: Timestamp?) throws(JournalError) -> [RunHistory] {
        try runs(
            "SELECT run, seq FROM observations WHERE event = ?3 AND \(JournalSchema.isRare)", [.text(RecordedNote.event)], since, until)
    }

    private func runs(
        _ sql: String, _ values: [SQLiteValue], _ since: Timestamp, _ until: Timestamp?
    ) throws(JournalError) -> [RunHistory] {
        let times: [SQLiteValue] = [.integer(since.milliseconds), .integer(until?.milliseconds ?? .max)]
        var ids: [String] = []
        for id in try ask("\(sql) AND at BETWEEN ?1 AND ?2 ORDER BY seq", times + values).compactMap({ $0.first?.text })
        where !ids.contains(id) { ids.append(id) }
        var runs: [RunHistory] = []
        for id in ids { if let run = RunHistory(try rows(run: id)) { runs.append(run) } }
        return runs
    }

    /// One run by its id, the beginning of its id, or `last`.
    ///
    /// - Parameter jarvis: where only its whole id names a run of another Jarvis; nil for whatever Jarvis.
    /// - Throws: `.noSuchRun`, `.ambiguousRun`.
    public func run(_ idOrPrefix: String, of jarvis: JarvisDirectory? = nil) throws(JournalError) -> RunHistory {
        if let run = RunHistory(try rows(run: idOrPrefix)) { return run }
        let place = jarvis.map { " of \($0.path)" } ?? ""
        if idOrPrefix == "last" {
            if let last = try lastID(of: jarvis), let run = RunHistory(try rows(run: last)) { return run }
            let isEmpty = try head() == .empty
            throw JournalError(
                .noSuchRun(idOrPrefix), "the journal has no run\(place) yet", hint: Self.hint(lists: jarvis == nil || isEmpty))
        }
        let (matches, others) = idOrPrefix.isEmpty ? ([], 0) : try ids(beginningWith: idOrPrefix, of: jarvis)
        guard let match = matches.first, let run = RunHistory(try rows(run: match)) else {
            let elsewhere = try newestRuns(1, of: jarvis).elsewhere + others
            throw JournalError(
                .noSuchRun(idOrPrefix), "the journal has no run \(idOrPrefix)\(place)", hint: Self.hint(lists: elsewhere == 0))
        }
        guard matches.count == 1 else {
            throw JournalError(
                .ambiguousRun, "\(matches.count) runs begin with \(idOrPrefix)",
                hint: "Write more of the id: \(matches.suffix(4).reversed().joined(separator: ", ")).")
        }
        return run
    }

    private static func hint(lists all: Bool) -> String {
        all ? "`jarvis-ops runs` lists them." : "`jarvis-ops runs --all` lists those of every directory; they go by their whole id."
    }

    /// Of the run that began last, also of one whose beginning is gone.
    private func lastID(of jarvis: JarvisDirectory?) throws(JournalError) -> String? {
        if let run = try newestRuns(1, of: jarvis).runs.first { return run.id }
        let parts = JournalEntry.Table.allCases.map { "SELECT run, max(seq) AS seq FROM \($0.rawValue)" }
        let last = try ask("SELECT run, max(seq) FROM (\(parts.joined(separator: " UNION ALL ")))").first?.first?.text
        guard let last, try beginning(of: last) == nil else { return nil }
        return last
    }

    /// In the order in which they began; how many are of another Jarvis.
    private func ids(beginningWith prefix: String, of jarvis: JarvisDirectory?) throws(JournalError) -> ([String], others: Int) {
        let bounds = "run >= ?1 AND run < ?1 || char(1114111)"
        let parts = JournalEntry.Table.allCases.map { "SELECT run, min(seq) AS seq FROM \($0.rawValue) WHERE \(bounds) GROUP BY run" }
        let sql = "SELECT run, min(seq) AS first FROM (\(parts.joined(separator: " UNION ALL "))) GROUP BY run ORDER BY first"
        let all = try ask(sql, [.text(prefix)]).compactMap { $0.first?.text }.filter { $0.hasPrefix(prefix) }
        guard let jarvis else { return (all, 0) }
        var ours: [String] = []
        for id in all where try beginning(of: id).flatMap({ JarvisDirectory($0.body) })?.isSame(as: jarvis) != false { ours.append(id) }
        return (ours, all.count - ours.count)
    }

    // MARK: - By place

    /// Runs of one spelling of one directory.
    struct Place {
        /// As the index has it; empty for runs that are about none.
        let key: String
        /// What names no directory is everybody's.
        let jarvis: JarvisDirectory?

        var condition: String { "\(JournalSchema.isBeginning) AND \(JournalSchema.place) = ?1" }
        var values: [SQLiteValue] { [.text(key)] }

        func isSame(as other: JarvisDirectory) -> Bool { jarvis?.isSame(as: other) ?? true }
    }

    /// Each once: found from one to the next, and not among all runs.
    func places() throws(JournalError) -> [Place] {
        var places: [Place] = []
        let sql = "SELECT \(JournalSchema.place) AS place FROM runs WHERE \(JournalSchema.isBeginning) AND \(JournalSchema.place) > ?1 "
        var last: SQLiteValue = .text("")
        if try !ask("SELECT 1 FROM runs WHERE \(JournalSchema.isBeginning) AND \(JournalSchema.place) = '' LIMIT 1").isEmpty {
            places.append(Place(key: "", jarvis: nil))
        }
        while let key = try ask(sql + "ORDER BY place LIMIT 1", [last]).first?.first, let text = key.text {
            places.append(Place(key: text, jarvis: try jarvis(at: text)))
            last = key
        }
        return places
    }

    private func jarvis(at key: String) throws(JournalError) -> JarvisDirectory? {
        if let object = (try? JSONReader().read("{" + key + "}"))?.object { return JarvisDirectory(object) }
        // Cut short, by a bracket in the path, or of a version that named no place: the row says it whole.
        let sql = "\(JournalSchema.isBeginning) AND \(JournalSchema.place) = ?1 AND seq > 0"
        return try rows(where: sql, [.text(key)], from: [.runs]).last.flatMap { JarvisDirectory($0.body) }
    }

    private func newest(_ limit: Int, at place: Place) throws(JournalError) -> [(seq: Int64, run: String)] {
        let sql = "SELECT seq, run FROM runs WHERE \(place.condition) ORDER BY seq DESC LIMIT \(limit)"
        return try ask(sql, place.values).compactMap { row in
            row.first?.integer.flatMap { seq in row.last?.text.map { (seq, $0) } }
        }
    }

    /// What a list shows of runs, in the order given: how they began and ended, their verdicts, and the last word about each step.
    private func summaries(of ids: [String]) throws(JournalError) -> [RunHistory] {
        var runs: [RunHistory] = []
        for id in ids {
            var rows = try rows(where: "run = ?1", [.text(id)], from: [.runs])
            rows += try self.rows(where: "run = ?1 AND event = 'verdict'", [.text(id)], from: [.observations])
            for step in try ask("SELECT seq, step, event FROM steps WHERE run = ?1", [.text(id)]) {
                guard step.count == 3, let seq = step[0].integer, let event = step[2].text else { continue }
                rows.append(
                    JournalRow(seq: Int(seq), table: .steps, run: id, step: step[1].text, event: event, at: Timestamp(milliseconds: 0)))
            }
            if let run = RunHistory(rows.sorted { $0.seq < $1.seq }) { runs.append(run) }
        }
        return runs
    }
}

extension RunHistory {
    /// The same, as of a journal that was adopted as damaged.
    public var asDamaged: RunHistory {
        var run = self
        run.isOfDamagedJournal = true
        return run
    }

    /// Rows of many runs in the order of the chain → the runs, the newest first.
    static func all(_ rows: [JournalRow]) -> [RunHistory] {
        var order: [String] = []
        var byRun: [String: [JournalRow]] = [:]
        for row in rows {
            if byRun[row.run] == nil { order.append(row.run) }
            byRun[row.run, default: []].append(row)
        }
        return order.reversed().compactMap { RunHistory(byRun[$0] ?? []) }
    }
}
