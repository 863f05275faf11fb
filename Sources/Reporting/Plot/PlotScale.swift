/// From values to places along an axis, with ticks at round numbers.
struct PlotScale {
    let low: Double
    let high: Double
    /// Within `low…high`, in order.
    let ticks: [Double]

    /// Longer than any run, larger than any memory: beyond it differences are nothing to see.
    static let edge = 1e15

    static func clamped(_ value: Double) -> Double? {
        guard value.isFinite else { return nil }
        return min(max(value, -edge), edge)
    }

    /// - Parameters:
    ///   - values: any; those that are not finite do not count.
    ///   - count: how many ticks there is room for.
    init(_ values: [Double], _ axis: Plot.Axis, ticks count: Int) {
        if case .columns(let names) = axis.unit {
            low = -0.5
            high = Double(max(names.count, 1)) - 0.5
            ticks = names.indices.map { Double($0) }
            return
        }
        let values = values.compactMap(PlotScale.clamped)
        var (low, high) = (values.min() ?? 0, values.max() ?? 0)
        if axis.includesZero { (low, high) = (min(low, 0), max(high, 0)) }
        if high - low < abs(high) * 1e-9 || high == low {
            // One value alone: some room around it.
            let room = max(abs(high) * 0.1, axis.unit == .elapsed ? 1000 : 1)
            (low, high) = (axis.includesZero ? low : low - room, high + room)
        }
        let step = PlotScale.step((high - low) / Double(max(count, 1)), axis.unit)
        let first = (low / step).rounded(.down)
        let last = (high / step).rounded(.up)
        self.low = first * step
        self.high = last * step
        // Steps are chosen to give at most `count` and two; a step that rounds away must not make endless ones.
        ticks = (0...Int(min(max(last - first, 1), Double(count + 2)))).map { (first + Double($0)) * step }
    }

    /// 0…1.
    func share(_ value: Double) -> Double {
        guard let value = PlotScale.clamped(value), high > low else { return 0 }
        return min(max((value - low) / (high - low), 0), 1)
    }

    /// The next round step: 1, 2, 5 and their tens; for times also what clocks count in.
    private static func step(_ least: Double, _ unit: Plot.Unit) -> Double {
        if unit == .elapsed {
            let clock: [Double] = [
                0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
            ]
            if let step = clock.first(where: { $0 * 1000 >= least }) { return step * 1000 }
        }
        var power = unit == .count ? 1.0 : 0.001
        while power < 1e18 {
            for factor in [1.0, 2, 5] where factor * power >= least { return factor * power }
            power *= 10
        }
        return power
    }
}
