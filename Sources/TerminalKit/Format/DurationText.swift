/// Lengths of time for people.
public enum DurationText {
    /// `4 ms`, `0.31 s`, `12.4 s`, `14 min 20 s`, `2 h 05 min`, `3 d 04 h`. Two parts at most.
    ///
    /// - Parameter milliseconds: negative ones get a minus sign, what is no number is `–`.
    public static func of(milliseconds: Double) -> String {
        guard milliseconds.isFinite else { return "–" }
        if milliseconds < 0 { return "-" + of(milliseconds: -milliseconds) }
        if milliseconds < 0.5 { return "0 ms" }
        if milliseconds < 99.5 { return "\(Int(milliseconds.rounded())) ms" }
        if milliseconds < 9_995 { return "\(Decimals.text(milliseconds / 1000, 2)) s" }
        if milliseconds < 59_950 { return "\(Decimals.text(milliseconds / 1000, 1)) s" }
        let seconds = Int(min(milliseconds / 1000, 1e15).rounded())
        switch seconds {
        case ..<3600: return two(seconds / 60, "min", seconds % 60, "s")
        case ..<86_400: return two(seconds / 3600, "h", seconds / 60 % 60, "min")
        default: return two(seconds / 86_400, "d", seconds / 3600 % 24, "h")
        }
    }

    /// How long ago: `just now`, `40 s ago`, `14 min ago`, `5 h ago`, `3 d ago`; `in 5 min` for what is to come.
    ///
    /// - Parameter milliseconds: now minus then.
    public static func age(milliseconds: Double) -> String {
        guard milliseconds.isFinite else { return "–" }
        let seconds = Int(min(abs(milliseconds) / 1000, 1e15))
        let length: String
        switch seconds {
        case ..<10: return "just now"
        case ..<60: length = "\(seconds) s"
        case ..<3600: length = "\(seconds / 60) min"
        case ..<86_400: length = "\(seconds / 3600) h"
        default: length = "\(seconds / 86_400) d"
        }
        return milliseconds < 0 ? "in \(length)" : "\(length) ago"
    }

    private static func two(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
        if small == 0 { return "\(large) \(largeUnit)" }
        return "\(large) \(largeUnit) \(small < 10 ? "0" : "")\(small) \(smallUnit)"
    }
}
