internal import JSONKit
public import SystemKit

/// One run, as its rows tell it.
public struct RecordedRun: Sendable {
    public let id: String
    public let command: String
    public let subject: String
    /// `read` or `change`.
    public let kind: String
    public let startedAt: Timestamp
    public let endedAt: Timestamp?
    /// `done`, `failed`, …; nil while nobody knows.
    public let outcome: String?
    public let rows: [JournalRow]

    /// Rows of many runs in the order of the chain → the runs, the newest first.
    static func fold(_ rows: [JournalRow]) -> [RecordedRun] {
        var order: [String] = []
        var byRun: [String: [JournalRow]] = [:]
        for row in rows {
            if byRun[row.run] == nil { order.append(row.run) }
            byRun[row.run, default: []].append(row)
        }
        return order.reversed().compactMap { id in byRun[id].flatMap { RecordedRun(id, $0) } }
    }

    /// nil for rows that belong to no run that began: notes.
    private init?(_ id: String, _ rows: [JournalRow]) {
        guard let began = rows.first(where: { $0.table == .runs && $0.event == "began" }) else { return nil }
        self.id = id
        command = began.body["command"]?.text ?? ""
        subject = began.body["subject"]?.text ?? ""
        kind = began.body["kind"]?.text ?? ""
        startedAt = began.at
        let last = rows.last { $0.table == .runs }
        let isOver = last.map { $0.event != "began" && $0.event != "resumed" } ?? false
        endedAt = isOver ? last?.at : nil
        outcome = isOver ? (last?.event == "abandoned" ? "abandoned" : last?.body["outcome"]?.text) : nil
        self.rows = rows
    }
}
