import JSONKit
import OpsCommands
import TestSupport
import Testing

/// Every scenario of the practice Jarvis, from outside: the fault that was put in is found, and no other.
@Suite(.ownThread) struct ScenarioTests {
    @Test("Triage ranks the injected fault first and confirms no other", arguments: Scenario.allCases)
    func triage(scenario: Scenario) throws {
        let run = try Run(["drill", scenario.rawValue, "--", "jarvis-ops", "triage", "-o", "json"])
        try Schema.check(run.output, "triage")
        let ranking = try #require(try run.json()["ranking"]?.array)
        let confirmed = ranking.filter { $0["verdict"]?.text == "confirmed" }
        #expect(confirmed.compactMap { $0["incident"]?.text } == [scenario.incident].compactMap { $0 }, "\(ranking)")
        #expect(run.code == (scenario == .healthy ? 0 : 1))
        if let incident = scenario.incident { #expect(ranking.first?["incident"]?.text == incident) }
    }

    @Test(
        "Diagnose gives a verdict for the incident and clears its neighbour",
        arguments: [
            ("api-down", "api-unresponsive", 1), ("slow", "high-latency", 1), ("slow", "api-unresponsive", 0),
            ("healthy", "provider-failures", 0),
            ("api-down", "provider-failures", 2),
        ] as [(String, String, Int32)])
    func diagnose(scenario: String, incident: String, code: Int32) throws {
        let run = try Run(["drill", scenario, "--", "jarvis-ops", "diagnose", incident, "-o", "json"])
        #expect(run.code == code, "\(run.output)")
        try Schema.check(run.output, "diagnosis")
    }

    @Test(
        "A fault below its threshold is not found, one above it is",
        arguments: [
            ("slow", "1.2", "high-latency", 0), ("slow", "2.4", "high-latency", 1), ("api-5xx", "0.0", "api-unresponsive", 0),
            ("api-5xx", "0.5", "api-unresponsive", 1), ("providers-failing", "0", "provider-failures", 0),
            ("providers-failing", "1", "provider-failures", 1),
        ] as [(String, String, String, Int32)])
    func threshold(scenario: String, size: String, incident: String, code: Int32) throws {
        let run = try Run(["drill", scenario, "--fault-size", size, "--", "jarvis-ops", "diagnose", incident, "-o", "json"])
        #expect(run.code == code, "\(run.output)")
    }

    @Test("Providers are found in the runbook's shape of the health report too")
    func shape() throws {
        let run = try Run([
            "drill", "providers-failing", "--shape", "runbook", "--", "jarvis-ops", "diagnose", "provider-failures", "-o", "json",
        ])
        #expect(run.code == 1)
        #expect(run.output.contains(".services.providers"))
    }
}
