import Diagnosis
import Execution
import MarkdownKit
import Planning
import TestSupport
import Testing

@testable import Runbook

private let timeouts = SymptomCheck.timeouts(share: 0.05)
private let errors = SymptomCheck.serverErrors(share: 0.05)
private let latency = SymptomCheck.latency(percentile: 95, aboveMilliseconds: 2000)

@Suite(.ownThread) struct VerdictTests {
    /// The three incidents about the API and its database, in brief.
    private let runbook = makeRunbook([
        ("api-unresponsive", [timeouts, .healthFailing, errors]),
        ("high-latency", [latency, .dashboard(aboveMilliseconds: 2000), timeouts]),
        ("database-corruption", [.databaseErrors, .databaseInconsistent]), ("questions", [nil]),
    ])

    @Test("A symptom that two incidents share confirms neither, and the reason says so")
    func shared() {
        let measured = sample(ok: 5, waiting: 2)
        for (id, verdict) in [("api-unresponsive", Verdict.clear), ("high-latency", .unknown)] {
            let diagnosis = diagnose(id, in: runbook, measured)
            #expect(diagnosis.verdict == verdict)
            #expect(diagnosis.because.contains("other incidents share it"))
        }
    }

    @Test("The reason is a symptom of its own, though a shared one stands before it")
    func ownReason() {
        let diagnosis = diagnose("api-unresponsive", in: runbook, sample(errors: 3, waiting: 2))
        #expect(diagnosis.verdict == .confirmed)
        #expect(diagnosis.because.hasPrefix("health-failing: "))
    }

    @Test("A symptom that another incident explains confirms nothing, and points there")
    func explained() {
        var health = HealthReport(status: "unhealthy")
        health.subsystems = [part("database", false, "down")]
        let diagnosis = diagnose("api-unresponsive", in: runbook, sample(ok: 5, health: health))
        #expect(diagnosis.verdict == .clear)
        #expect(diagnosis.because.hasSuffix("that is database-corruption"))
        #expect(diagnosis.score == 0)
        #expect(
            NextSteps.lines(diagnosis, runbook: runbook, elapsedMilliseconds: 0) == [
                "Look at database-corruption: jarvis-ops diagnose database-corruption"
            ])
    }

    @Test("Without a measurement nothing is known, and the next step is to see why")
    func unknown() {
        let diagnosis = diagnose("api-unresponsive", in: runbook, [:])
        #expect(diagnosis.verdict == .unknown)
        #expect(diagnosis.score == 0)
        let lines = NextSteps.lines(diagnosis, runbook: runbook, elapsedMilliseconds: 0)
        #expect(lines == ["Could not be measured: not installed", "See what can be reached: jarvis-ops doctor"])
        #expect(diagnose("questions", in: runbook, sample(ok: 5)).verdict == .unknown)
    }

    @Test("All well is clear")
    func clear() {
        let diagnosis = diagnose("api-unresponsive", in: runbook, sample(ok: 5))
        #expect(diagnosis.verdict == .clear)
        #expect(diagnosis.because == "no symptom of its own is present")
        #expect(NextSteps.lines(diagnosis, runbook: runbook, elapsedMilliseconds: 0).isEmpty)
    }

    @Test("A service that is gone is unresponsive, and its latency unknown rather than high")
    func gone() {
        #expect(diagnose("api-unresponsive", in: runbook, sample(refused: 3)).verdict == .confirmed)
        #expect(diagnose("high-latency", in: runbook, sample(refused: 3)).verdict == .unknown)
    }

    @Test("Clear is what was measured: one symptom with a check that could not be measured keeps it unknown, a question does not")
    func clearIsMeasured() {
        let runbook = makeRunbook([("a", [.healthFailing, .databaseErrors, nil]), ("b", [.healthFailing, nil])])
        #expect(diagnose("a", in: runbook, sample(ok: 5)).verdict == .unknown)
        #expect(diagnose("b", in: makeRunbook([("b", [.healthFailing, nil])]), sample(ok: 5)).verdict == .clear)
    }

    @Test("Only probes that measured are evidence")
    func evidence() {
        let finding = judge(.aiResponses, sample(ok: 5))
        #expect(finding.evidence == ["check/api"])
        #expect(judge(.aiResponses).evidence == ["check/metrics", "check/api"])
    }

    @Test("Triage puts confirmed before unknown before clear, and tells the neighbours apart")
    func triage() {
        let triage = Triage(runbook.incidents.map { diagnose($0.id, in: runbook, sample(ok: 5, milliseconds: 3000)) })
        #expect(triage.ranking.map(\.incident.id).first == "high-latency")
        #expect(triage.ranking.map(\.verdict) == [.confirmed, .unknown, .unknown, .clear])
        #expect(triage.tellsApart?.hasPrefix("check/api tells high-latency from ") == true)
        #expect(Triage(runbook.incidents.map { diagnose($0.id, in: runbook, sample(ok: 5)) }).tellsApart == nil)
    }

    @Test("A confirmed incident's score stands above every other's, and more symptoms score higher")
    func score() {
        let slow = diagnose("high-latency", in: runbook, sample(ok: 5, milliseconds: 3000))
        let slower = diagnose("high-latency", in: runbook, sample(ok: 6, waiting: 2, milliseconds: 3000))
        let clear = diagnose("high-latency", in: runbook, sample(ok: 7))
        #expect(slower.score > slow.score && slow.score > 50 && clear.score < 50)
    }

    @Test("A symptom that one incident names twice is still its own")
    func twice() {
        #expect(
            diagnose("a", in: makeRunbook([("a", [errors, errors]), ("b", [latency])]), sample(ok: 3, errors: 3)).verdict == .confirmed)
    }

    @Test("Of two that are confirmed the one of which more is there comes first, whatever the runbook's order")
    func fuller() {
        let runbook = makeRunbook([("half", [.healthFailing, latency]), ("whole", [errors])])
        let triage = Triage(runbook.incidents.map { diagnose($0.id, in: runbook, sample(ok: 5, errors: 3)) })
        #expect(triage.ranking.map(\.verdict) == [.confirmed, .confirmed])
        #expect(triage.ranking.map(\.incident.id) == ["whole", "half"])
    }

    @Test("Where nothing is confirmed nothing tells two incidents apart")
    func unconfirmed() {
        let runbook = makeRunbook([("a", [timeouts, latency]), ("b", [.databaseErrors]), ("c", [timeouts, .healthFailing])])
        let triage = Triage(runbook.incidents.map { diagnose($0.id, in: runbook, sample(ok: 5, waiting: 2)) })
        #expect(triage.ranking.map(\.incident.id) == ["a", "b", "c"])
        #expect(triage.ranking.first?.verdict == .unknown && triage.tellsApart == nil)
    }

    @Test("Equal incidents are ranked by severity, then in the runbook's order")
    func severity() {
        var runbook = makeRunbook([("a", [nil]), ("b", [nil]), ("c", [nil])])
        runbook.incidents[2].severity = .critical
        runbook.incidents[1].severity = .low
        let triage = Triage(runbook.incidents.map { diagnose($0.id, in: runbook, [:]) })
        #expect(triage.ranking.map(\.incident.id) == ["c", "a", "b"])
    }
}

