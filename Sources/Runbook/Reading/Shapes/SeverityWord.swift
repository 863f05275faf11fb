/// How people write a severity: `High`, `SEV-2`, `P1`, `warning`.
///
/// The file's own table counts first. Where it has no row of that name a level is told by convention, and that is said.
enum SeverityWord {
    private static let names: [String: Severity] = [
        "critical": .critical, "high": .high, "medium": .medium, "low": .low,
    ]
    /// What other scales call the four.
    private static let others: [String: Severity] = [
        "page": .critical, "emergency": .critical, "blocker": .critical, "major": .high, "severe": .high, "error": .high,
        "moderate": .medium, "warning": .medium, "minor": .low, "info": .low, "informational": .low, "notice": .low,
    ]
    /// Words that are meant as a severity, whose place on a scale is not known.
    private static let unplaced: Set<String> = ["urgent", "unknown", "severity", "none", "normal"]

    /// `severity: critical`, `Severity High` → the word itself.
    static func bare(_ text: String) -> String {
        var word = text.trimmedSpaces
        for name in ["default severity", "severity", "priority", "sev"] where word.lowercased().hasPrefix(name) {
            let rest = word.dropFirst(name.count)
            guard let next = rest.first, next == ":" || next == " " || next == "=" else { continue }
            word = rest.drop { ": =".contains($0) }.trimmedSpaces
        }
        return word.filter { $0 != "*" && $0 != "`" }.trimmedSpaces
    }

    /// `SEV-1`, `SEV2`, `P0`: its number.
    static func level(_ word: String) -> Int? {
        let text = word.lowercased()
        for prefix in ["severity", "sev", "priority", "p"] where text.hasPrefix(prefix) {
            let digits = text.dropFirst(prefix.count).drop { "- ".contains($0) }
            if digits.count == 1, let number = Int(digits) { return number }
        }
        return nil
    }

    static func isLevel(_ word: String) -> Bool { level(word) != nil && !word.contains(" ") }

    /// Whether somebody meant a severity by it.
    static func isOne(_ word: String) -> Bool {
        let text = word.lowercased()
        return names[text] != nil || others[text] != nil || unplaced.contains(text) || isLevel(word)
    }

    /// A severity by its own name.
    static func own(_ word: String) -> Severity? { names[word.lowercased()] }

    /// The severity of a word; levels 0 and 1 are the worst, as most scales count.
    static func byConvention(_ word: String) -> Severity? {
        if let named = own(word) ?? others[word.lowercased()] { return named }
        switch level(word) {
        case 0, 1: return .critical
        case 2: return .high
        case 3: return .medium
        case nil: return nil
        default: return .low
        }
    }

    /// The value of a line such as `**Severity:** SEV-2 (page)`: its only severity, else all of it.
    static func value(_ text: String) -> String {
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init)
        let found = Set(words.filter { byConvention($0) != nil }.map { $0.lowercased() })
        if found.count == 1, let word = words.first(where: { byConvention($0) != nil }) { return word }
        return bare(text)
    }
}
