internal import Diagnosis
internal import Execution
internal import TerminalKit

/// A number that is worth following over many looks; each incident's probes give some of them.
enum WatchMeasure: String, CaseIterable {
    case latency = "latency-p95"
    case errors = "share-5xx"
    case memory
    case backlog
    case rateLimit = "rate-limit"

    /// For people, as short as a picture needs it.
    var label: String {
        switch self {
        case .latency: "p95"
        case .errors: "5xx"
        case .memory: "memory"
        case .backlog: "backlog"
        case .rateLimit: "limit"
        }
    }

    /// Of the values in documents.
    var unit: String {
        switch self {
        case .latency, .rateLimit: "ms"
        case .errors: "share"
        case .memory: "bytes"
        case .backlog: "events"
        }
    }

    /// nil when no probe gave it.
    func value(in observations: [Observation]) -> Double? {
        observations.lazy.compactMap { $0.measurement.flatMap(value) }.first
    }

    private func value(in measurement: Measurement) -> Double? {
        switch (self, measurement) {
        // As the diagnosis has it: an unfinished request counts with the time it has waited.
        case (.latency, .api(let sample)): Statistics.percentile(95, of: sample.telling.map(\.milliseconds) + sample.unanswered)
        case (.errors, .api(let sample)):
            sample.telling.isEmpty ? nil : Double(sample.serverErrors) / Double(sample.telling.count)
        case (.memory, .memory(let series)): series.points.last?.bytes
        case (.backlog, .backlog(let looks)): Double(looks.second)
        // Until the last of them is free; 0 when there is none. A counter does not tell whether its limit is reached.
        case (.rateLimit, .rateLimits(let keys)): keys.filter { $0.isExhausted != false }.compactMap(\.timeToLive).max() ?? 0
        default: nil
        }
    }

    func text(_ value: Double) -> String {
        switch self {
        case .latency, .rateLimit: DurationText.of(milliseconds: value)
        case .errors: Quantities.percent(value)
        case .memory: Quantities.bytes(Int(value))
        case .backlog: Quantities.count(Int(value))
        }
    }
}
