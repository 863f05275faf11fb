internal import Execution
internal import HTTPKit
internal import JSONKit

/// The health report in the three shapes that are in use: the API's truth values (`services`, `providers`), the router's
/// `subsystems`, and the runbook's `services.providers`.
enum HealthReader {
    /// nil where the answer is no report. A report counts only with the status 200: every Jarvis gives it with that, also when it
    /// is unwell, and what stands under an error is somebody else's.
    static func report(_ response: HTTPResponse) -> HealthReport? {
        response.status == 200 && !response.bodyTruncated ? report(response.body) : nil
    }

    /// An answer that is no report, in a few words.
    static func stranger(_ response: HTTPResponse) -> String {
        let kind = response.header("content-type").map { ", \($0.prefix { $0 != ";" })" } ?? ""
        let elsewhere = response.redirectURL.map { " to \($0.origin)" } ?? ""
        let size = response.body.isEmpty ? ", empty" : response.bodyTruncated ? ", over \(response.body.count >> 20) MiB" : kind
        return "HTTP \(response.status)\(elsewhere)\(elsewhere.isEmpty ? size : "")"
    }

    static func report(_ body: [UInt8]) -> HealthReport? {
        guard let document = try? JSONReader().read(body), let status = document["status"]?.text else { return nil }
        let places = ["subsystems", "services", "providers", "system", "version", "timestamp", "runtime", "components"]
        guard places.contains(where: { document[$0] != nil }) else { return nil }
        var report = HealthReport(status: status)
        report.keys = document.object?.withoutRepeats.members.map(\.key.text) ?? []
        report.subsystems = parts(document["subsystems"])
        if report.subsystems.isEmpty { report.subsystems = parts(document["services"]).filter { $0.name != "providers" } }
        if let providers = document["services"]?["providers"], !providers.isNull {
            report.providers = parts(providers)
            report.providersFoundAt = ".services.providers"
        } else if let providers = document["providers"], providers.object != nil {
            report.providers = parts(providers)
            report.providersFoundAt = ".providers"
        } else if let details = document["subsystems"]?["llm_providers"]?["metadata"]?["details"], details.object != nil {
            report.providers = parts(details)
            report.providersFoundAt = ".subsystems.llm_providers.metadata.details"
        }
        return report
    }

    private static func parts(_ value: JSONValue?) -> [HealthReport.Part] {
        (value?.object?.withoutRepeats.members ?? []).map { part($0.key.text, $0.value) }
    }

    /// Services say it in different words: `healthy`, `available`, `ok`, a status, or just a text or a truth value.
    private static func part(_ name: String, _ value: JSONValue) -> HealthReport.Part {
        let status = value["status"]?.text ?? value.text ?? (value.bool.map { $0 ? "ok" : "down" } ?? "")
        let said = value["available"]?.bool ?? value["healthy"]?.bool ?? value["ok"]?.bool ?? value.bool
        let isWell = said ?? !["down", "unhealthy", "error", "failed", "failing", "unavailable", "offline"].contains(status.lowercased())
        let message = value["message"]?.text ?? ""
        let error = value["error"]?.text ?? value["last_error"]?.text ?? ""
        return HealthReport.Part(
            name: name, isHealthy: isWell, status: status, isBare: value.bool != nil, message: message.isEmpty ? error : message,
            latencyMilliseconds: value["latency_ms"]?.double)
    }
}
