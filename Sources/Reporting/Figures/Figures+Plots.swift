internal import SystemKit
internal import TerminalKit

extension Figures {
    /// Those that have something to show.
    public var plots: [Plot] { [latencyPlot, memoryPlot, backlogPlot, rateLimitPlot].compactMap { $0 } }

    /// Looks that one plot can hold and still be read.
    private static let mostLooks = 12

    /// The first and the last ones, and evenly what lies between.
    static func chosen<Element>(_ all: [Element], _ most: Int) -> [Element] {
        guard all.count > most, most > 1 else { return all }
        return (0..<most).map { all[$0 * (all.count - 1) / (most - 1)] }
    }

    private var latencyPlot: Plot? {
        let looks = Figures.chosen(latency, Figures.mostLooks)
        guard !looks.isEmpty else { return nil }
        var plot = Plot(
            "Response time of the API", x: Plot.Axis("sampled at (UTC)", .columns(looks.map { $0.at.timeOfDay })),
            y: Plot.Axis("response time", .milliseconds, includesZero: true))
        for (index, look) in looks.enumerated() {
            let points = look.times.enumerated().map { rank, time in
                Plot.Point(Double(index) + Figures.spread(rank, of: look.times.count), time)
            }
            plot.series.append(Plot.Series("sample of \(look.at.timeOfDay)", points, .dots))
            let label = "p\(percentile) \(DurationText.of(milliseconds: look.percentile))"
            plot.marks.append(Plot.Mark(x: Double(index), y: look.percentile, label: label))
        }
        if let limit = latencyLimit {
            let words = "limit of the runbook: p\(limit.percentile) \(DurationText.of(milliseconds: limit.milliseconds))"
            plot.limits.append(Plot.Limit(y: limit.milliseconds, label: words))
        }
        plot.description =
            "Every request of each sample is a dot, from the fastest to the slowest; the bar is the \(percentile)th percentile. "
            + looks.map { "\($0.at.timeOfDay): p\(percentile) \(DurationText.of(milliseconds: $0.percentile))" }.joined(separator: "; ")
            + "."
        plot.showsLegend = false
        return plot
    }

    /// Where the dot of a rank stands in its column: side by side, so that a column is a curve.
    private static func spread(_ rank: Int, of count: Int) -> Double {
        count > 1 ? 0.56 * (Double(rank) / Double(count - 1) - 0.5) : 0
    }

    private var memoryPlot: Plot? {
        let looks = Figures.chosen(memory, Plot.mostSeries)
        guard !looks.isEmpty else { return nil }
        var plot = Plot(
            "Memory of the service", x: Plot.Axis("time into the look", .elapsed),
            y: Plot.Axis("resident memory", .mebibytes, includesZero: false))
        var words: [String] = []
        for look in looks {
            let points = look.points.map { Plot.Point($0.time, $0.bytes / 1_048_576) }
            plot.series.append(Plot.Series(look.at.timeOfDay, points, .line))
            let slope = look.slope.map { ", \(Figures.perMinute($0))" } ?? ""
            words.append(
                "\(look.at.timeOfDay): from \(Figures.bytes(look.points.first?.bytes)) to \(Figures.bytes(look.points.last?.bytes))\(slope)"
            )
        }
        plot.description = "One line for each look. " + words.joined(separator: "; ") + "."
        return plot
    }

    private var backlogPlot: Plot? {
        let looks = Figures.chosen(backlog, 200)
        guard let first = looks.first, let last = looks.last else { return nil }
        var plot = Plot(
            "Events that wait in the outbox", x: Plot.Axis("time into the run", .elapsed),
            y: Plot.Axis("waiting events", .count, includesZero: true))
        plot.series.append(Plot.Series("waiting", looks.map { Plot.Point(elapsed($0.at), Double($0.pending)) }, .line))
        plot.description =
            "From \(Quantities.count(first.pending)) at \(first.at.timeOfDay) to \(Quantities.count(last.pending)) at \(last.at.timeOfDay)."
        plot.showsLegend = false
        return plot
    }

    private var rateLimitPlot: Plot? {
        var providers: [String] = []
        for look in rateLimits where !providers.contains(look.provider) { providers.append(look.provider) }
        guard !providers.isEmpty else { return nil }
        var plot = Plot(
            "Rate limits until they are free", x: Plot.Axis("time into the run", .elapsed),
            y: Plot.Axis("time left", .elapsed, includesZero: true))
        var words: [String] = []
        for provider in providers.prefix(Plot.mostSeries) {
            let looks = rateLimits.filter { $0.provider == provider }
            guard let last = looks.last else { continue }
            let end = elapsed(last.at) + last.timeToLive
            var series = Plot.Series(
                provider, Figures.chosen(looks, 200).map { Plot.Point(elapsed($0.at), $0.timeToLive) }, .line)
            // What a countdown does by itself.
            if last.timeToLive > 0 { series.projection = [Plot.Point(elapsed(last.at), last.timeToLive), Plot.Point(end, 0)] }
            plot.series.append(series)
            words.append("\(provider): \(DurationText.of(milliseconds: last.timeToLive)) left at \(last.at.timeOfDay)")
        }
        let more = providers.count > Plot.mostSeries ? " \(providers.count - Plot.mostSeries) more are in the table." : ""
        plot.description = "What was measured, and dashed how it runs out by itself. " + words.joined(separator: "; ") + "." + more
        return plot
    }

    private func elapsed(_ at: Timestamp) -> Double { Double(at.milliseconds - start.milliseconds) }

    static func bytes(_ value: Double?) -> String {
        guard let value, value.isFinite, value >= 0 else { return "–" }
        return Quantities.bytes(value < 9e18 ? Int(value) : .max)
    }

    /// `+12.5 MiB a minute`.
    static func perMinute(_ slope: Double) -> String {
        guard slope.isFinite else { return "–" }
        return (slope < 0 ? "−" : "+") + bytes(abs(slope)) + " a minute"
    }
}
