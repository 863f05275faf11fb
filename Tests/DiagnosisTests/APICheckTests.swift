import Diagnosis
import Execution
import Planning
import Runbook
import TestSupport
import Testing

private typealias State = SymptomFinding.State

@Suite(.ownThread) struct APICheckTests {
    @Test("5xx: none of five or more answers is absent, three or all are present, what lies between is unknown and is counted")
    func serverErrors() {
        for (ok, errors) in (0...8).flatMap({ ok in (0...8 - ok).map { (ok, $0) } }) where ok + errors > 0 {
            let finding = judge(.serverErrors(share: 0.05), sample(ok: ok, errors: errors))
            let expected: State = errors >= 3 || ok == 0 ? .present : errors > 0 || ok < 5 ? .unknown : .absent
            #expect(finding.state == expected, "\(errors) of \(ok + errors)")
            #expect(finding.because.contains("\(errors) of \(ok + errors)"))
        }
    }

    @Test("Latency: the same three ways, and two slow ones are enough where none was quick")
    func latency() {
        for (quick, slow) in (0...8).flatMap({ quick in (0...8 - quick).map { (quick, $0) } }) where quick + slow > 0 {
            var measured = APISample(url: "u")
            measured.answers = (0..<quick + slow).map { .init(status: 200, milliseconds: $0 < slow ? 2500 : 30, isReport: true) }
            let finding = judge(.latency(percentile: 95, aboveMilliseconds: 2000), [.apiSample: .api(measured)])
            let isPresent = slow >= 3 || (slow == 2 && quick == 0)
            #expect(finding.state == (isPresent ? .present : slow > 0 || quick < 5 ? .unknown : .absent), "\(slow) of \(quick + slow)")
            #expect(finding.because.contains("\(slow) of \(quick + slow)"))
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
        "The limit itself is not above the limit, and words tell the two sides apart",
        arguments: [(1999.9, "just under 2.00 s"), (2000, "2.00 s"), (2000.1, "just over 2.00 s")])
    func atTheLimit(milliseconds: Double, words: String) {
        let finding = judge(.latency(percentile: 95, aboveMilliseconds: 2000), sample(ok: 5, milliseconds: milliseconds))
        #expect(finding.state == (milliseconds > 2000 ? .present : .absent))
        #expect(finding.because.hasSuffix("(the slowest \(words))"), "\(finding.because)")
    }

    @Test("Unfinished requests count with the time they have waited")
    func unfinished() {
        let check = SymptomCheck.latency(percentile: 95, aboveMilliseconds: 2000)
        #expect(judge(check, sample(ok: 2, waiting: 1, milliseconds: 3000)).state == .present)
        #expect(judge(check, sample(ok: 2, waiting: 1, milliseconds: 3000, waited: 500)).state == .present)
        #expect(judge(check, sample(ok: 7, waiting: 1)).state == .unknown)
        #expect(judge(check, sample(ok: 7, waiting: 1, waited: 500)).state == .absent)
    }

    @Test("A service that is merely slow is not one that does not answer: only waits longer than any answer count")
    func slowIsNotHanging() {
        let check = SymptomCheck.timeouts(share: 0.05)
        #expect(judge(check, sample(ok: 2, waiting: 2, milliseconds: 6000, waited: 4000)).state == .unknown)
        #expect(judge(check, sample(ok: 5, waiting: 2, milliseconds: 6000, waited: 4000)).state == .absent)
        #expect(judge(check, sample(ok: 2, waiting: 2, milliseconds: 20, waited: 10_000)).state == .present)
        #expect(judge(check, sample(ok: 7, waiting: 1, milliseconds: 20, waited: 10_000)).state == .unknown)
        #expect(judge(check, sample(ok: 5)).state == .absent)
        #expect(judge(check, sample(ok: 4)).state == .unknown)
    }

    @Test("When nothing answers, the health check fails and speed is unknown", arguments: [(3, 0), (0, 2), (1, 1), (1, 0), (0, 1)])
    func silence(refused: Int, waiting: Int) {
        let measured = sample(refused: refused, waiting: waiting)
        #expect(judge(.healthFailing, measured).state == .present)
        #expect(judge(.latency(percentile: 95, aboveMilliseconds: 2000), measured).state == .unknown)
        #expect(judge(.serverErrors(share: 0.05), measured).state == .unknown)
        #expect(judge(.timeouts(share: 0.05), measured).state == (waiting == 0 ? .absent : waiting > refused ? .present : .unknown))
    }

    @Test("A refused connection is evidence after one request", arguments: [1, 3])
    func refused(count: Int) {
        let finding = judge(.healthFailing, sample(refused: count))
        #expect(finding.state == .present)
        #expect(finding.because == "http://localhost:8000/api/health/: connection refused (\(count) of \(count) requests)")
        #expect(finding.evidence == ["check/api"])
    }

    @Test(
        "Where the address is only guessed, the service's container decides: one that does not run serves nobody",
        arguments: [(ContainerSight.Status.exited, State.present), (.paused, .present), (.running, .unknown)])
    fileprivate func container(status: ContainerSight.Status, state: State) throws {
        guard case .api(var seen)? = sample(refused: 3)[.apiSample] else { return }
        seen.doubt = "nothing names the API's address"
        var sight = ContainerSight(name: "jarvis-api")
        sight.status = status
        seen.container = sight
        let finding = judge(.healthFailing, [.apiSample: .api(seen)])
        #expect(finding.state == state, "\(finding.because)")
        #expect(status != .paused || finding.because == "container jarvis-api: paused: docker unpause jarvis-api", "\(finding.because)")
        seen.doubt = nil
        #expect(judge(.healthFailing, [.apiSample: .api(seen)]).state == .present)
    }

    @Test("Health fails when three requests or all do; one or two decide nothing; a slow one is no failure")
    func healthShare() {
        for bad in 0...8 {
            let expected: State = bad >= 3 ? .present : bad > 0 ? .unknown : .absent
            #expect(judge(.healthFailing, sample(ok: 8 - bad, errors: bad)).state == expected)
            #expect(judge(.healthFailing, sample(ok: 8 - bad, refused: bad)).state == expected)
            if bad < 8 { #expect(judge(.healthFailing, sample(ok: 8 - bad, waiting: bad)).state == .absent) }
        }
    }

    @Test("One or two requests decide where all of them failed", arguments: [(1, 0), (2, 0), (1, 1)])
    func allFailed(errors: Int, refused: Int) {
        #expect(judge(.healthFailing, sample(errors: errors, refused: refused)).state == .present)
    }

    @Test("429 is an answer: the service serves, and what was not measured because of it is said")
    func limited() {
        let checks: [SymptomCheck] = [.serverErrors(share: 0.05), .latency(percentile: 95, aboveMilliseconds: 2000)]
        #expect(judge(.healthFailing, sample(limited: 1)).state == .absent)
        #expect(judge(.healthFailing, sample(ok: 3, limited: 1)).state == .absent)
        for check in checks {
            #expect(judge(check, sample(limited: 1)).state == .unknown)
            #expect(judge(check, sample(limited: 1)).because.contains("429"))
            #expect(judge(check, sample(ok: 5, limited: 1)).state == .absent)
            #expect(judge(check, sample(ok: 3, limited: 1)).state == .unknown)
        }
    }

    @Test("What gives no health report is no Jarvis, and says nothing of one", arguments: [200, 204, 302, 304, 404, 401, 600])
    func strangers(status: Int) {
        let measured = sample(strangers: Array(repeating: status, count: 5))
        for check in [SymptomCheck.healthFailing, .serverErrors(share: 0.05), .latency(percentile: 95, aboveMilliseconds: 2000)] {
            #expect(judge(check, measured).state == .unknown, "\(check)")
        }
    }

    @Test("An address that is only a guess, and gives no answer, tells nothing of a Jarvis; one answer makes it more than a guess")
    func doubt() {
        func doubtful(_ measured: [Probe: Measurement]) -> [Probe: Measurement] {
            guard case .api(var sample)? = measured[.apiSample] else { return measured }
            sample.doubt = "no file names the address"
            return [.apiSample: .api(sample)]
        }
        for check in [SymptomCheck.healthFailing, .timeouts(share: 0.05)] {
            let finding = judge(check, doubtful(sample(waiting: 2)))
            #expect(finding.state == .unknown && finding.because.contains("no file names the address"), "\(finding.because)")
            #expect(judge(check, sample(waiting: 2)).state == .present)
            #expect(judge(check, doubtful(sample(ok: 5))).state == .absent)
        }
        #expect(judge(.healthFailing, doubtful(sample(refused: 3))).state == .unknown)
        #expect(judge(.timeouts(share: 0.05), doubtful(sample(ok: 1, waiting: 3))).state == .present)
    }

    @Test("The limiter alone answers: it serves, and says no more than that")
    func onlyLimited() {
        #expect(judge(.healthFailing, sample(limited: 5)).because.contains("429"))
        // Beside strangers it is no word of a Jarvis.
        #expect(judge(.healthFailing, sample(limited: 1, strangers: [200, 200])).state == .unknown)
        #expect(judge(.timeouts(share: 0.05), sample(ok: 4, limited: 1)).state == .unknown)
        #expect(judge(.timeouts(share: 0.05), sample(ok: 5, limited: 1)).state == .absent)
    }

    @Test("A sample ends when further requests would change nothing: five sound ones of one speed, three bad ones, or the limiter")
    func decides() {
        func ends(_ measured: [Probe: Measurement]) -> Bool? {
            if case .api(let sample)? = measured[.apiSample] { sample.decides } else { nil }
        }
        for (measured, isEnd) in [
            (sample(ok: 4), false), (sample(ok: 5), true), (sample(limited: 1), true), (sample(errors: 2), false),
            (sample(errors: 3), true), (sample(refused: 2), false), (sample(refused: 3), true), (sample(errors: 1, refused: 2), true),
            (sample(ok: 5, errors: 1), false), (sample(ok: 5, refused: 1), false), (sample(ok: 5, waiting: 1), false),
            (sample(ok: 5, milliseconds: 2500), true),
        ] { #expect(ends(measured) == isEnd, "\(measured)") }
        var mixed = APISample(url: "u")
        for (slow, isEnd) in [(1, false), (2, false), (3, true)] {
            mixed.answers = (0..<6).map { .init(status: 200, milliseconds: $0 < slow ? 2500 : 30, isReport: true) }
            #expect(mixed.decides == isEnd, "\(slow) of 6")
        }
    }

    @Test("Growing a fault never makes it disappear")
    func monotone() {
        let checks: [SymptomCheck] = [
            .healthFailing, .serverErrors(share: 0.05), .timeouts(share: 0.05), .latency(percentile: 95, aboveMilliseconds: 2000),
        ]
        let faults: [(Int) -> [Probe: Measurement]] = [
            { sample(ok: 8 - $0, errors: $0) }, { sample(ok: 8 - $0, waiting: $0) }, { sample(ok: 8 - $0, refused: $0) },
            { sample(ok: 8, milliseconds: Double($0) * 500) },
        ]
        for (check, fault) in checks.flatMap({ check in faults.map { (check, $0) } }) {
            let states = (0...8).map { judge(check, fault($0)).state }
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
    func unhealthy(status: String) { #expect(judge(.healthFailing, sample(ok: 5, health: report(status))).state == .present) }

    @Test("Degraded still serves, and an unknown word is none of failure", arguments: ["healthy", "degraded", "ok", "starting"])
    func healthy(status: String) {
        let finding = judge(.healthFailing, sample(ok: 5, health: report(status)))
        #expect(finding.state == .absent)
        #expect(finding.because == "5 of 5 health requests answered, status \(status)")
    }

    @Test("What is broken tells whose incident it is")
    func explained() {
        func explanation(_ names: String..., providers: [HealthReport.Part] = []) -> String? {
            let health = report(
                "unhealthy", subsystems: names.map { part($0, false, "down") } + [part("fine", true, "ok")], providers: providers)
            let finding = judge(.healthFailing, sample(ok: 5, health: health))
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
        #expect(explanation(providers: [part("openai", true, "ok")]) == nil)
    }

    @Test("An incident that the runbook does not have explains nothing, and none explains itself")
    func onlyKnown() {
        let measured = sample(ok: 5, health: report("unhealthy", subsystems: [part("database", false, "down")]))
        #expect(diagnose("a", in: makeRunbook([("a", [.healthFailing])]), measured).verdict == .confirmed)
        #expect(
            diagnose("database-corruption", in: makeRunbook([("database-corruption", [.healthFailing])]), measured).verdict == .confirmed)
    }
}
