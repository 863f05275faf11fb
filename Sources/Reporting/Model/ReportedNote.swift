public import Journal
public import SystemKit

/// What a person did by hand about the time of a run, in that person's words.
public struct ReportedNote: Sendable {
    public let run: String
    public let at: Timestamp
    public let person: String?
    public let text: String
    public let row: Int

    /// Milliseconds after a run that still belong to it.
    public static let tailMilliseconds: Int64 = 86_400_000

    /// Whether a run is a note about the same directory, from an hour before the run began until a day after it ended.
    public static func mayBelong(_ other: RunHistory, to run: RunHistory) -> Bool {
        let isInTime =
            other.startedAt.milliseconds >= run.startedAt.milliseconds - ReportedNotification.leadMilliseconds
            && run.endedAt.map { other.startedAt.milliseconds <= $0.milliseconds + tailMilliseconds } ?? true
        let isSame = run.jarvis.map { other.jarvis?.isSame(as: $0) ?? false } ?? (other.jarvis == nil)
        return other.id != run.id && !other.notes.isEmpty && isSame && isInTime
    }

    static func all(_ notes: [RunHistory], _ run: RunHistory) -> [ReportedNote] {
        let found = notes.filter { mayBelong($0, to: run) } + (run.notes.isEmpty ? [] : [run])
        return found.flatMap { other in
            other.notes.map {
                ReportedNote(run: other.id, at: $0.at, person: People.name($0.by), text: $0.text, row: $0.row)
            }
        }
        .sorted { $0.at < $1.at }
    }
}
