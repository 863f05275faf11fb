/// Numbers and counts as the summaries show them.
enum Words {
    /// `12 ms`, `2.6 s`.
    static func duration(_ milliseconds: Double) -> String {
        if milliseconds < 999.5 { return "\(Int(milliseconds.rounded())) ms" }
        let tenths = Int((milliseconds / 100).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }

    /// `1 key`, `3 keys`.
    static func count(_ number: Int, _ noun: String) -> String { number == 1 ? "1 \(noun)" : "\(number) \(noun)s" }

    /// `3 findings, the first: …`; one alone is not counted.
    static func first(of number: Int, _ noun: String, _ first: String) -> String {
        number == 1 ? first : "\(count(number, noun)), the first: \(first)"
    }

    /// `12.5 MiB`.
    static func mebibytes(_ bytes: Double) -> String {
        let tenths = Int((bytes / 104_857.6).rounded())
        return "\(tenths / 10).\(abs(tenths % 10)) MiB"
    }
}