@Suite(.ownThread) struct NextStepsTests {
    private let runbook: Runbook = {
        var runbook = makeRunbook([("api-unresponsive", [.healthFailing])])
        runbook.incidents[0].severity = .critical
        runbook.incidents[0].resolution = [
            Step(
                id: "api-unresponsive/resolution.1", number: 1, title: "Restart the service", text: "",
                action: .compose(argv: ["docker-compose", "restart", "jarvis-api"]), effect: .change, span: span)
        ]
        runbook.severities = [
            SeverityPolicy(severity: .critical, responseTimeSeconds: 900, escalation: "Immediate page", channel: .page, span: span)
        ]
        runbook.contacts = [
            Contact(role: "On-call", contact: "pager", when: "Critical incidents", span: span),
            Contact(role: "Backend lead", contact: "chat", when: "API issues", span: span),
            Contact(role: "Courier", contact: "bell", when: "Rapid delivery", span: span),
        ]
        return runbook
    }()

    private func lines(_ elapsed: Double?) -> [String] {
        NextSteps.lines(diagnose("api-unresponsive", in: runbook, sample(refused: 3)), runbook: runbook, elapsedMilliseconds: elapsed)
    }

    @Test("A confirmed incident: the step, the escalation, the people, the time")
    func confirmed() {
        #expect(
            lines(4200) == [
                "api-unresponsive/resolution.1: Restart the service (docker-compose restart jarvis-api)",
                "Go through the resolution: jarvis-ops resolve api-unresponsive",
                "Escalation for critical: Immediate page (jarvis-ops escalate api-unresponsive)",
                "Contact: On-call (pager), Backend lead (chat)", "Response time: 14 min 56 s left of 15 min",
            ])
    }

    @Test(
        "The time that is left ends",
        arguments: [
            (0.0, "Response time: 15 min left of 15 min"), (899_000, "Response time: 1 s left of 15 min"),
            (900_000, "The response time of 15 min has passed."), (1e300, "The response time of 15 min has passed."),
            (nil, "Response time: 15 min, from a beginning that nobody knows (--began TIME)"),
        ] as [(Double?, String)])
    func timeLeft(elapsed: Double?, line: String) { #expect(lines(elapsed).last == line) }
}
