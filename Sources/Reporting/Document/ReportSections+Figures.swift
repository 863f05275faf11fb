internal import Runbook
internal import SystemKit
internal import TerminalKit

extension ReportSections {
    /// What was measured, in pictures where there can be any, and in numbers.
    var figures: Section? {
        let figures = report.figures
        guard !figures.isEmpty else { return nil }
        let tables = [latency, memory, backlog, rateLimits].filter { !$0.rows.isEmpty }.map { Block.table($0) }
        return Section(id: "measured", title: "What was measured", blocks: [.plots(figures.plots)] + tables)
    }

    private var latency: Table {
        let percentile = report.figures.percentile
        let limit = report.figures.latencyLimit
        var table = Table(
            .init("Response time of the API"), .init("Requests", isNumber: true), .init("Median", isNumber: true),
            .init("p\(percentile)", isNumber: true),
            .init("Slowest", isNumber: true), .init("Limit", isNumber: true))
        for look in Figures.chosen(report.figures.latency, ReportSections.mostRows) {
            table.rows.append([
                .text(look.at.timeOfDay), .text("\(look.times.count)"), .text(time(look.median)), .text(time(look.percentile)),
                .text(time(look.slowest)),
                .text(limit.map { "p\($0.percentile) \(time($0.milliseconds))" } ?? "–"),
            ])
        }
        return table
    }

    private var memory: Table {
        var table = Table(
            .init("Memory of the service"), .init("Samples", isNumber: true), .init("Over", isNumber: true), .init("First", isNumber: true),
            .init("Last", isNumber: true), .init("Slope", isNumber: true))
        for look in Figures.chosen(report.figures.memory, ReportSections.mostRows) {
            let over = (look.points.last?.time ?? 0) - (look.points.first?.time ?? 0)
            table.rows.append([
                .text("\(look.at.timeOfDay) \(look.source)"), .text("\(look.points.count)"), .text(time(over)),
                .text(Figures.bytes(look.points.first?.bytes)), .text(Figures.bytes(look.points.last?.bytes)),
                .text(look.slope.map { Figures.perMinute($0) } ?? "–"),
            ])
        }
        return table
    }

    private var backlog: Table {
        var table = Table(.init("Events that wait"), .init("Waiting", isNumber: true))
        for look in Figures.chosen(report.figures.backlog, ReportSections.mostRows) {
            table.rows.append([.text(look.at.timeOfDay), .text(Quantities.count(look.pending))])
        }
        return table
    }

    private var rateLimits: Table {
        var table = Table(.init("Rate limit"), .init("Provider"), .init("Time left", isNumber: true), .init("Reached"))
        for look in Figures.chosen(report.figures.rateLimits, ReportSections.mostRows) {
            let reached = look.isExhausted.map { $0 ? "yes" : "no" } ?? "not told"
            table.rows.append([.text(look.at.timeOfDay), .text(look.provider), .text(time(look.timeToLive)), .text(reached)])
        }
        return table
    }

    private func time(_ milliseconds: Double) -> String { DurationText.of(milliseconds: milliseconds) }
}
