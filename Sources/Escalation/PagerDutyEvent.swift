public import HTTPKit
internal import JSONKit
internal import Runbook
internal import SystemKit

/// PagerDuty's Events API v2 (developer.pagerduty.com, "Send an event"): one event for the enqueue address.
public struct PagerDutyEvent: Sendable {
    public static let publicAddress = "https://events.pagerduty.com/v2/enqueue"
    /// Characters of an integration's routing key.
    public static let routingKeyLength = 32
    static let summaryLimit = 1024
    static let dedupKeyLimit = 255
    /// 512 KB; taken as thousands, which is less.
    static let bodyLimit = 512_000

    private let notice: IncidentNotice
    private let dedupKey: String

    public init(_ notice: IncidentNotice, dedupKey: String) {
        self.notice = notice
        self.dedupKey = TextLimit.cut(dedupKey, to: PagerDutyEvent.dedupKeyLimit)
    }

    /// - Parameter routingKey: 32 characters.
    public func delivery(to url: HTTPURL, routingKey: String) -> Delivery {
        // The most that fits, the details of least worth left out first.
        var body = document(symptoms: 50, message: 16_000, routingKey)
        for (symptoms, message) in [(50, 2000), (10, 2000), (0, 200)] where body.sent.count > PagerDutyEvent.bodyLimit {
            body = document(symptoms: symptoms, message: message, routingKey)
        }
        return Delivery(post: body, to: url, answer: .pagerDuty)
    }

    private func document(symptoms: Int, message: Int, _ routingKey: String) -> JSONBody {
        var event: JSONObject = ["event_action": notice.action.rawValue.json, "dedup_key": dedupKey.json]
        // What acknowledges or resolves names the incident by its key, and needs nothing more.
        if notice.action == .trigger {
            event["payload"] = payload(symptoms, message)
            event["client"] = "jarvis-ops"
        }
        return JSONBody(event, secret: ("routing_key", routingKey))
    }

    private func payload(_ symptoms: Int, _ message: Int) -> JSONValue {
        var details = JSONObject()
        for (name, value) in notice.facts { details[name] = TextLimit.cut(value, to: 4000).json }
        if let diagnosis = notice.diagnosis {
            details["Symptoms"] = .array(diagnosis.symptoms.prefix(symptoms).map { TextLimit.cut($0, to: 2000).json })
        }
        if let text = notice.message { details["Message"] = TextLimit.cut(text, to: message).json }
        return [
            "summary": TextLimit.cut(notice.summary, to: PagerDutyEvent.summaryLimit).json, "source": source.json,
            "severity": severity.json, "timestamp": notice.at.rfc3339.json, "component": TextLimit.cut(notice.incident, to: 255).json,
            "group": "jarvis", "class": "runbook incident", "custom_details": .object(details),
        ]
    }

    /// Required, and must not be empty.
    private var source: String { notice.host.isEmpty ? "jarvis" : TextLimit.cut(notice.host, to: 255) }

    /// The four words that the API takes; a section without a severity is a warning.
    private var severity: String {
        switch notice.severity {
        case .critical: "critical"
        case .high: "error"
        case .medium, nil: "warning"
        case .low: "info"
        }
    }
}
