import Diagnosis
import Execution
import Planning
import Runbook
import TestSupport
import Testing

private typealias State = SymptomFinding.State

@Suite(.ownThread) struct APICheckTests {
    @Test("The share of 5xx is judged at its limit, in samples of 20, 40 and 100", arguments: [20, 40, 100])
    func serverErrors(size: Int) {
        for errors in 0...size {
            let finding = judge(.serverErrors(share: 0.05), sample(ok: size - errors, errors: errors))
            #expect(finding.state == (errors * 20 >= size ? .present : .absent), "\(errors) of \(size)")
            #expect(finding.because.contains("\(errors) of \(size)"))
        }
    }

    @Test("The share of unanswered requests is judged at its limit", arguments: [20, 40, 100])
    func timeouts(size: Int) {
        for waiting in 0...size {
            let finding = judge(.timeouts(share: 0.05), sample(ok: size - waiting, waiting: waiting))
            #expect(finding.state == (waiting * 20 >= size ? .present : .absent), "\(waiting) of \(size)")
        }
    }

    @Test("Fewer than 20 requests decide nothing", arguments: [1, 19])
    func few(size: Int) {
        let measured = sample(errors: size, milliseconds: 9000)
        for check in [SymptomCheck.serverErrors(share: 0.05), .timeouts(share: 0.05), .latency(percentile: 95, aboveMilliseconds: 2000)] {
            #expect(judge(check, measured).state == .unknown)
            #expect(judge(check, measured).because.contains("20 are needed"))
        }
    }

    @Test("Without any request nothing is known, and the probe's own words say why")
    func nothing() {
        for check in [
            SymptomCheck.healthFailing, .serverErrors(share: 0.05), .timeouts(share: 0.05), .latency(percentile: 95, aboveMilliseconds: 1),
        ] {
            #expect(judge(check, sample()).state == .unknown)
            #expect(judge(check).state == .unknown)
            #expect(judge(check).because == "not installed")
        }
    }

    @Test(
        "p95 is above the limit when more than 5 % are slow, and not when 5 % are",
        arguments: [
            (20, 0, false), (20, 1, false), (20, 2, true), (100, 4, false), (100, 5, false), (100, 6, true), (100, 100, true),
        ])
    func slowShare(size: Int, slow: Int, isPresent: Bool) {
        var measured = APISample(url: "u")
        measured.answers = (0..<size).map { .init(status: 200, milliseconds: $0 < slow ? 2500 : 30) }
        let finding = judge(.latency(percentile: 95, aboveMilliseconds: 2000), [.apiSample: .api(measured)])
        #expect(finding.state == (isPresent ? .present : .absent))
    }

    @Test(
        "The limit itself is not above the limit, and words tell the two sides apart",
        arguments: [(1999.9, "just under 2.00 s"), (2000, "2.00 s"), (2000.1, "just over 2.00 s")])
    func atTheLimit(milliseconds: Double, words: String) {
        let finding = judge(.latency(percentile: 95, aboveMilliseconds: 2000), sample(ok: 20, milliseconds: milliseconds))
        #expect(finding.state == (milliseconds > 2000 ? .present : .absent))
        #expect(finding.because.hasPrefix("p95 is \(words) over 20 requests"))
    }

    @Test("Unfinished requests count with the time they have waited", arguments: [(1, 9000.0, false), (2, 9000, true), (2, 1500, false)])
    func unfinished(waiting: Int, waited: Double, isPresent: Bool) {
        let finding = judge(.latency(percentile: 95, aboveMilliseconds: 2000), sample(ok: 20 - waiting, waiting: waiting, waited: waited))
        #expect(finding.state == (isPresent ? .present : .absent))
        #expect(finding.because.contains("\(waiting) of them unfinished"))
    }

    @Test("One refused request does not blind the percentile; when most are refused it says nothing")
    func partlyRefused() {
        let check = SymptomCheck.latency(percentile: 95, aboveMilliseconds: 2000)
        #expect(judge(check, sample(ok: 19, refused: 1, milliseconds: 2500)).state == .present)
        #expect(judge(check, sample(ok: 9, refused: 11, milliseconds: 2500)).state == .unknown)
    }

    @Test("When nothing answers, the health check fails and speed is unknown", arguments: [(20, 0), (0, 20), (10, 10)])
    func silence(refused: Int, waiting: Int) {
        let measured = sample(refused: refused, waiting: waiting)
        #expect(judge(.healthFailing, measured).state == .present)
        #expect(judge(.latency(percentile: 95, aboveMilliseconds: 2000), measured).state == .unknown)
        #expect(judge(.serverErrors(share: 0.05), measured).state == .unknown)
        #expect(judge(.timeouts(share: 0.05), measured).state == (waiting > 0 ? .present : .absent))
    }

    @Test("A refused connection is evidence after one request", arguments: [1, 20])
    func refused(count: Int) {
        let finding = judge(.healthFailing, sample(refused: count))
        #expect(finding.state == .present)
        #expect(finding.because == "http://localhost:8000/api/health/: connection refused (\(count) of \(count) requests)")
        #expect(finding.evidence == ["check/api"])
    }

