internal import MarkdownKit

/// The two tables of a runbook, told by their first header cell.
enum TableReader {
    /// False for a table that is neither.
    static func read(_ table: MarkdownBlock, into runbook: inout Runbook) -> Bool {
        var rows = table.children.map { row in (span: row.span, cells: row.children.map { $0.plainText.trimmedSpaces }) }
        guard !rows.isEmpty else { return false }
        let header = rows.removeFirst().cells.map { $0.lowercased() }
        switch header.first {
        case "severity", "sev", "severity level", "priority", "level":
            guard header.count >= 3 else { return false }
            let columns = Columns(header)
            for row in rows { severity(row.cells, columns, row.span, into: &runbook) }
        case "role": for row in rows { contact(row.cells, row.span, into: &runbook) }
        default: return false
        }
        return true
    }

    /// Which cell says how soon, and which one who is told.
    private struct Columns {
        var time = 1
        var escalation = 2

        init(_ header: [String]) {
            let named = header.indices.dropFirst()
            time = named.first { ["response", "respond", "time", "sla"].contains(where: header[$0].holds) } ?? 1
            escalation =
                named.first { $0 != time && ["escalat", "notify", "who", "channel", "contact"].contains(where: header[$0].holds) }
                ?? (time == 2 ? 1 : 2)
        }
    }

    private static func severity(_ cells: [String], _ columns: Columns, _ span: SourceSpan, into runbook: inout Runbook) {
        let name = SeverityWord.value(cells.first ?? "")
        guard let severity = SeverityWord.byConvention(name), cells.count > max(columns.time, columns.escalation) else {
            runbook.findings.append(
                Finding(
                    rule: "unknown-severity", level: .warning, message: "`\(name)` is not a severity: this row is not used.",
                    line: span.line,
                    column: span.column, suggestion: "Use Critical, High, Medium or Low."))
            return
        }
        let milliseconds = Durations.milliseconds(cells[columns.time])
        if milliseconds == nil {
            runbook.findings.append(
                Finding(
                    rule: "unknown-duration", level: .warning,
                    message: "`\(cells[columns.time])` is not a duration: \(name) has no response time.",
                    line: span.line, column: span.column, suggestion: "Write it like `15 min` or `1 hour`."))
        }
        let escalation = cells[columns.escalation]
        runbook.severities.append(
            SeverityPolicy(
                severity: severity, responseTimeSeconds: milliseconds.map { Int(min($0 / 1000, 1e9)) }, escalation: escalation,
                channel: EscalationChannel(words: escalation), span: span, name: name))
    }

    private static func contact(_ cells: [String], _ span: SourceSpan, into runbook: inout Runbook) {
        guard cells.count >= 3, !cells[0].isEmpty else { return }
        runbook.contacts.append(Contact(role: cells[0], contact: cells[1], when: cells[2], span: span))
    }
}
