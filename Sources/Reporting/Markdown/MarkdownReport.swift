internal import SystemKit
internal import TerminalKit

/// The report as GitHub's Markdown, for an issue or a wiki. What it quotes from the journal stays text.
public enum MarkdownReport {
    /// Ends with a newline.
    ///
    /// - Parameter redact: takes secrets out of one text, before it becomes a part of the document.
    public static func text(_ report: IncidentReport, redacting redact: (String) -> String = { $0 }) -> String {
        let document = ReportDocument(report).redacted(redact)
        var out = "# \(MarkdownText.escape(document.title))\n\n> \(words(document.notice, isInTable: false))\n"
        for section in document.sections {
            out += "\n## \(MarkdownText.escape(section.title))\n"
            for block in section.blocks { out += self.block(block) }
        }
        return out
    }

    private static func block(_ block: ReportDocument.Block) -> String {
        switch block {
        // Every paragraph begins with words of ours.
        case .paragraph(let text): return "\n\(words(text, isInTable: false))\n"
        case .facts(let facts):
            let rows = facts.map { "| **\(MarkdownText.escape($0.name))** | \(words($0.value, isInTable: true)) |\n" }
            return "\n|  |  |\n| --- | --- |\n" + rows.joined()
        case .table(let table): return self.table(table)
        // The box before them keeps foreign words from beginning anything.
        case .checklist(let items): return "\n" + items.map { "- [ ] \(words($0, isInTable: false))\n" }.joined()
        case .timeline(let entries): return timeline(entries)
        case .plots: return ""
        }
    }

    private static func table(_ table: ReportDocument.Table) -> String {
        var out = "\n| " + table.columns.map { MarkdownText.escape($0.title) }.joined(separator: " | ") + " |\n"
        out += "| " + table.columns.map { $0.isNumber ? "---:" : "---" }.joined(separator: " | ") + " |\n"
        for row in table.rows { out += "| " + row.map { words($0, isInTable: true) }.joined(separator: " | ") + " |\n" }
        return out
    }

    private static func timeline(_ entries: [TimelineEntry]) -> String {
        var out = "\n| Time | After | What | Rows |\n| --- | ---: | --- | ---: |\n"
        for entry in entries {
            let after = DurationText.of(milliseconds: Double(entry.elapsedMilliseconds))
            let detail = entry.detail.isEmpty ? "" : " – \(MarkdownText.escape(entry.detail))"
            let what = "\(mark(entry.tone))**\(MarkdownText.escape(entry.title))**\(detail)"
            out += "| \(entry.at.timeOfDay) | \(after) | \(what) | \(entry.rowsText) |\n"
        }
        return out
    }

    private static func words(_ words: ReportDocument.Words, isInTable: Bool) -> String {
        words.pieces.map { piece in
            switch piece {
            case .text(let text): MarkdownText.escape(text)
            case .code(let text): MarkdownText.code(text, isInTable: isInTable)
            case .strong(let text): "**\(MarkdownText.escape(text))**"
            case .state(let text, let tone): mark(tone) + MarkdownText.escape(text)
            }
        }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func mark(_ tone: Tone) -> String {
        switch tone {
        case .good: "✓ "
        case .bad: "✗ "
        case .warning: "⚠ "
        case .neutral: ""
        }
    }
}
