/// Durations as people write them.
public enum Durations {
    /// `15 min`, `1 hour`, `2s`, `500ms`, `1.5 h`, `24 hours` → milliseconds; nil for anything else.
    public static func milliseconds(_ text: String) -> Double? {
        let trimmed = text.filter { $0 != " " }.lowercased()
        let digits = trimmed.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits), number.isFinite, let unit = units[String(trimmed.dropFirst(digits.count))] else { return nil }
        return number * unit
    }

    private static let units: [String: Double] = {
        var result: [String: Double] = [:]
        for (names, value) in [
            ("ms,millisecond,milliseconds", 1.0), ("s,sec,secs,second,seconds", 1000), ("m,min,mins,minute,minutes", 60_000),
            ("h,hr,hrs,hour,hours", 3_600_000), ("d,day,days", 86_400_000),
        ] {
            for name in names.split(separator: ",") { result[String(name)] = value }
        }
        return result
    }()
}
