internal import Diagnosis
internal import JSONKit
internal import Journal
internal import Runbook
internal import SystemKit

extension Figures {
    init(
        _ looks: [Look], _ kept: [String: ReportInput.KeptBytes], _ incidents: [ReportedIncident], _ runbook: Runbook,
        since start: Timestamp
    ) {
        self.start = start
        for incident in incidents {
            for symptom in runbook.incident(incident.id)?.symptoms ?? [] {
                if case .latency(let percentile, let limit)? = symptom.check, latencyLimit == nil {
                    latencyLimit = Limit(percentile: percentile, milliseconds: limit)
                }
            }
        }
        percentile = latencyLimit?.percentile ?? 95
        for observation in looks.flatMap(\.observations) { take(observation, Figures.evidence(observation, kept)) }
        // The earlier of two looks of one probe lies before what was recorded meanwhile.
        backlog.sort { $0.at < $1.at }
    }

    /// What stands in the row, or the bytes that its hash leads to.
    private static func evidence(_ observation: RecordedObservation, _ kept: [String: ReportInput.KeptBytes]) -> JSONObject {
        guard let hash = observation.evidence["sha256"]?.text, observation.kept.contains(where: { $0.sha256 == hash }) else {
            return observation.evidence
        }
        // What was longer than is kept is no JSON any more, and cannot be drawn.
        guard case .whole(let bytes)? = kept[hash], let whole = try? JSONReader().read(bytes) else { return JSONObject() }
        return whole.object ?? JSONObject()
    }

    private mutating func take(_ observation: RecordedObservation, _ evidence: JSONObject) {
        let at = observation.at
        // Steps of the runbook share probes with checks: what was measured says what it is, whatever the id.
        if evidence["resident_bytes"] != nil {
            takeMemory(at, evidence)
        } else if evidence["requested"] != nil, let times = evidence["times_ms"]?.array {
            takeLatency(at, times)
        } else if let keys = evidence["keys"]?.array {
            takeRateLimits(at, keys)
        }
        takeBacklog(at, evidence)
    }

    private mutating func takeLatency(_ at: Timestamp, _ times: [JSONValue]) {
        let times = times.compactMap(Figures.number).filter { $0 >= 0 }.sorted()
        guard let slowest = times.last, let median = Statistics.percentile(50, of: times),
            let share = Statistics.percentile(percentile, of: times)
        else { return }
        latency.append(Latency(at: at, times: times, median: median, percentile: share, slowest: slowest))
    }

    private mutating func takeMemory(_ at: Timestamp, _ evidence: JSONObject) {
        let times = evidence["times_ms"]?.array ?? []
        let bytes = evidence["resident_bytes"]?.array ?? []
        let points = zip(times, bytes).compactMap { pair -> (time: Double, bytes: Double)? in
            guard let time = Figures.number(pair.0), let bytes = Figures.number(pair.1), bytes >= 0 else { return nil }
            return (time, bytes)
        }
        guard !points.isEmpty else { return }
        let fit = Statistics.fit(points.map { (x: $0.time / 60_000, y: $0.bytes) })
        memory.append(Memory(at: at, source: evidence["source"]?.text ?? "", points: points, slope: fit?.slope))
    }

    private mutating func takeBacklog(_ at: Timestamp, _ evidence: JSONObject) {
        let events = evidence["by_status"]?.object
        if let first = evidence["pending_first"]?.int, let second = evidence["pending_second"]?.int {
            let between = Int64(min(max(evidence["between_ms"].flatMap(Figures.number) ?? 0, 0), 86_400_000))
            backlog.append(Backlog(at: Timestamp(milliseconds: at.milliseconds - between), pending: max(0, first)))
            backlog.append(Backlog(at: at, pending: max(0, second)))
        } else if let pending = evidence["pending_events"]?.int {
            backlog.append(Backlog(at: at, pending: max(0, pending)))
        } else {
            return
        }
        if let events { invalidEvents = max(0, events["invalid_envelope"]?.int ?? 0) }
    }

    private mutating func takeRateLimits(_ at: Timestamp, _ keys: [JSONValue]) {
        for key in keys {
            guard let provider = key["provider"]?.text, let left = key["ttl_ms"].flatMap(Figures.number), left >= 0 else { continue }
            rateLimits.append(RateLimit(at: at, provider: provider, timeToLive: left, isExhausted: key["exhausted"]?.bool))
        }
    }

    /// Only what can be drawn; a spelling beyond a double's range is none.
    private static func number(_ value: JSONValue) -> Double? { value.double.flatMap { $0.isFinite ? $0 : nil } }
}
