/// Turns a symptom's words into a check. What is not understood stays a question: nil, never a guess.
struct SymptomReader {
    /// The text in lower case.
    private let text: String
    private let words: [Substring]
    private let code: [String]

    /// - Parameters:
    ///   - text: the symptom's plain words.
    ///   - code: its code spans, in order.
    static func check(_ text: String, code: [String]) -> SymptomCheck? {
        let lower = text.lowercased()
        let reader = SymptomReader(text: lower, words: lower.plainWords, code: code)
        if let latency = LatencySymptom.check(lower) { return latency }
        // "No more timeouts" is how an incident ends.
        if reader.words.first == "no" || lower.holds("no longer") { return nil }
        return reader.mesh() ?? reader.api() ?? reader.provider() ?? reader.process() ?? reader.database()
    }

    private func api() -> SymptomCheck? {
        if text.holds("dashboard"), text.holds("slow") { return .dashboard(aboveMilliseconds: SymptomDefaults.dashboardMilliseconds) }
        if text.holds("health check"), fails, !text.holds("provider") { return .healthFailing }
        if text.holds("5xx") { return .serverErrors(share: SymptomDefaults.errorShare) }
        if text.holds(anyOf: ["timeout", "timed out"]) { return .timeouts(share: SymptomDefaults.errorShare) }
        return nil
    }

    private func provider() -> SymptomCheck? {
        if text.holds("rate limit") { return .rateLimited(pattern: SymptomDefaults.rateLimitPattern) }
        if text.holds("provider"), fails { return .providersFailing }
        if words.contains("ai"), fails { return .aiResponses }
        return nil
    }

    private func process() -> SymptomCheck? {
        if words.contains("oom") || text.holds("out of memory") { return .outOfMemoryKills }
        if text.holds("garbage collection"), text.holds(anyOf: ["slow", "long", "take", "pause", "stall"]) {
            return .garbageCollection(aboveMilliseconds: SymptomDefaults.collectionMilliseconds)
        }
        if words.contains("memory"), text.holds(anyOf: ["increas", "grow", "leak", "climb"]) {
            return .memoryGrowth(aboveMebibytesPerMinute: SymptomDefaults.memoryMebibytesPerMinute)
        }
        return nil
    }

    private func database() -> SymptomCheck? {
        if text.holds("sqlite"), text.holds("error") { return .databaseErrors }
        if text.holds("inconsisten"), words.contains("data") { return .databaseInconsistent }
        if !words.allSatisfy({ $0 != "read" && $0 != "reads" && $0 != "reading" }), fails { return .readFailures }
        return nil
    }

    private func mesh() -> SymptomCheck? {
        let pending = code.filter { $0.hasPrefix("pending_") }
        if !pending.isEmpty { return .pendingEvents(statuses: pending) }
        let components = code.filter { $0.hasPrefix("mesh_") }
        if !components.isEmpty, let status = code.first(where: { ["degraded", "disabled"].contains($0) }) {
            return .capability(components: components, status: status)
        }
        if text.holds(anyOf: ["outbox", "backlog"]), text.holds(anyOf: ["grow", "increas"]) { return .backlogGrowth }
        return nil
    }

    /// A word that says that something fails or is down; a failover and a slowdown are something else.
    private var fails: Bool {
        words.contains { ["fail", "fails", "failed", "failing", "failure", "failures", "down"].contains($0) }
    }
}
