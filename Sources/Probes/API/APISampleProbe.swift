internal import Configuration
internal import Execution
internal import HTTPKit
internal import JSONKit
internal import Synchronization
internal import SystemKit

extension LiveProbes {
    /// Milliseconds after which a second request is sent beside a first one that is not answered yet.
    static let patience = 1000.0

    /// The health endpoint, asked one request after the other until what came decides: five sound answers, or three bad ones. A
    /// second one runs beside only where the first takes long.
    func sampleAPI(_ limits: ProbeLimits) -> ProbeResult {
        defer { gate.endSample() }
        if configuration.isSupervisorAlone, let supervisor = configuration.supervisor { return sampleSupervisor(supervisor, limits) }
        do throws(HTTPError) {
            let taker = SampleTaker(
                HTTPRequest("GET", try apiAddress("/api/health")), gate, limits, most: min(history?.most ?? .max, APIGate.requests))
            // Twenty people who look at once would make the latency that each of them finds. Whoever does not get a turn within
            // half of the time looks all the same.
            let turn = try ClaimedName.wait(
                for: "jarvis-ops look at \(apiAddress("/").origin)", until: .after(milliseconds: limits.timeoutMilliseconds / 2),
                limits.cancellation)
            withExtendedLifetime(turn) { taker.run() }
            if limits.cancellation.isCancelled { return ProbeResult(.notRun, "interrupted") }
            var (sample, failure) = taker.result()
            sample.health?.routed = (try? ProviderConfiguration.read(directory: configuration.directory.value))?.configuration.current
            sample.doubt = configuration.apiDoubt ?? tunnelDoubt
            if sample.answers.isEmpty { sample.container = apiContainer(limits)?.sight }
            if sample.sent > 0, let history { sample = history.window(adding: sample) }
            if sample.sent == 0, let failure { return self.failure(failure, configuration.apiURL.value) }
            gate.beginCounts()
            // One of many looks makes one request, and what a limiter stands before is asked no more.
            let counts = sample.answeredWell > 0 && sample.limited == 0 && history?.most != 1 ? traffic(limits) : nil
            if let counts {
                sample.traffic = earlierTraffic(sample.url).flatMap { counts.since($0.traffic, milliseconds: $0.milliseconds) }
            }
            return result(sample, counts)
        } catch {
            return httpFailure(error, configuration.apiURL.value)
        }
    }

    /// Through a tunnel answers are the service's own, but a tunnel that cannot be had is the proxy's matter.
    private var tunnelDoubt: String? {
        guard let url = try? HTTPURL.parse(configuration.apiURL.value), let proxy = HTTPProxy(for: url, environment) else { return nil }
        return "\(url.origin) is asked through the proxy \(proxy.place) (\(proxy.variable)): set no_proxy=\(url.host)"
    }

    /// - Parameter counts: what the service counted of its own answers since it started.
    func result(_ sample: APISample, _ counts: ServiceTraffic? = nil) -> ProbeResult {
        let times = (sample.answers.map(\.milliseconds) + sample.unanswered).sorted()
        let evidence: JSONObject = [
            "url": sample.url.json, "resolved_from": configuration.apiURL.source.words.json, "requested": sample.requested.json,
            "sent": sample.sent.json, "answered": sample.answers.count.json, "answered_5xx": sample.serverErrors.json,
            "limited": sample.limited.json, "refused": sample.refused.count.json, "unanswered": sample.unanswered.count.json,
            "first_refusal": sample.refused.first.json, "times_ms": times.json, "health_status": (sample.health?.status).json,
            "providers_found_at": (sample.health?.providersFoundAt).json,
            "unhealthy_subsystems": (sample.health?.subsystems ?? []).filter { !$0.isHealthy }.map(\.name).json,
            "answer_without_report": sample.stranger.json, "traffic": counts?.document ?? .null,
        ]
        var words: [String] = []
        if !sample.answers.isEmpty { words.append("\(sample.answers.count) of \(sample.sent) answered") }
        if sample.serverErrors > 0 { words.append("\(sample.serverErrors) with 5xx") }
        if sample.limited > 0 { words.append("limited (429): no more was asked") }
        if let reason = sample.refused.first { words.append("\(sample.refused.count) of \(sample.sent) \(reason)") }
        if !sample.unanswered.isEmpty { words.append("\(sample.unanswered.count) without an answer") }
        if let status = sample.health?.status {
            words.append("status \(status)")
        } else if let stranger = sample.stranger {
            words.append(stranger)
        }
        let isWell = sample.answeredWell + sample.limited == sample.sent && sample.health?.status.lowercased() != "unhealthy"
        let state: ProbeState = isWell ? .ok : sample.answers.isEmpty && sample.refused.isEmpty ? .timedOut : .unhealthy
        return ProbeResult(state, words.joined(separator: ", "), evidence: evidence, measurement: .api(sample))
    }
}

