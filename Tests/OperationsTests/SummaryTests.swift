import Configuration
import Execution
import JSONKit
import TestSupport
import Testing

@testable import Probes

/// What looks say in one line.
@Suite(.ownThread) struct SummaryTests {
    typealias Part = HealthReport.Part

    @Test("Providers are named with their states, and one that is not well makes it a finding")
    func providers() {
        var report = HealthReport(status: "degraded")
        report.providers = [
            Part(name: "groq", isHealthy: true, status: "", message: "", latencyMilliseconds: 2780),
            Part(name: "openrouter", isHealthy: true, status: "ok", message: "", latencyMilliseconds: 80),
            Part(name: "xai", isHealthy: true, status: "degraded", message: "429 rate limit reached"),
            Part(name: "ollama", isHealthy: false, status: "", message: "connection refused"),
        ]
        let seen = LiveProbes.providerStates(report)
        #expect(seen.summary == "groq slow (2780 ms), openrouter ok, xai rate limited, ollama down (connection refused)")
        #expect(seen.state == .unhealthy && seen.evidence["providers"]?[0]?["state"]?.text == "slow")
        report.providers = [report.providers[1]]
        #expect(LiveProbes.providerStates(report).state == .ok)
        report.providers = []
        #expect(LiveProbes.providerStates(report).state == .unavailable)
    }

    @Test("Of slow queries the one that reads most is told first, and what ANALYZE would change with an example")
    func slowQueries() {
        let findings = ["USE TEMP B-TREE (view a)", "SCAN users (500 rows; view a)", "SCAN facts (12000 rows; view b)"]
        #expect(PlanFindings.worstFirst(findings).first == findings[2])
        let words = SlowQueryWords(
            findings: PlanFindings.worstFirst(findings), without: ["facts"], changed: 1,
            example: ("view b", "SCAN facts", "SEARCH facts USING INDEX by_kind"))
        #expect(
            words.text == "SCAN facts (12000 rows; view b) (and 2 more); ANALYZE would change 1 plan, such as of view b: "
                + "SCAN facts → SEARCH facts USING INDEX by_kind; no statistics of facts")
        #expect(
            SlowQueryWords(findings: [], without: ["a", "b", "c", "d"], changed: 0).text
                == "ANALYZE would change no plan here; no statistics of a, b, c, …")
        #expect(SlowQueryWords(findings: [], without: [], changed: 0).isEmpty)
    }

    @Test(
        "Paths of the Jarvis directory are told as seen from there, others whole",
        arguments: [
            ("/srv/jarvis/data/a.db is damaged: /srv/jarvis/data/a.db", "data/a.db is damaged: data/a.db"),
            ("kept as /srv/jarvis/data/a.bad-1", "kept as data/a.bad-1"), ("/mnt/srv/jarvis/a", "/mnt/srv/jarvis/a"),
            ("/srv/jarvis-two/a", "/srv/jarvis-two/a"), ("in /srv/jarvis/ and (/srv/jarvis/b)", "in /srv/jarvis/ and (b)"), ("", ""),
        ])
    func paths(text: String, shown: String) {
        let configuration = Configuration(environment: [:], workingDirectory: "/srv/jarvis", inputs: Configuration.Inputs())
        #expect(configuration.shown(text) == shown)
    }
}