    @Test("Health fails when half of the requests do, or one in twenty breaks off; a few slow ones are no failure")
    func healthShare() {
        for bad in 0...20 {
            #expect(judge(.healthFailing, sample(ok: 20 - bad, errors: bad)).state == (bad >= 10 ? .present : .absent))
            #expect(judge(.healthFailing, sample(ok: 20 - bad, waiting: bad)).state == (bad >= 10 ? .present : .absent))
            #expect(judge(.healthFailing, sample(ok: 20 - bad, refused: bad)).state == (bad >= 1 ? .present : .absent))
        }
        #expect(judge(.healthFailing, sample(ok: 96, refused: 4)).state == .absent)
    }

    @Test("Few answers without 5xx do not rule 5xx out")
    func fewAnswers() {
        #expect(judge(.serverErrors(share: 0.05), sample(ok: 9, waiting: 11)).state == .unknown)
        #expect(judge(.serverErrors(share: 0.05), sample(ok: 10, waiting: 10)).state == .absent)
        #expect(judge(.serverErrors(share: 0.05), sample(errors: 2, waiting: 18)).state == .present)
    }

    @Test("Growing a fault never makes it disappear")
    func monotone() {
        let checks: [SymptomCheck] = [
            .healthFailing, .serverErrors(share: 0.05), .timeouts(share: 0.05), .latency(percentile: 95, aboveMilliseconds: 2000),
        ]
        let faults: [(Int) -> [Probe: Measurement]] = [
            { sample(ok: 40 - $0, errors: $0) }, { sample(ok: 40 - $0, waiting: $0) }, { sample(ok: 40 - $0, refused: $0) },
            { sample(ok: 20, errors: 20 - $0 / 2, waiting: $0 / 2) }, { sample(ok: 40, milliseconds: Double($0) * 100) },
        ]
        for (check, fault) in checks.flatMap({ check in faults.map { (check, $0) } }) {
            let states = (0...40).map { judge(check, fault($0)).state }
            if check == .serverErrors(share: 0.05), states.first == .present { continue }  // There the fault takes 5xx away.
            let first = states.firstIndex(of: .present) ?? states.count
            #expect(!states[first...].contains(.absent), "\(check)")
        }
    }

    @Test("The dashboard is slow above its limit", arguments: [(1999.0, 3), (2000, 3), (2001, 3), (4000, 1)])
    func dashboard(milliseconds: Double, count: Int) {
        let timing = EndpointTiming(path: "/dashboard", status: 200, slowest: milliseconds, count: count)
        let finding = judge(.dashboard(aboveMilliseconds: 2000), [.dashboard: .endpoint(timing)])
        #expect(finding.state == (milliseconds > 2000 ? .present : .absent))
        #expect(finding.because.contains(count == 1 ? "1 request (" : "3 requests ("))
        #expect(judge(.dashboard(aboveMilliseconds: 2000)).state == .unknown)
    }
}

@Suite(.ownThread) struct HealthWordTests {
    private func report(_ status: String, subsystems: [HealthReport.Part] = [], providers: [HealthReport.Part] = []) -> HealthReport {
        var health = HealthReport(status: status)
        health.subsystems = subsystems
        health.providers = providers
        return health
    }

    @Test("Answering 200 and calling itself unhealthy is failing", arguments: ["unhealthy", "UNHEALTHY", "down", "critical"])
    func unhealthy(status: String) { #expect(judge(.healthFailing, sample(ok: 20, health: report(status))).state == .present) }

    @Test("Degraded still serves, and an unknown word is none of failure", arguments: ["healthy", "degraded", "ok", "starting"])
    func healthy(status: String) {
        let finding = judge(.healthFailing, sample(ok: 20, health: report(status)))
        #expect(finding.state == .absent)
        #expect(finding.because == "20 of 20 health requests answered, status \(status)")
    }

    @Test("What is broken tells whose incident it is")
    func explained() {
        func explanation(_ names: String..., providers: [HealthReport.Part] = []) -> String? {
            let health = report(
                "unhealthy", subsystems: names.map { part($0, false, "down") } + [part("fine", true, "ok")], providers: providers)
            let finding = judge(.healthFailing, sample(ok: 20, health: health))
            #expect(finding.state == .present)
            return finding.explainedBy
        }
        #expect(explanation("database") == "database-corruption")
        #expect(explanation("llm_providers") == "provider-failures")
        #expect(explanation("database", "llm_providers") == "database-corruption")
        #expect(explanation("birdeye_api", "grok_api") == "provider-failures")
        #expect(explanation("grok_api", "cache") == nil)
        #expect(explanation("cache") == nil)
        #expect(explanation() == nil)
        #expect(explanation(providers: [part("openai", false, "down")]) == "provider-failures")
    }

    @Test("An incident that the runbook does not have explains nothing, and none explains itself")
    func onlyKnown() {
        let measured = sample(ok: 20, health: report("unhealthy", subsystems: [part("database", false, "down")]))
        #expect(diagnose("a", in: makeRunbook([("a", [.healthFailing])]), measured).verdict == .confirmed)
        #expect(
            diagnose("database-corruption", in: makeRunbook([("database-corruption", [.healthFailing])]), measured).verdict == .confirmed)
    }
}
