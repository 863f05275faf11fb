public import JSONKit
internal import Mesh
public import SystemKit

/// One alert of what Alertmanager or PagerDuty sends: what it is called, since when, and whatever in it may tell which incident it is.
public struct Alert: Sendable, Equatable {
    public let name: String
    /// nil where it does not say.
    public let startsAt: Timestamp?
    let isFiring: Bool
    /// Addresses that it carries, the runbook's first.
    let links: [String]
    /// Names and values.
    let labels: [Label]
    /// Sentences for people.
    let texts: [String]

    struct Label: Sendable, Equatable {
        let name: String
        let value: String
    }

    /// The alerts of a body, those that fire before those that are over; nil for a body of neither.
    ///
    /// Alertmanager's webhook (version 4), one of its alerts alone, PagerDuty's webhooks (v2, v3) and the event that PagerDuty is sent (v2).
    public static func all(in body: JSONValue) -> [Alert]? {
        let found: [Alert]
        if let alerts = body["alerts"]?.array {
            found = alerts.map { alertmanager($0, common: body) }
        } else if body["labels"]?.object != nil, body["startsAt"] != nil || body["annotations"] != nil {
            found = [alertmanager(body, common: nil)]
        } else if let data = body["event"]?["data"] {
            found = [pagerDuty(data, type: body["event"]?["event_type"]?.text)]
        } else if let messages = body["messages"]?.array, messages.contains(where: { $0["incident"] != nil }) {
            found = messages.compactMap { message in message["incident"].map { pagerDuty($0, type: message["event"]?.text) } }
        } else if let incident = body["incident"], incident["title"] != nil {
            found = [pagerDuty(incident, type: nil)]
        } else if body["payload"]?["summary"] != nil {
            found = [event(body)]
        } else {
            return nil
        }
        return found.filter(\.isFiring) + found.filter { !$0.isFiring }
    }

    private static func alertmanager(_ alert: JSONValue, common: JSONValue?) -> Alert {
        let labels = pairs(alert["labels"]) + pairs(common?["commonLabels"]) + pairs(common?["groupLabels"])
        let notes = pairs(alert["annotations"]) + pairs(common?["commonAnnotations"])
        let links =
            notes.filter { $0.name.hasPrefix("runbook") } + notes.filter { !$0.name.hasPrefix("runbook") && $0.value.contains("://") }
        return Alert(
            name: labels.first { $0.name == "alertname" }?.value ?? notes.first { $0.name == "summary" }?.value ?? "without a name",
            startsAt: time(alert["startsAt"]), isFiring: alert["status"]?.text != "resolved", links: links.map(\.value), labels: labels,
            texts: notes.filter { !$0.value.contains("://") }.map(\.value))
    }

    private static func pagerDuty(_ incident: JSONValue, type: String?) -> Alert {
        let details = incident["body"]?["details"]
        let title = incident["title"]?.text ?? incident["description"]?.text ?? ""
        let texts = [title, incident["description"]?.text, incident["summary"]?.text, details?.text].compactMap(\.self)
        return Alert(
            name: title.isEmpty ? "without a name" : title, startsAt: time(incident["created_at"]),
            isFiring: type?.hasSuffix("resolved") != true && type?.hasSuffix("resolve") != true && incident["status"]?.text != "resolved",
            links: pairs(details).filter { $0.name.hasPrefix("runbook") || $0.value.contains("://") }.map(\.value),
            labels: pairs(details)
                + [incident["incident_key"], incident["alert_key"]].compactMap { $0?.text }.map { Label(name: "key", value: $0) },
            texts: texts)
    }

    private static func event(_ body: JSONValue) -> Alert {
        let payload = body["payload"]
        let summary = payload?["summary"]?.text ?? ""
        let details = pairs(payload?["custom_details"])
        let links = (body["links"]?.array ?? []).compactMap { $0["href"]?.text } + details.map(\.value).filter { $0.contains("://") }
        let keys = [("key", body["dedup_key"]), ("class", payload?["class"]), ("component", payload?["component"])]
        return Alert(
            name: summary.isEmpty ? "without a name" : summary, startsAt: time(payload?["timestamp"]),
            isFiring: body["event_action"]?.text != "resolve", links: links,
            labels: details + keys.compactMap { key in key.1?.text.map { Label(name: key.0, value: $0) } }, texts: [summary])
    }

    private static func pairs(_ value: JSONValue?) -> [Label] {
        (value?.object?.withoutRepeats.members ?? []).compactMap { member in
            member.value.text.map { Label(name: member.key.text, value: $0) }
        }
    }

    /// Alertmanager's zero time (year 1) is none.
    private static func time(_ value: JSONValue?) -> Timestamp? {
        guard let text = value?.text, let microseconds = PythonTime.microseconds(text), microseconds > 0 else { return nil }
        return Timestamp(milliseconds: microseconds / 1000)
    }
}
