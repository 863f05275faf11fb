/// Turns a symptom's words into a check. What is not understood stays a question: nil, never a guess.
enum SymptomReader {
    /// - Parameters:
    ///   - text: the symptom's plain words.
    ///   - code: its code spans, in order.
    static func check(_ text: String, code: [String]) -> SymptomCheck? {
        let words = text.lowercased()
        return latency(words) ?? mesh(words, code: code) ?? api(words) ?? provider(words) ?? process(words) ?? database(words)
    }

    /// "p95 latency > 2s", "p99 response time above 800 ms".
    private static func latency(_ words: String) -> SymptomCheck? {
        guard words.contains("latency") || words.contains("response time") else { return nil }
        let tokens = words.split(separator: " ")
        guard let first = tokens.first(where: { $0.first == "p" && Int($0.dropFirst()) != nil }), let percentile = Int(first.dropFirst()),
            (1...100).contains(percentile)
        else { return nil }
        let comparators = [">", ">=", "above", "over", "exceeds"]
        guard let at = tokens.firstIndex(where: { token in comparators.contains { token.hasPrefix($0) } }) else { return nil }
        // The limit follows the comparator, with or without a space on either side: `> 2s`, `>2s`, `> 2 s`.
        let rest = tokens[at...].joined().drop { !$0.isNumber }
        guard let limit = Durations.milliseconds(String(rest)) else { return nil }
        return .latency(percentile: percentile, aboveMilliseconds: limit)
    }

    private static func api(_ words: String) -> SymptomCheck? {
        if words.contains("dashboard"), words.contains("slow") {
            return .dashboard(aboveMilliseconds: SymptomDefaults.dashboardMilliseconds)
        }
        if words.contains("health check"), fails(words), !words.contains("provider") { return .healthFailing }
        if words.contains("5xx") { return .serverErrors(share: SymptomDefaults.errorShare) }
        if words.contains("timeout") || words.contains("timed out") { return .timeouts(share: SymptomDefaults.errorShare) }
        return nil
    }

    private static func provider(_ words: String) -> SymptomCheck? {
        if words.contains("rate limit") { return .rateLimited(pattern: SymptomDefaults.rateLimitPattern) }
        if words.contains("provider"), fails(words) { return .providersFailing }
        if words.hasPrefix("ai ") || words.contains(" ai "), fails(words) { return .aiResponses }
        return nil
    }

    private static func process(_ words: String) -> SymptomCheck? {
        if words.contains("oom") || words.contains("out of memory") { return .outOfMemoryKills }
        if words.contains("garbage collection") { return .garbageCollection(aboveMilliseconds: SymptomDefaults.collectionMilliseconds) }
        if words.contains("memory"), ["increase", "grow", "leak", "climb"].contains(where: words.contains) {
            return .memoryGrowth(aboveMebibytesPerMinute: SymptomDefaults.memoryMebibytesPerMinute)
        }
        return nil
    }

    private static func database(_ words: String) -> SymptomCheck? {
        if words.contains("sqlite"), words.contains("error") { return .databaseErrors }
        if words.contains("inconsisten"), words.contains("data") { return .databaseInconsistent }
        if words.contains("read"), fails(words) { return .readFailures }
        return nil
    }

    private static func mesh(_ words: String, code: [String]) -> SymptomCheck? {
        let pending = code.filter { $0.hasPrefix("pending_") }
        if !pending.isEmpty { return .pendingEvents(statuses: pending) }
        let components = code.filter { $0.hasPrefix("mesh_") }
        if !components.isEmpty, let status = code.first(where: { ["degraded", "disabled"].contains($0) }) {
            return .capability(components: components, status: status)
        }
        if words.contains("outbox") || words.contains("backlog"), ["grow", "increas"].contains(where: words.contains) {
            return .backlogGrowth
        }
        return nil
    }

    private static func fails(_ words: String) -> Bool { words.contains("fail") || words.contains("down") }
}
