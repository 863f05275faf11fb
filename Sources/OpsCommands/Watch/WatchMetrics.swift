internal import Diagnosis
internal import Execution
internal import Redaction
internal import Runbook
internal import SystemKit

/// The last look of a watch as metrics. Every one has the incident in a label: the collector takes files of several watches together,
/// and the same metric with the same labels may stand in one of them only.
enum WatchMetrics {
    static func text(_ tally: WatchTally, of incident: Incident, _ redactor: Redactor) -> String {
        let labels = [(name: "incident", value: redactor.redact(incident.id))]
        func labelled(_ name: String, _ value: String) -> [(name: String, value: String)] { labels + [(name, redactor.redact(value))] }
        func one(_ value: Double?) -> [PrometheusText.Sample] { value.map { [.init(labels, $0)] } ?? [] }
        let last = tally.last
        var page = PrometheusText()

        let verdict = last?.diagnosis.verdict
        page.add(
            "jarvis_ops_incident_confirmed", .gauge, "1 if the last look confirmed the incident, 0 if it was clear; absent if unknown.",
            verdict == .confirmed ? one(1) : verdict == .clear ? one(0) : [])
        page.add(
            "jarvis_ops_symptom_present", .gauge, "1 if the last look saw the symptom, 0 if not; absent if it could not be measured.",
            (last?.diagnosis.findings ?? []).filter { $0.state != .unknown }.map {
                .init(labelled("symptom", $0.symptom.id), $0.state == .present ? 1 : 0)
            })
        page.add(
            "jarvis_ops_probe_duration_seconds", .gauge, "How long each probe of the last look took.",
            (last?.observations ?? []).filter { $0.state != .notRun }.map {
                .init(labelled("probe", $0.id), ($0.durationMilliseconds * 1000).rounded() / 1_000_000)
            })
        page.add(
            "jarvis_ops_api_latency_p95_seconds", .gauge, "95th percentile of the requests of the last look.",
            one(last?.values[.latency].map { ($0 * 1000).rounded() / 1_000_000 }))
        page.add("jarvis_ops_api_5xx_ratio", .gauge, "Share of 5xx among the answers of the last look.", one(last?.values[.errors]))
        page.add("jarvis_ops_service_resident_bytes", .gauge, "Resident memory of the service.", one(last?.values[.memory]))
        page.add("jarvis_ops_outbox_pending", .gauge, "Events that wait in the mesh outbox.", one(last?.values[.backlog]))
        page.add(
            "jarvis_ops_rate_limit_reset_seconds", .gauge, "Until the rate-limit key of a provider expires.",
            limits(last).map { .init(labelled("provider", $0.provider), $0.seconds) })
        page.add(
            "jarvis_ops_last_run_timestamp_seconds", .gauge, "When the last look began.",
            one(last.map { Double($0.startedAt.milliseconds) / 1000 }))
        page.add(
            "jarvis_ops_runs_total", .counter, "Looks of this watch, by their verdict.",
            [Verdict.confirmed, .clear, .unknown].map { .init(labelled("verdict", $0.rawValue), Double(tally.counts[$0] ?? 0)) })
        return page.text
    }

    /// One for each provider: the longest of its keys.
    private static func limits(_ look: WatchLook?) -> [(provider: String, seconds: Double)] {
        var longest: [String: Double] = [:]
        for case .rateLimits(let keys)? in (look?.observations ?? []).map(\.measurement) {
            for key in keys { if let time = key.timeToLive { longest[key.provider] = max(longest[key.provider] ?? 0, time / 1000) } }
        }
        return longest.sorted { $0.key < $1.key }.map { (provider: $0.key, seconds: $0.value) }
    }
}
