import JSONKit
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// The second of two looks judges what users met between them, by the API's own counts, and costs no more than it may.
@Suite(.ownThread) struct TrafficTests {
    @Test("Two looks at a practice Jarvis that users ask between: the difference of its counts decides")
    func difference() throws {
        try DrillBench.with { bench in
            let practice = try Practice.start(PracticeSettings(scenario: .healthy), in: bench.world)
            defer { practice.stop() }
            let environment = practice.variables.merging(["XDG_STATE_HOME": try bench.fixture.makeDirectory("state")]) { $1 }
            func look() throws -> JSONValue {
                try Run(["diagnose", "high-latency", "-o", "json"], environment: environment).json()
            }
            func latency(_ document: JSONValue) -> String {
                document["symptoms"]?.array?.first { $0["text"]?.text?.contains("p95") == true }?["because"]?.text ?? ""
            }
            #expect(try latency(look()).contains("of 5 requests"))
            for _ in 0..<30 { _ = try practice.get("/api/health") }
            let second = try look()
            #expect(latency(second).contains("answers that the service counted in the last"), "\(latency(second))")
            let sent = second["probes"]?.array?.compactMap { $0["evidence"]?["sent"]?.int }.first
            #expect(sent == 5)
        }
    }
}
