internal import Journal
internal import Runbook
public import SystemKit

/// One line of what happened.
public struct TimelineEntry: Sendable {
    public enum Kind: String, Sendable {
        case run, look, verdict, decision, approval, step, other
    }

    public let at: Timestamp
    /// Milliseconds since the run began.
    public let elapsedMilliseconds: Int64
    public let kind: Kind
    public let tone: Tone
    /// What, in a few words.
    public let title: String
    /// What more there is to say; empty when nothing.
    public let detail: String
    /// The rows it tells of; more than one where many alike were folded.
    public let rows: ClosedRange<Int>
    public let count: Int

    /// `7`, or `7–9`.
    var rowsText: String { rows.count == 1 ? "\(rows.lowerBound)" : "\(rows.lowerBound)–\(rows.upperBound)" }
}

/// The rows of a run in order, in words. Many alike become one line: a retry of thousands of events is told by its numbers.
enum Timeline {
    /// From how many on rows that are alike become one line.
    private static let manySteps = 7
    private static let manyLooks = 13
    /// Lines at most; what is between the first and the last of them is told by its number.
    private static let mostLines = 400

    static func entries(_ rows: [JournalRow], _ run: RunHistory, _ runbook: Runbook) -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        var rest = rows[...]
        let words = TimelineWords(run, runbook)
        while let first = rest.first {
            let alike = rest.prefix { key($0) == key(first) }
            rest = rest.dropFirst(alike.count)
            let limit = first.table == .observations ? manyLooks : manySteps
            if alike.count < limit || first.table == .runs {
                entries += alike.compactMap { words.entry($0) }
            } else {
                entries.append(words.folded(Array(alike)))
            }
        }
        guard entries.count > mostLines, let from = entries.dropFirst(mostLines / 2).first, let to = entries.dropLast(mostLines / 2).last
        else {
            return entries
        }
        let between = TimelineEntry(
            at: from.at, elapsedMilliseconds: from.elapsedMilliseconds, kind: .other, tone: .neutral,
            title: "\(entries.count - mostLines) more entries", detail: "all of them stand in the journal",
            rows: from.rows.lowerBound...max(from.rows.lowerBound, to.rows.upperBound), count: entries.count - mostLines)
        return entries.prefix(mostLines / 2) + [between] + entries.suffix(mostLines / 2)
    }

    /// What makes rows alike: of steps, whether they tell of a beginning or an end, and of which family.
    private static func key(_ row: JournalRow) -> String {
        guard row.table == .steps else { return "\(row.table.rawValue) \(row.event)" }
        return "steps \(row.event == "intended" ? "begin" : "end") \(family(row))"
    }

    /// `mesh/retry` of `mesh/retry.EVENT`.
    static func family(_ row: JournalRow) -> String { String((row.step ?? "").prefix { $0 != "." }) }
}
