import JSONKit
import MarkdownKit
import SystemKit
import TestSupport
import Testing

@testable import Diagnosis
@testable import Runbook

@Suite(.ownThread) struct AlertTests {
    private let runbook: Runbook = {
        var runbook = makeRunbook([
            ("api-unresponsive", [.healthFailing]), ("high-latency", []), ("memory-leak", []), ("mesh", []),
        ])
        let texts = [
            "api-unresponsive": ["The health check is failing", "Requests end in a timeout"],
            "high-latency": ["p95 latency > 2s", "Requests end in a timeout"], "memory-leak": ["OOM kills by the kernel"],
            "mesh": ["The capability report calls `mesh_sync` degraded"],
        ]
        for index in runbook.incidents.indices {
            let id = runbook.incidents[index].id
            runbook.incidents[index].symptoms = (texts[id] ?? []).map { Symptom(id: "\(id)/\($0)", text: $0, check: nil, span: span) }
            if id == "mesh" { runbook.incidents[index].aliases = ["mesh-sync-and-attestation-degraded-mode"] }
        }
        return runbook
    }()

    private static func alertmanager(_ labels: String, _ annotations: String = "{}", starts: String = "2026-11-24T02:50:00.5Z") -> String {
        """
        {"version":"4","status":"firing","commonLabels":{},"alerts":[
          {"status":"resolved","labels":{"alertname":"Other"},"annotations":{},"startsAt":"2026-11-20T00:00:00Z"},
          {"status":"firing","labels":\(labels),"annotations":\(annotations),"startsAt":"\(starts)"}]}
        """
    }

    @Test(
        "A body finds its incident by the anchor, the name, a label or a symptom, in this order, and says why",
        arguments: [
            (
                alertmanager(#"{"alertname":"MemoryLeak"}"#, #"{"runbook_url":"https://wiki/runbook.md#1-api-unresponsive-critical"}"#),
                "api-unresponsive", "leads to #1-api-unresponsive-critical"
            ),
            (alertmanager(#"{"alertname":"JarvisApiUnresponsive","incident":"mesh"}"#), "api-unresponsive", "its name is"),
            (alertmanager(#"{"alertname":"Jarvis","incident":"high-latency"}"#), "high-latency", "its label incident is high-latency"),
            (
                alertmanager(#"{"alertname":"Slow"}"#, #"{"summary":"p95 latency over 2s for ten minutes"}"#), "high-latency",
                "the symptom \"p95 latency > 2s\""
            ),
            (
                alertmanager(#"{"alertname":"Kernel","mode":"mesh-sync-and-attestation-degraded-mode"}"#), "mesh", "its label mode"
            ),
            (
                #"{"event":{"event_type":"incident.triggered","data":{"title":"Health check fails: api","created_at":"2026-11-24T02:50:00.5Z"}}}"#,
                "api-unresponsive", "The health check is failing"
            ),
            (
                #"{"messages":[{"event":"incident.trigger","incident":{"title":"Memory leak on web1","created_at":"2026-11-24T02:50:00.5Z"}}]}"#,
                "memory-leak", "its name is Memory leak"
            ),
            (
                #"{"event_action":"trigger","dedup_key":"jarvis-ops-api-unresponsive-3f","payload":{"summary":"pager","timestamp":"2026-11-24T03:50:00.5+01:00"}}"#,
                "api-unresponsive", "its label key"
            ),
        ])
    func found(body: String, incident: String, because: String) throws {
        let alert = try #require(Alert.all(in: try JSONReader().read(body))?.first)
        let match = try #require(AlertMatch(alert, in: runbook))
        #expect(match.incident == incident && match.because.contains(because), "\(match.because)")
        #expect(alert.startsAt?.rfc3339 == "2026-11-24T02:50:00.500Z")
    }

    @Test(
        "What fits several incidents alike, or none, is no match",
        arguments: [
            alertmanager(#"{"alertname":"Disk"}"#, #"{"summary":"Requests end in a timeout"}"#), alertmanager(#"{"alertname":"x"}"#),
        ])
    func ambiguous(body: String) throws {
        let alert = try #require(Alert.all(in: try JSONReader().read(body))?.first)
        #expect(AlertMatch(alert, in: runbook) == nil)
    }

    @Test("Other documents are no alerts, and the zero time is no beginning", arguments: ["{}", "[1]", #"{"alerts":3}"#, #"{"event":{}}"#])
    func others(body: String) throws {
        #expect(Alert.all(in: try JSONReader().read(body)) == nil)
        let zero = try JSONReader().read(Self.alertmanager("{}", starts: "0001-01-01T00:00:00Z"))
        #expect(Alert.all(in: zero)?.first?.startsAt == nil)
    }
}
