/// Numbers as a row of bars, one column each: `▁▂▅█`.
public enum Sparkline {
    private static let bars = Array("▁▂▃▄▅▆▇█")

    /// The last `width` values, scaled from the least to the greatest of those that are shown.
    ///
    /// Values that are all the same stand at half the height, or at the ground when they are 0. What was not measured (nil, or no
    /// number) is a space.
    public static func text(_ values: [Double?], width: Int) -> String {
        let shown = values.suffix(max(0, width)).map { value in value.flatMap { $0.isFinite ? $0 : nil } }
        let known = shown.compactMap(\.self)
        guard let least = known.min(), let greatest = known.max() else { return String(repeating: " ", count: shown.count) }
        return String(shown.map { $0.map { bar($0, least, greatest) } ?? " " })
    }

    private static func bar(_ value: Double, _ least: Double, _ greatest: Double) -> Character {
        let top = bars.count - 1
        // In halves: the distance between two numbers may be no number.
        let range = greatest / 2 - least / 2
        let height = range > 0 ? Int(((value / 2 - least / 2) / range * Double(top)).rounded()) : value == 0 ? 0 : top / 2
        return bars[min(max(height, 0), top)]
    }
}
