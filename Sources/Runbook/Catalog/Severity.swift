public import MarkdownKit

/// How bad an incident is, as the runbook's severity table names it.
public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
    case critical, high, medium, low

    /// Reads a severity word in any case.
    public init?(word: String) { self.init(rawValue: word.lowercased()) }

    /// Most severe first.
    public static func < (a: Severity, b: Severity) -> Bool { a.order < b.order }

    private var order: Int { Severity.allCases.firstIndex(of: self) ?? Severity.allCases.count }
}

/// How a responder is told.
public enum EscalationChannel: String, Sendable, Hashable {
    case page, slack, email, ticket

    /// Reads the words of the table's last column: "Immediate page", "Slack alert", "E-mail".
    public init?(words: String) {
        let text = words.lowercased()
        if text.contains("page") {
            self = .page
        } else if text.contains("slack") {
            self = .slack
        } else if text.contains("mail") {
            self = .email
        } else if text.contains("ticket") {
            self = .ticket
        } else {
            return nil
        }
    }
}

/// One row of the severity table.
public struct SeverityPolicy: Sendable, Hashable {
    public internal(set) var severity: Severity
    /// Seconds within which somebody must have responded; nil when the cell could not be read as a duration.
    public let responseTimeSeconds: Int?
    /// The escalation as the runbook words it.
    public let escalation: String
    public let channel: EscalationChannel?
    public let span: SourceSpan
    /// As the table calls it: `Critical`, `SEV-1`.
    public internal(set) var name = ""
}
