/// A plot as inline SVG. Colours are the page's: classes here, variables there.
struct PlotSVG {
    private let plot: Plot
    private let id: String
    private let x: PlotScale
    private let y: PlotScale

    private static let size = (width: 760.0, height: 280.0)
    private static let left = 76.0
    private static let right = 718.0
    private static let top = 26.0
    private static let bottom = 226.0
    /// Points of one line; more cannot be told apart.
    private static let mostPoints = 600

    /// nil when there is nothing to draw.
    ///
    /// - Parameter id: unlike any other in the page; letters, digits and hyphens.
    init?(_ plot: Plot, id: String) {
        let drawn = plot.series.prefix(max(Plot.mostSeries, plot.marks.count))
        let points = drawn.flatMap { $0.points + $0.projection }.filter { $0.x.isFinite && $0.y.isFinite }
        guard !points.isEmpty else { return nil }
        var plot = plot
        plot.series = Array(drawn)
        self.plot = plot
        self.id = id
        x = PlotScale(points.map(\.x), plot.x, ticks: 6)
        y = PlotScale(points.map(\.y) + plot.limits.map(\.y), plot.y, ticks: 5)
    }

    var text: String {
        var out = """
            <svg class="plot" viewBox="0 0 \(n(PlotSVG.size.width)) \(n(PlotSVG.size.height))" role="img" \
            aria-labelledby="\(id)-title \(id)-desc">
            <title id="\(id)-title">\(HTMLText.escape(plot.title))</title>
            <desc id="\(id)-desc">\(HTMLText.escape(plot.description))</desc>

            """
        out += grid + limits
        for (index, series) in plot.series.enumerated() { out += draw(series, "s\(index % Plot.mostSeries)") }
        return out + marks + "</svg>\n"
    }

    // MARK: - Around

    private var grid: String {
        var out = ""
        for tick in y.ticks {
            let at = n(across(y: tick))
            out += "<line class=\"grid\" x1=\"\(n(PlotSVG.left))\" x2=\"\(n(PlotSVG.right))\" y1=\"\(at)\" y2=\"\(at)\"/>\n"
            out += label(PlotNumber.text(tick, plot.y.unit), PlotSVG.left - 8, across(y: tick) + 4, "tick end")
        }
        for tick in x.ticks {
            out += label(PlotNumber.text(tick, plot.x.unit), along(x: tick), PlotSVG.bottom + 18, "tick middle")
        }
        out +=
            "<line class=\"axis\" x1=\"\(n(PlotSVG.left))\" x2=\"\(n(PlotSVG.right))\" y1=\"\(n(PlotSVG.bottom))\" y2=\"\(n(PlotSVG.bottom))\"/>\n"
        out += label(plot.x.label, (PlotSVG.left + PlotSVG.right) / 2, PlotSVG.bottom + 42, "axis-label middle")
        return out + label(plot.y.label, PlotSVG.left - 68, PlotSVG.top - 12, "axis-label")
    }

    private var limits: String {
        plot.limits.filter { $0.y.isFinite }.map { limit in
            let at = across(y: limit.y)
            return "<line class=\"limit\" x1=\"\(n(PlotSVG.left))\" x2=\"\(n(PlotSVG.right))\" y1=\"\(n(at))\" y2=\"\(n(at))\"/>\n"
                + label(limit.label, PlotSVG.right, at - 6, "limit-label end")
        }.joined()
    }

    private var marks: String {
        // Bars as wide as their columns, whatever the number.
        let half = min(30.0, 0.38 * (PlotSVG.right - PlotSVG.left) / max(x.high - x.low, 1))
        return plot.marks.filter { $0.x.isFinite && $0.y.isFinite }.map { mark in
            let (px, py) = (along(x: mark.x), across(y: mark.y))
            return "<line class=\"mark\" x1=\"\(n(px - half))\" x2=\"\(n(px + half))\" y1=\"\(n(py))\" y2=\"\(n(py))\"/>\n"
                + label(mark.label, px, py - 7 < PlotSVG.top ? py + 16 : py - 7, "mark-label middle")
        }.joined()
    }

    // MARK: - Series

    private func draw(_ series: Plot.Series, _ color: String) -> String {
        let points = Figures.chosen(series.points.filter { $0.x.isFinite && $0.y.isFinite }, PlotSVG.mostPoints)
        var out = ""
        switch series.shape {
        case .dots: out += points.map { dot($0, 3, color) }.joined()
        case .line:
            if points.count > 1 { out += line(points, "line \(color)") }
            // Few points are shown themselves: a line alone would hide how little was measured.
            if points.count <= 40 { out += points.map { dot($0, 3.2, color) }.joined() }
        }
        let expected = series.projection.filter { $0.x.isFinite && $0.y.isFinite }
        if expected.count > 1 { out += line(expected, "line expected \(color)") }
        return out
    }

    private func line(_ points: [Plot.Point], _ kind: String) -> String {
        let places = points.map { "\(n(along(x: $0.x))),\(n(across(y: $0.y)))" }.joined(separator: " ")
        return "<polyline class=\"\(kind)\" points=\"\(places)\"/>\n"
    }

    private func dot(_ point: Plot.Point, _ radius: Double, _ color: String) -> String {
        "<circle class=\"dot \(color)\" cx=\"\(n(along(x: point.x)))\" cy=\"\(n(across(y: point.y)))\" r=\"\(n(radius))\"/>\n"
    }

    private func label(_ text: String, _ x: Double, _ y: Double, _ kind: String) -> String {
        "<text class=\"\(kind)\" x=\"\(n(x))\" y=\"\(n(y))\">\(HTMLText.escape(text))</text>\n"
    }

    private func along(x value: Double) -> Double { PlotSVG.left + x.share(value) * (PlotSVG.right - PlotSVG.left) }
    private func across(y value: Double) -> Double { PlotSVG.bottom - y.share(value) * (PlotSVG.bottom - PlotSVG.top) }
    private func n(_ value: Double) -> String { PlotNumber.place(value) }
}
