internal import SystemKit

extension ReportDocument {
    /// Every text by itself, before it is escaped and set between marks: taken out of a whole page, what looks like a secret would
    /// take marks with it.
    func redacted(_ redact: (String) -> String) -> ReportDocument {
        func words(_ words: Words) -> Words {
            Words(
                words.pieces.map { piece in
                    switch piece {
                    case .text(let text): .text(redact(text))
                    case .code(let text): .code(redact(text))
                    case .strong(let text): .strong(redact(text))
                    case .state(let text, let tone): .state(redact(text), tone)
                    }
                })
        }
        func block(_ block: Block) -> Block {
            switch block {
            case .paragraph(let text): return .paragraph(words(text))
            case .facts(let facts): return .facts(facts.map { (redact($0.name), words($0.value)) })
            case .table(var table):
                table.rows = table.rows.map { $0.map(words) }
                return .table(table)
            case .checklist(let items): return .checklist(items.map(words))
            case .timeline(let entries): return .timeline(entries.map { $0.redacted(redact) })
            case .plots(let plots): return .plots(plots.map { $0.redacted(redact) })
            }
        }
        return ReportDocument(
            title: redact(title), notice: words(notice), severity: severity,
            sections: sections.map { Section(id: $0.id, title: $0.title, blocks: $0.blocks.map(block)) })
    }
}

extension TimelineEntry {
    fileprivate func redacted(_ redact: (String) -> String) -> TimelineEntry {
        TimelineEntry(
            at: at, elapsedMilliseconds: elapsedMilliseconds, kind: kind, tone: tone, title: redact(title), detail: redact(detail),
            rows: rows,
            count: count)
    }
}

extension Plot {
    /// Titles and axes are ours.
    fileprivate func redacted(_ redact: (String) -> String) -> Plot {
        var plot = self
        plot.description = redact(description)
        plot.series = series.map { one in
            var series = Series(redact(one.name), one.points, one.shape)
            series.projection = one.projection
            return series
        }
        return plot
    }
}
