/// Numbers as the reasons of a verdict show them.
enum Numbers {
    /// `12 ms`, `2.61 s`.
    static func duration(_ milliseconds: Double) -> String {
        if milliseconds < 999.5 { return "\(Int(milliseconds.rounded())) ms" }
        let hundredths = Int((milliseconds / 10).rounded())
        return "\(hundredths / 100).\(twoDigits(hundredths % 100)) s"
    }

    /// `37 %`, `4.5 %`.
    static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }

    /// One decimal: `8.2`.
    static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
