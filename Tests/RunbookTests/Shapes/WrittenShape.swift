import Testing

@testable import Runbook

/// A runbook, and all that is to be read of it: incidents, symptoms and steps, a line each.
struct WrittenShape: Sendable, CustomTestStringConvertible {
    let what: String
    let text: String
    let read: [String]

    init(_ what: String, _ text: String, _ read: [String]) { (self.what, self.text, self.read) = (what, text, read) }

    var testDescription: String { what }

    /// `id severity`, `? symptom`, `resolution.1 change docker compose restart x`.
    var isRead: [String] {
        Runbook.of(text).incidents.flatMap { incident in
            ["\(incident.id) \(incident.severity?.rawValue ?? "-")"] + incident.symptoms.map { "? \($0.text)" } + incident.read
        }
    }
}
