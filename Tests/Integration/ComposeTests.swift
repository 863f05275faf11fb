import JSONKit
import ProcessKit
import SystemKit
import TestSupport
import Testing

/// The practice Jarvis under a real Docker engine.
@Suite(.ownThread, .serialized, .enabled(if: DockerEngine.isExpected)) struct ComposeTests {
    @Test("Compose and docker commands are answered by a real engine, under the names it uses")
    func healthy() throws {
        let run = try Run(
            ["drill", "healthy", "--engine", "compose", "--", "jarvis-ops", "diagnose", "api-unresponsive", "-o", "json"], seconds: 300)
        #expect(run.code == 0, "\(run.output) \(run.errors)")
        let probes = try #require(try run.json()["probes"]?.array)
        for id in ["api-unresponsive/diagnosis.1", "api-unresponsive/diagnosis.2", "api-unresponsive/diagnosis.3"] {
            #expect(probes.first { $0["id"]?.text == id }?["state"]?.text == "ok", "\(id): \(run.output)")
        }
        #expect(run.output.contains("jarvis-api is the container of service api"))
    }

    @Test("A container that does not stay up is seen by compose and by the missing answers")
    func down() throws {
        let run = try Run(
            ["drill", "api-down", "--engine", "compose", "--", "jarvis-ops", "diagnose", "api-unresponsive", "-o", "json"], seconds: 300)
        #expect(run.code == 1, "\(run.output) \(run.errors)")
    }
}
