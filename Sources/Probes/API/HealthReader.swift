internal import Execution
internal import JSONKit

/// The health report in both shapes: a real Jarvis's `subsystems`, and the runbook's `services.providers`.
enum HealthReader {
    static func report(_ body: [UInt8]) -> HealthReport? {
        guard let document = try? JSONReader().read(body), let status = document["status"]?.text else { return nil }
        var report = HealthReport(status: status)
        report.subsystems = parts(document["subsystems"])
        if let providers = document["services"]?["providers"], !providers.isNull {
            report.providers = parts(providers)
            report.providersFoundAt = ".services.providers"
            if report.subsystems.isEmpty { report.subsystems = parts(document["services"]).filter { $0.name != "providers" } }
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
            name: name, isHealthy: isWell, status: status, message: message.isEmpty ? error : message,
            latencyMilliseconds: value["latency_ms"]?.double)
    }
}
