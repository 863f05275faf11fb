/// Texts from outside, made fit for one line of a report.
enum Wording {
    /// `1 table`, `3 tables`.
    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// The first line of a text, cut so that the number beside it stays in sight.
    static func line(_ text: String, limit: Int = 72) -> String {
        let first = text.split(whereSeparator: \.isNewline).first ?? ""
        return first.count > limit ? first.prefix(limit - 1) + "…" : String(first)
    }

    /// The first few of many: `openai, groq, xai and 4 more`.
    static func list(_ items: [String], limit: Int = 3) -> String {
        let shown = items.prefix(limit).map { line($0, limit: 48) }.joined(separator: ", ")
        return items.count > limit ? "\(shown) and \(items.count - limit) more" : shown
    }
}