/// Asks until the sample decides.
private final class SampleTaker: Sendable {
    private let request: HTTPRequest
    private let gate: APIGate
    private let limits: ProbeLimits
    private let most: Int
    private let taken: Mutex<Taken>

    private struct Taken {
        var sample: APISample
        /// Why the last request brought nothing.
        var failure: APIFailure?
        var isOver = false
        /// Requests that were begun and have not ended.
        var underWay = 0

        /// Whether one more may decide something: where all is well so far, those under way are counted with what came.
        func mayBegin(_ most: Int) -> Bool {
            let begun = sample.sent + underWay
            let enough = sample.isSoFarOfOneKind ? APISample.enough : .max
            return !isOver && begun < min(enough, most)
        }

        mutating func add(_ error: APIFailure, _ waited: Double) {
            failure = error
            guard case .http(let error) = error else {
                isOver = true
                return
            }
            switch error.kind {
            case .timedOut: sample.unanswered.append(waited)
            case .connectionRefused, .connectionReset: sample.refused.append(error.message)
            // No way leads there from here, or what listens speaks another language: that says nothing of the service.
            default: isOver = true
            }
            isOver = isOver || sample.decides
        }
    }

    /// - Parameter most: requests to make at most.
    init(_ request: HTTPRequest, _ gate: APIGate, _ limits: ProbeLimits, most: Int) {
        self.most = most
        self.request = request
        self.gate = gate
        self.limits = limits
        var sample = APISample(url: request.url.description)
        sample.requested = APIGate.requests
        taken = Mutex(Taken(sample: sample))
    }

    func result() -> (sample: APISample, failure: APIFailure?) { taken.withLock { ($0.sample, $0.failure) } }

    /// A service that answers is asked one request at a time; the second line begins where the first one waits.
    func run() {
        let beside = try? BlockingThread { [self] in
            let begin = Deadline.after(milliseconds: LiveProbes.patience)
            while !isOver, !begin.hasPassed, !limits.cancellation.wait(until: .after(milliseconds: 10)) {}
            line(request)
        }
        // A redirect is followed once: the other requests go where it leads.
        line(
            ask { () throws(APIFailure) in try gate.share(request, deadline: limits.deadline, cancellation: limits.cancellation) }
                ?? request)
        beside?.value()
    }

    private var isOver: Bool { taken.withLock { $0.isOver } || isOutOfTime }
    private var isOutOfTime: Bool { limits.cancellation.isCancelled || limits.deadline.hasPassed }

    private func line(_ request: HTTPRequest) {
        while !isOutOfTime, taken.withLock({ $0.mayBegin(most) }) {
            _ = ask { () throws(APIFailure) in try gate.send(request, deadline: limits.deadline, cancellation: limits.cancellation) }
        }
    }

    /// Asks once and notes what came. Returns the request to send next, where a redirect led elsewhere.
    private func ask(_ send: () throws(APIFailure) -> HTTPResponse) -> HTTPRequest? {
        let start = MonotonicTime.now()
        taken.withLock { $0.underWay += 1 }
        do throws(APIFailure) {
            let response = try send()
            taken.withLock {
                $0.underWay -= 1
                $0.sample.add(response)
                $0.isOver = $0.isOver || $0.sample.decides
            }
            var next = request
            next.url = response.effectiveURL
            return next
        } catch {
            let waited = MonotonicTime.now().milliseconds(since: start)
            taken.withLock {
                $0.underWay -= 1
                $0.add(error, waited)
            }
            return nil
        }
    }
}

extension APISample {
    fileprivate mutating func add(_ response: HTTPResponse) {
        let report = HealthReader.report(response)
        answers.append(.init(status: response.status, milliseconds: response.timings.total, isReport: report != nil))
        health = health ?? report
        if report == nil, stranger == nil, response.status < 500, response.status != 429 { stranger = HealthReader.stranger(response) }
    }
}
