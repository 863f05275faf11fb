import TestSupport
import Testing

@testable import Runbook

/// Every example of docs/runbooks.md is read as the page says: a runbook, and below it what it becomes.
@Suite(.ownThread) struct GuideTests {
    @Test("What the page shows is what is read")
    func examples() throws {
        let page = String(decoding: try Checkout.read("docs/runbooks.md"), as: UTF8.self)
        let parts = page.components(between: "````markdown\n", and: "\n````\n")
        #expect(parts.count >= 6)
        for (example, rest) in parts {
            let wanted = rest.components(between: "```text\n", and: "\n```").first?.inside ?? ""
            #expect(Self.listed(Runbook.of(example + "\n")) == wanted, "\(example)")
        }
    }

    private static func listed(_ runbook: Runbook) -> String {
        runbook.incidents.flatMap { incident in
            ["\(incident.id) \(incident.severity?.rawValue ?? "-")"] + incident.symptoms.map { "  symptom: \($0.text)" }
                + incident.steps.map { step in
                    let own = step.id.dropFirst(incident.id.count + 1)
                    return "  \(own) \(step.effect.rawValue): \(step.action == .manual ? step.title : step.line ?? step.title)"
                }
        }.joined(separator: "\n")
    }
}

extension String {
    /// What stands between each pair of marks, and all that follows it.
    fileprivate func components(between start: String, and end: String) -> [(inside: String, rest: String)] {
        var result: [(String, String)] = []
        var rest = self[...]
        while let open = rest.firstRange(of: start) {
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: end) else { break }
            let inside = String(rest[..<close.lowerBound])
            rest = rest[close.upperBound...]
            result.append((inside, String(rest)))
        }
        return result
    }
}
