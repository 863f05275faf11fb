import Diagnosis
import Execution
import Planning
import Runbook
import TestSupport
import Testing

/// The service's own counts between two looks decide where there are enough of them; else the sample does.
@Suite(.ownThread) struct TrafficCheckTests {
    /// - Parameter within: answers within half a second, one, two and a half, and ten seconds.
    private static func traffic(_ all: Double, errors: Double = 0, within: [Double]? = nil) -> ServiceTraffic {
        var traffic = ServiceTraffic()
        (traffic.answers, traffic.serverErrors, traffic.milliseconds) = (all, errors, 60_000)
        (traffic.startedAt, traffic.isOfOneStart) = (1, true)
        if let within {
            traffic.timed = all
            traffic.within = zip([0.5, 1, 2.5, 10], within).map { .init(seconds: $0, count: $1) }
        }
        return traffic
    }

    private static func judged(_ check: SymptomCheck, _ traffic: ServiceTraffic?, ok: Int = 5, slow: Int = 0, errors: Int = 0)
        -> SymptomFinding
    {
        var sample = APISample(url: "u")
        sample.answers =
            (0..<ok).map { _ in .init(status: 200, milliseconds: 20, isReport: true) }
            + (0..<slow).map { _ in .init(status: 200, milliseconds: 2600, isReport: true) }
            + (0..<errors).map { _ in .init(status: 503, milliseconds: 20, isReport: false) }
        sample.traffic = traffic
        return judge(check, [.apiSample: .api(sample)])
    }

    private static let latency = SymptomCheck.latency(percentile: 95, aboveMilliseconds: 2000)

    @Test(
        "p95 by a histogram: what surely lies over the limit confirms, what may at most lie over it rules out, between them the sample decides"
    )
    func latency() {
        #expect(Self.judged(Self.latency, Self.traffic(100, within: [50, 80, 94, 100])).state == .present)
        #expect(Self.judged(Self.latency, Self.traffic(100, within: [50, 95, 99, 100])).state == .absent)
        // Six may be over two seconds, and of those none must: the five quick ones of the sample decide.
        let between = Self.judged(Self.latency, Self.traffic(100, within: [50, 94, 96, 100]))
        #expect(between.state == .absent && between.because.contains("0 of 5 requests"), "\(between.because)")
        let counted = Self.judged(Self.latency, Self.traffic(100, within: [50, 80, 94, 100]))
        #expect(
            counted.because == "p95: 6 of the 100 answers that the service counted in the last 1 min took over 2.00 s", "\(counted.because)"
        )
        // At the bound itself: what lies within it is not over it.
        let one = SymptomCheck.latency(percentile: 95, aboveMilliseconds: 1000)
        #expect(Self.judged(one, Self.traffic(100, within: [50, 94, 100, 100])).state == .present)
        #expect(Self.judged(one, Self.traffic(100, within: [50, 95, 100, 100])).because.contains("at most 5 of the 100 answers"))
        #expect(Self.judged(Self.latency, Self.traffic(100, within: [50, 90, 95, 100])).because.contains("0 of 5 requests"))
        // Twenty answers are enough, and fewer are not; without buckets nothing is known of them.
        #expect(Self.judged(Self.latency, Self.traffic(20, within: [0, 0, 0, 20])).state == .present)
        #expect(Self.judged(Self.latency, Self.traffic(19, within: [0, 0, 0, 19])).because.contains("0 of 5 requests"))
        #expect(Self.judged(Self.latency, Self.traffic(100, within: [])).because.contains("0 of 5 requests"))
    }

    @Test("5xx: the share that the runbook names, of at least twenty answers")
    func serverErrors() {
        let check = SymptomCheck.serverErrors(share: 0.05)
        #expect(Self.judged(check, Self.traffic(100, errors: 6)).state == .present)
        #expect(Self.judged(check, Self.traffic(100, errors: 5)).state == .absent)
        #expect(Self.judged(check, Self.traffic(19, errors: 19)).because.contains("0 of 5 answers"))
        #expect(Self.judged(check, nil).because.contains("0 of 5 answers"))
    }

    @Test("What the sample could not decide the counts decide; what it has seen is there, whatever they say")
    func sample() {
        let well = Self.traffic(100, within: [100, 100, 100, 100])
        #expect(Self.judged(Self.latency, nil, ok: 5, slow: 1).state == .unknown)
        #expect(Self.judged(Self.latency, well, ok: 5, slow: 1).state == .absent)
        #expect(Self.judged(Self.latency, well, ok: 5, slow: 3).state == .present)
        #expect(Self.judged(.serverErrors(share: 0.05), well, ok: 3, errors: 3).state == .present)
    }

    @Test("The difference of two looks; a count that went back means that the service began anew")
    func difference() {
        let first = Self.traffic(100, errors: 10, within: [80, 90, 95, 100])
        let second = Self.traffic(140, errors: 12, within: [110, 125, 133, 140])
        let between = second.since(first, milliseconds: 5000)
        #expect(between?.answers == 40 && between?.serverErrors == 2 && between?.within.map(\.count) == [30, 35, 38, 40])
        #expect(between?.milliseconds == 5000)
        #expect(first.since(second, milliseconds: 5000) == nil)
        // Started anew, it may have counted past the earlier numbers.
        var restarted = second
        restarted.startedAt = 2
        #expect(restarted.since(first, milliseconds: 5000) == nil)
        restarted.startedAt = nil
        #expect(restarted.since(first, milliseconds: 5000)?.isOfOneStart == false)
        // Other buckets than before cannot be compared; what was counted by status can.
        var other = second
        other.within[0] = .init(seconds: 0.25, count: 110)
        #expect(other.since(first, milliseconds: 1)?.timed == nil && other.since(first, milliseconds: 1)?.answers == 40)
        // One bucket alone went back, and what is no number.
        #expect(Self.traffic(140, errors: 12, within: [79, 125, 133, 140]).since(first, milliseconds: 1) == nil)
        #expect(Self.traffic(.infinity, errors: 12).since(first, milliseconds: 1) == nil)
    }

    @Test("Counts of a service that does not say when it started confirm, and rule nothing out; a number beyond all counting is no crash")
    func unknownStart() {
        let check = SymptomCheck.serverErrors(share: 0.05)
        var traffic = Self.traffic(100, errors: 6, within: [50, 95, 99, 100])
        traffic.isOfOneStart = false
        #expect(Self.judged(check, traffic).state == .present)
        traffic.serverErrors = 1
        #expect(Self.judged(check, traffic).because.contains("0 of 5 answers"))
        #expect(Self.judged(Self.latency, traffic).because.contains("0 of 5 requests"))
        #expect(Self.judged(check, Self.traffic(1e300, errors: 1e300)).state == .present)
    }
}
