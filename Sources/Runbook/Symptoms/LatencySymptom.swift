/// "p95 latency > 2s", "p99 response time above 800 ms": a percentile, a comparison and a limit, in this order.
enum LatencySymptom {
    /// `words` in lower case. nil when anything about the sentence leaves room for doubt.
    static func check(_ words: String) -> SymptomCheck? {
        guard words.holds(anyOf: ["latency", "response time"]) else { return nil }
        let tokens = words.split(separator: " ")
        // Two percentiles are two limits, and one check cannot hold both.
        let percentiles = tokens.indices.filter { isPercentile(tokens[$0]) }
        guard percentiles.count == 1, let at = percentiles.first, let percentile = Int(tokens[at].dropFirst()),
            (1...100).contains(percentile),
            !tokens.contains(where: { ["not", "never", "no"].contains($0) })
        else { return nil }
        let behind = tokens[(at + 1)...]
        guard let comparison = behind.firstIndex(where: isAbove) else { return nil }
        // The limit follows, with or without a space on either side: `> 2s`, `>2s`, `> 2 s`.
        var limit = String(tokens[comparison].drop { [">", "=", "≥"].contains($0) })
        var rest = behind[(comparison + 1)...]
        if limit.first?.isNumber != true, let next = rest.popFirst() { limit = String(next) }
        if limit.last?.isNumber == true, let unit = rest.popFirst() { limit += unit }
        while let last = limit.last, [".", ",", ";", ")"].contains(last) { limit.removeLast() }
        guard let milliseconds = Durations.milliseconds(limit) else { return nil }
        return .latency(percentile: percentile, aboveMilliseconds: milliseconds)
    }

    private static func isPercentile(_ token: Substring) -> Bool {
        token.first == "p" && token.count > 1 && token.dropFirst().utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }

    private static func isAbove(_ token: Substring) -> Bool {
        token.hasPrefix(">") || token.hasPrefix("≥") || ["above", "over", "exceeds", "exceeding", "than"].contains(token)
    }
}
