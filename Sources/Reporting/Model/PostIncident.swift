internal import Runbook

/// One thing that the runbook owes after an incident. None of them is ever claimed as done.
public struct ChecklistItem: Sendable, Hashable {
    /// In the runbook's words.
    public let text: String
    /// What this report has to say of it; nil when nothing.
    public let note: String?
    /// Whether this document is the beginning of it.
    public let isDrafted: Bool

    static func all(_ runbook: Runbook, _ severity: ReportedSeverity) -> [ChecklistItem] {
        runbook.postIncident.map { item in
            let words = item.text.lowercased()
            if words.contains("incident report") {
                return ChecklistItem(text: item.text, note: "this is its draft; a person completes it", isDrafted: true)
            }
            if words.contains("postmortem") || words.contains("post-mortem") {
                return ChecklistItem(text: item.text, note: Postmortem(severity).words, isDrafted: false)
            }
            return ChecklistItem(text: item.text, note: nil, isDrafted: false)
        }
    }
}

/// Whether a postmortem is owed. The runbook gives no time for it, so neither does the report.
public struct Postmortem: Sendable, Hashable {
    public let isDue: Bool
    public let because: String

    /// `postmortem due: the severity is Critical; …`.
    var words: String { (isDue ? "postmortem due: " : "no postmortem due: ") + because }

    init(_ severity: ReportedSeverity) {
        switch severity.severity {
        case .critical, .high:
            isDue = true
            because = "the severity is \(severity.severity?.rawValue.capitalized ?? ""); the runbook gives no date for it"
        case .medium, .low:
            isDue = false
            because = "the severity is \(severity.severity?.rawValue.capitalized ?? "")"
        case nil:
            isDue = false
            because = severity.because
        }
    }
}
