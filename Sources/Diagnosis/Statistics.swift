/// The little statistics that verdicts rest on.
public enum Statistics {
    /// The value below which at least `percentile` per cent of the values lie (the nearest-rank definition); nil of nothing.
    public static func percentile(_ percentile: Int, of values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        // In whole numbers: 0.55 * 100 is a little more than 55 and would be rounded up to the next rank.
        let rank = (min(max(percentile, 0), 100) * sorted.count + 99) / 100
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }

    /// The least-squares line through the points, and how far its slope can be trusted.
    public struct Fit: Sendable {
        /// Units of y per unit of x.
        public let slope: Double
        /// The standard error of the slope, in the same unit.
        public let error: Double
    }

    /// nil for fewer than three points or when all lie at one x.
    public static func fit(_ points: [(x: Double, y: Double)]) -> Fit? {
        guard points.count >= 3 else { return nil }
        let count = Double(points.count)
        let meanX = points.reduce(0) { $0 + $1.x } / count
        let meanY = points.reduce(0) { $0 + $1.y } / count
        let spread = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
        guard spread > 0 else { return nil }
        let slope = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread
        let residual = points.reduce(0) { sum, point in
            let distance = point.y - (meanY + slope * (point.x - meanX))
            return sum + distance * distance
        }
        return Fit(slope: slope, error: (residual / (count - 2) / spread).squareRoot())
    }

    /// The slope that is left when the best-placed single jump is taken out: the points are cut in two where that explains most,
    /// and both parts share one slope. A line keeps its slope; a step keeps none. nil for fewer than four points.
    public static func slopeBesideAJump(_ points: [(x: Double, y: Double)]) -> Double? {
        guard points.count >= 4 else { return nil }
        var best: (residual: Double, slope: Double)?
        for cut in 1..<points.count {
            let parts = [Moments(points[..<cut]), Moments(points[cut...])]
            let spread = parts.reduce(0) { $0 + $1.xx }
            guard spread > 0 else { continue }
            let slope = parts.reduce(0) { $0 + $1.xy } / spread
            let residual = parts.reduce(0) { $0 + $1.yy } - slope * slope * spread
            if residual < best?.residual ?? .infinity { best = (residual, slope) }
        }
        return best?.slope
    }

    /// Sums of squares and products around the means.
    private struct Moments {
        var (xx, xy, yy) = (0.0, 0.0, 0.0)

        init(_ points: ArraySlice<(x: Double, y: Double)>) {
            let count = Double(points.count)
            let meanX = points.reduce(0) { $0 + $1.x } / count
            let meanY = points.reduce(0) { $0 + $1.y } / count
            for point in points {
                xx += (point.x - meanX) * (point.x - meanX)
                xy += (point.x - meanX) * (point.y - meanY)
                yy += (point.y - meanY) * (point.y - meanY)
            }
        }
    }

    /// Whether each fifth of the points lies above the one before it, by at least a quarter of the even share.
    static func growsThroughout(_ points: [(x: Double, y: Double)]) -> Bool {
        guard points.count >= 5 else { return false }
        let means = (0..<5).map { part in
            let slice = points[(points.count * part / 5)..<(points.count * (part + 1) / 5)]
            return slice.reduce(0) { $0 + $1.y } / Double(slice.count)
        }
        let evenShare = (means[4] - means[0]) / 4
        return evenShare > 0 && zip(means, means.dropFirst()).allSatisfy { $1 - $0 >= evenShare / 4 }
    }
}
