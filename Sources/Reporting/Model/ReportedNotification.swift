internal import JSONKit
public import Journal
public import SystemKit

/// Somebody who was told, or could not be: a step of an escalation, which is a run of its own.
public struct ReportedNotification: Sendable {
    public let run: String
    /// `page`, `slack`, `email`, `ticket`.
    public let channel: String
    public let state: String
    public let because: String
    public let at: Timestamp
    public let rows: [Int]

    /// Milliseconds before a run that still belong to it.
    public static let leadMilliseconds: Int64 = 3_600_000

    /// Whether a run is an escalation of the same incident and directory, from an hour before the run until it ended.
    public static func mayBelong(_ other: RunHistory, to run: RunHistory) -> Bool {
        let subjects = Set((run.subject ?? "").split(separator: " ").map(String.init) + run.verdicts.map(\.incident))
        let isInTime =
            other.startedAt.milliseconds >= run.startedAt.milliseconds - leadMilliseconds
            && run.endedAt.map { other.startedAt <= $0 } ?? true
        let isSame = run.jarvis.map { other.jarvis?.isSame(as: $0) ?? false } ?? (other.jarvis == nil)
        return other.id != run.id && other.steps.contains { $0.channel != nil } && isSame && isInTime
            && subjects.contains(other.subject ?? "")
    }

    static func all(_ escalations: [RunHistory], _ run: RunHistory) -> [ReportedNotification] {
        let own = escalations.filter { mayBelong($0, to: run) }
        let found = own.flatMap { other in other.steps.map { ReportedNotification(other.id, $0, other.startedAt) } }
        return found.sorted { $0.at < $1.at }
    }

    private init(_ run: String, _ step: RecordedStep, _ began: Timestamp) {
        self.run = run
        channel = step.channel ?? step.id
        state = step.isStartedWithoutResult ? "unknown" : step.state
        because = step.isStartedWithoutResult ? "begun, and whether it was sent is not known" : step.because
        at = step.at ?? began
        rows = step.history.map(\.seq)
    }
}
