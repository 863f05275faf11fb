import Escalation
import HTTPKit
import JSONKit
import MarkdownKit
import SystemKit

@testable import Runbook

let span = SourceSpan(line: 1, column: 1, endLine: 1)

/// An incident of that severity.
func incident(_ title: String = "API Unresponsive", id: String = "api-unresponsive", _ severity: Severity? = .critical) -> Incident {
    var incident = Incident(id: id, title: title, span: span)
    incident.severity = severity
    incident.resolution = [
        Step(
            id: "\(id)/resolution.1", number: 1, title: "Restart the API", text: "", action: .compose(argv: ["docker-compose", "restart"]),
            effect: .change, span: span)
    ]
    return incident
}

func notice(
    _ incident: Incident = incident(), _ action: EscalationAction = .trigger, message: String? = nil, because: String = "it answers 503",
    symptoms: [String] = ["The health check is failing: 20 of 20"]
) -> IncidentNotice {
    IncidentNotice(
        incident: incident, responseTimeSeconds: 900, action: action, run: "20261126-030000-4f2a",
        at: Timestamp(milliseconds: 1_795_662_000_000),
        host: "ops1", user: "ada", directory: "/srv/jarvis",
        diagnosis: .init(
            run: "20261126-025900-0001", at: Timestamp(milliseconds: 1_795_661_940_000), verdict: "confirmed", because: because,
            symptoms: symptoms),
        message: message, journal: .init(rows: 12, head: String(repeating: "ab", count: 32)))
}

/// The body of a delivery's request.
func body(_ delivery: Delivery) -> JSONValue {
    guard case .http(let request, _) = delivery.way else { return .null }
    return (try? JSONReader().read(request.body ?? [])) ?? .null
}

func bytes(_ delivery: Delivery) -> [UInt8] {
    guard case .http(let request, _) = delivery.way else { return [] }
    return request.body ?? []
}

func headers(_ delivery: Delivery) -> [HTTPHeader] {
    guard case .http(let request, _) = delivery.way else { return [] }
    return request.headers
}
