internal import SystemKit
internal import TerminalKit

/// The report as one page that needs nothing beside itself: no script, no font, no picture from elsewhere.
public enum HTMLReport {
    /// Ends with a newline.
    ///
    /// - Parameter redact: takes secrets out of one text, before it becomes a part of the page.
    public static func text(_ report: IncidentReport, redacting redact: (String) -> String = { $0 }) -> String {
        let document = ReportDocument(report).redacted(redact)
        let title = HTMLText.escape(document.title)
        // Should anything foreign ever get past the escaping, the browser loads and runs nothing.
        let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        var out = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>\(title)</title>
            <style>
            \(HTMLStyle.text)
            </style>
            </head>
            <body>
            <main>
            <header>
            \(badge(document.severity))<h1>\(title)</h1>
            <p class="notice">\(words(document.notice))</p>
            <nav aria-label="Sections">\(links(document.sections))</nav>
            </header>

            """
        for section in document.sections {
            out += "<section aria-labelledby=\"\(section.id)\">\n<h2 id=\"\(section.id)\">\(HTMLText.escape(section.title))</h2>\n"
            for block in section.blocks { out += self.block(block) }
            out += "</section>\n"
        }
        return out + "</main>\n</body>\n</html>\n"
    }

    private static func badge(_ severity: String?) -> String {
        severity.map { "<span class=\"badge \($0)\">\($0.capitalized)</span>\n" } ?? ""
    }

    private static func links(_ sections: [ReportDocument.Section]) -> String {
        sections.dropFirst().map { "<a href=\"#\($0.id)\">\(HTMLText.escape($0.title))</a>" }.joined(separator: " ")
    }

    private static func block(_ block: ReportDocument.Block) -> String {
        switch block {
        case .paragraph(let text): return "<p>\(words(text))</p>\n"
        case .facts(let facts):
            return "<dl class=\"facts\">\n"
                + facts.map { "<dt>\(HTMLText.escape($0.name))</dt><dd>\(words($0.value))</dd>\n" }.joined() + "</dl>\n"
        case .table(let table): return self.table(table)
        case .checklist(let items):
            return "<ul class=\"checklist\">\n" + items.map { "<li>\(words($0))</li>\n" }.joined() + "</ul>\n"
        case .timeline(let entries): return "<ol class=\"course\">\n" + entries.map(entry).joined() + "</ol>\n"
        case .plots(let plots): return plots.enumerated().map { figure($0.element, "plot-\($0.offset + 1)") }.joined()
        }
    }

    private static func table(_ table: ReportDocument.Table) -> String {
        func cells(_ tag: String, _ row: [String], _ attributes: String = "") -> String {
            zip(table.columns, row).map { "<\(tag)\($0.isNumber ? " class=\"number\"" : "")\(attributes)>\($1)</\(tag)>" }.joined()
        }
        var out = "<div class=\"scroll\"><table>\n<thead><tr>"
        out += cells("th", table.columns.map { HTMLText.escape($0.title) }, " scope=\"col\"") + "</tr></thead>\n<tbody>\n"
        for row in table.rows { out += "<tr>" + cells("td", row.map(words)) + "</tr>\n" }
        return out + "</tbody>\n</table></div>\n"
    }

    private static func entry(_ entry: TimelineEntry) -> String {
        let after = DurationText.of(milliseconds: Double(entry.elapsedMilliseconds))
        let detail = entry.detail.isEmpty ? "" : "<span class=\"detail\">\(HTMLText.escape(entry.detail))</span>"
        return "<li><time datetime=\"\(entry.at.rfc3339)\">\(entry.at.timeOfDay)</time><span class=\"after\">\(after)</span>"
            + "<span class=\"point \(entry.tone.rawValue)\"></span><span class=\"what\">\(HTMLText.escape(entry.title))\(detail)</span>"
            + "<span class=\"rows\" title=\"Rows of the journal\">\(entry.rowsText)</span></li>\n"
    }

    private static func figure(_ plot: Plot, _ id: String) -> String {
        guard let drawing = PlotSVG(plot, id: id) else { return "" }
        let legend = plot.series.enumerated().map { index, series in
            "<span class=\"legend\"><i class=\"s\(index % Plot.mostSeries)\"></i>\(HTMLText.escape(series.name))</span>"
        }
        return "<figure>\n<figcaption>\(HTMLText.escape(plot.title))\(plot.showsLegend ? legend.joined() : "")</figcaption>\n"
            + "<div class=\"pan\">\n\(drawing.text)</div>\n<p class=\"soft\">\(HTMLText.escape(plot.description))</p>\n</figure>\n"
    }

    private static func words(_ words: ReportDocument.Words) -> String {
        words.pieces.map { piece in
            switch piece {
            case .text(let text): HTMLText.escape(text)
            case .code(let text): text.isEmpty ? "–" : code(text)
            case .strong(let text): "<strong>\(HTMLText.escape(text))</strong>"
            case .state(let text, let tone): "<span class=\"state \(tone.rawValue)\">\(mark(tone))\(HTMLText.escape(text))</span>"
            }
        }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// An id is not broken at its hyphens; a hash may be broken anywhere.
    private static func code(_ text: String) -> String {
        "<code\(text.utf8.count <= 40 ? " class=\"whole\"" : "")>\(HTMLText.escape(text))</code>"
    }

    /// Colours alone would say nothing to some.
    private static func mark(_ tone: Tone) -> String {
        switch tone {
        case .good: "✓ "
        case .bad: "✗ "
        case .warning: "! "
        case .neutral: ""
        }
    }
}
