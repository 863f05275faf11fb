public import JSONKit
internal import Runbook
internal import SystemKit

/// A notice in words.
extension IncidentNotice {
    /// `[critical] API Unresponsive`, `Resolved: [critical] API Unresponsive`.
    public var headline: String {
        (action.word.map { $0 + ": " } ?? "") + (severity.map { "[\($0.rawValue)] " } ?? "") + title
    }

    /// The headline and, in one sentence, why.
    public var summary: String {
        guard let diagnosis else { return "\(headline) (\(incident) on \(host))" }
        let why = diagnosis.symptoms.first ?? (diagnosis.because.isEmpty ? diagnosis.verdict : diagnosis.because)
        return "\(headline) (\(incident) on \(host)): \(why)"
    }

    /// Names and values, in the order in which a reader wants them.
    public var facts: [(name: String, value: String)] {
        var facts: [(name: String, value: String)] = [("Incident", incident)]
        if let severity { facts.append(("Severity", severity.rawValue)) }
        if let responseTimeSeconds { facts.append(("Respond within", duration(responseTimeSeconds))) }
        if let diagnosis {
            facts.append(("Diagnosis", diagnosis.verdict + (diagnosis.because.isEmpty ? "" : ": \(diagnosis.because)")))
            facts.append(("Diagnosed", "\(diagnosis.at.rfc3339), run \(diagnosis.run)"))
        } else {
            facts.append(("Diagnosis", "none in the journal"))
        }
        if action == .trigger, let nextStep { facts.append(("Next", nextStep)) }
        facts.append(("Jarvis", "\(host):\(directory)"))
        facts.append(("Sent by", "\(user), run \(run)"))
        facts.append(("Journal", journal.map { "\($0.rows) rows, head \($0.head)" } ?? "none"))
        return facts
    }

    /// Everything, for mails.
    public var plainText: String {
        let width = (facts.map(\.name.count).max() ?? 0) + 2
        var text = headline + "\n\n"
        if let message { text += message + "\n\n" }
        for (name, value) in facts { text += name + ":" + String(repeating: " ", count: max(1, width - name.count - 1)) + value + "\n" }
        if let diagnosis, !diagnosis.symptoms.isEmpty {
            text += "\nSymptoms:\n" + diagnosis.symptoms.map { "- \($0)\n" }.joined()
        }
        return text
    }

    /// Everything, for tickets. What was written elsewhere stands in code spans: it cannot mention people or add images.
    public var markdown: String {
        var text = ""
        if let message {
            text += message.split(separator: "\n", omittingEmptySubsequences: false).map { "> \(code(String($0)))\n" }.joined() + "\n"
        }
        text += "| | |\n|---|---|\n"
        for (name, value) in facts { text += "| \(name) | \(code(value, inTable: true)) |\n" }
        if let diagnosis, !diagnosis.symptoms.isEmpty {
            text += "\n**Symptoms**\n\n" + diagnosis.symptoms.map { "- \(code($0))\n" }.joined()
        }
        return text
    }

    /// For machines.
    public var json: JSONValue {
        [
            "incident": incident.json, "title": title.json, "severity": severity.map(\.rawValue).json,
            "response_time_seconds": responseTimeSeconds.json, "run": run.json, "host": host.json, "directory": directory.json,
            "by": user.json, "next": nextStep.json, "message": message.json,
            "diagnosis": diagnosis.map {
                [
                    "run": $0.run.json, "at": $0.at.rfc3339.json, "verdict": $0.verdict.json, "because": $0.because.json,
                    "symptoms": $0.symptoms.json,
                ]
            } ?? .null,
            "journal": journal.map { ["rows": $0.rows.json, "head": $0.head.json] } ?? .null,
        ]
    }

    private func duration(_ seconds: Int) -> String {
        if seconds > 0, seconds % 3600 == 0 { return "\(seconds / 3600) h" }
        return seconds > 0 && seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds) s"
    }
}

/// A code span: Markdown reads nothing in it. In a table a bar would end the cell all the same.
private func code(_ text: String, inTable: Bool = false) -> String {
    let words = text.allSatisfy { $0 == " " } ? "" : text
    if words.isEmpty { return "" }
    let safe = String(words.map { $0 == "`" ? "'" : $0 })
    return "`" + (inTable ? String(safe.flatMap { $0 == "|" ? "\\|" : String($0) }) : safe) + "`"
}
