/// Numbers as the reasons of a verdict show them. They come from outside, so none of them need be finite.
enum Numbers {
    /// `12 ms`, `2.61 s`, `14 min 5 s`, `1 h 3 min`.
    static func duration(_ milliseconds: Double) -> String {
        guard isPlain(milliseconds) else { return "\(milliseconds) ms" }
        if milliseconds < 999.5 { return "\(Int(milliseconds.rounded())) ms" }
        let hundredths = Int((milliseconds / 10).rounded())
        if hundredths < 6000 { return "\(hundredths / 100).\(twoDigits(hundredths % 100)) s" }
        return seconds(Int((milliseconds / 1000).rounded()))
    }

    /// Whole seconds in the two largest units that stand side by side: `1 h`, `14 min 56 s`, `3 h 59 min`, `0 s`.
    static func seconds(_ count: Int) -> String {
        let (hours, minutes, rest) = (count / 3600, count / 60 % 60, count % 60)
        let parts = hours > 0 ? [(hours, "h"), (minutes, "min")] : minutes > 0 ? [(minutes, "min"), (rest, "s")] : [(rest, "s")]
        return parts.enumerated().filter { $0.offset == 0 || $0.element.0 > 0 }.map { "\($0.element.0) \($0.element.1)" }.joined(
            separator: " ")
    }

    /// A share of 0…1: `37 %`, `4.5 %`.
    static func percent(_ share: Double) -> String {
        guard isPlain(share) else { return "\(share)" }
        let tenths = Int((share * 1000).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }

    /// One decimal: `8.2`.
    static func decimal(_ value: Double) -> String {
        guard isPlain(value) else { return "\(value)" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    /// A value beside the limit that it is judged by: where rounding makes the two look alike, which side it is on is said.
    static func against(_ limit: Double, _ value: Double, _ words: (Double) -> String) -> String {
        let text = words(value)
        guard value != limit, text == words(limit) else { return text }
        return (value > limit ? "just over " : "just under ") + text
    }

    /// Whether it can be turned into a whole number at all.
    private static func isPlain(_ value: Double) -> Bool { value.magnitude < 1e15 }

    private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
