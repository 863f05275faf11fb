internal import MarkdownKit

/// The two tables of a runbook, told by their first header cell.
enum TableReader {
    /// False for a table that is neither.
    static func read(_ table: MarkdownBlock, into runbook: inout Runbook) -> Bool {
        var rows = table.children.map { row in (span: row.span, cells: row.children.map { $0.plainText.trimmedSpaces }) }
        guard !rows.isEmpty else { return false }
        let header = rows.removeFirst().cells.map { $0.lowercased() }
        switch header.first {
        case "severity": for row in rows { severity(row.cells, row.span, into: &runbook) }
        case "role": for row in rows { contact(row.cells, row.span, into: &runbook) }
        default: return false
        }
        return true
    }

    private static func severity(_ cells: [String], _ span: SourceSpan, into runbook: inout Runbook) {
        let name = cells.first ?? ""
        guard let severity = Severity(word: name), cells.count >= 3 else {
            runbook.findings.append(
                Finding(
                    rule: "unknown-severity", level: .warning, message: "`\(name)` is not a severity: this row is not used.",
                    line: span.line,
                    column: span.column, suggestion: "Use Critical, High, Medium or Low."))
            return
        }
        let milliseconds = Durations.milliseconds(cells[1])
        if milliseconds == nil {
            runbook.findings.append(
                Finding(
                    rule: "unknown-duration", level: .warning, message: "`\(cells[1])` is not a duration: \(name) has no response time.",
                    line: span.line, column: span.column, suggestion: "Write it like `15 min` or `1 hour`."))
        }
        runbook.severities.append(
            SeverityPolicy(
                severity: severity, responseTimeSeconds: milliseconds.map { Int(min($0 / 1000, 1e9)) }, escalation: cells[2],
                channel: EscalationChannel(words: cells[2]), span: span))
    }

    private static func contact(_ cells: [String], _ span: SourceSpan, into runbook: inout Runbook) {
        guard cells.count >= 3, !cells[0].isEmpty else { return }
        runbook.contacts.append(Contact(role: cells[0], contact: cells[1], when: cells[2], span: span))
    }
}
