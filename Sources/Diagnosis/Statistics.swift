/// The little statistics that verdicts rest on.
public enum Statistics {
    /// The value below which at least `percentile` per cent of the values lie (the nearest-rank definition); nil of nothing.
    public static func percentile(_ percentile: Int, of values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let rank = Int((Double(percentile) / 100 * Double(sorted.count)).rounded(.up))
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
}
