internal import HTTPKit
internal import Planning
internal import Synchronization
internal import SystemKit

/// Why the API gave no answer.
enum APIFailure: Error {
    case http(HTTPError)
    /// Nothing was sent: it would have cost the service more than one look may.
    case notAsked(String)

    init(_ error: HTTPError) { self = .http(error) }
}

/// The one door to the API during one look. A look must not become the incident that it looks for: a real Jarvis answers sixty
/// requests a minute to one client, and what asks it twenty times at once makes the latency that it then measures.
final class APIGate: Sendable {
    /// Requests that one look may make, and the sample may use: of seven answers two are too few where three of eight decide.
    static let requests = 8
    /// Requests under way at once.
    static let atOnce = 2

    /// A question that several steps of a look ask in the same words.
    private enum Shared {
        case underWay
        case answered(Result<HTTPResponse, APIFailure>)
    }

    /// Whose turn it is: the sample of the health endpoint decides most, then the service's own counts do.
    private enum Turn {
        case sample, counts, everybody
    }

    private struct State {
        var sent = 0
        var underWay = 0
        var turn: Turn
        /// Why the service is asked nothing more.
        var closed: String?
        var shared: [String: Shared] = [:]
    }

    private let state: Mutex<State>
    private let client = HTTPClient()
    let isLook: Bool

    /// - Parameter look: what the look consists of: where there is a sample, the other questions wait for it and get what it leaves. Nil for whoever changes something and
    ///   must see it change: there nothing is counted, and nothing that was said before is believed again.
    init(look: Plan?) {
        isLook = look != nil
        state = Mutex(State(turn: look?.steps.contains { $0.probe == .apiSample } ?? false ? .sample : .everybody))
    }

    /// The sample has what it needs but the counts.
    func beginCounts() { state.withLock { $0.turn = .counts } }

    /// The sample has what it needs.
    func endSample() { state.withLock { $0.turn = .everybody } }

    /// Sends one request, when its turn comes and the service can bear it.
    func send(_ request: HTTPRequest, deadline: Deadline, cancellation: Cancellation) throws(APIFailure) -> HTTPResponse {
        guard isLook else {
            do throws(HTTPError) {
                return try client.send(request, deadline: deadline, cancellation: cancellation)
            } catch {
                throw .http(error)
            }
        }
        try enter(request.url, deadline, cancellation)
        defer { state.withLock { $0.underWay -= 1 } }
        do throws(HTTPError) {
            let response = try client.send(request, deadline: deadline, cancellation: cancellation)
            if let reason = RateLimitHeaders(response).reason { state.withLock { $0.closed = $0.closed ?? reason } }
            return response
        } catch {
            throw .http(error)
        }
    }

    /// The answer to a question that others of this look ask too: the first one sends it, the others wait for what it got.
    func share(_ request: HTTPRequest, deadline: Deadline, cancellation: Cancellation) throws(APIFailure) -> HTTPResponse {
        let question = request.url.description + request.headers.map { "\n\($0.name): \($0.value)" }.joined()
        guard isLook, request.method == "GET", request.body == nil else {
            return try send(request, deadline: deadline, cancellation: cancellation)
        }
        while true {
            let known = state.withLock { state in
                let known = state.shared[question]
                if known == nil { state.shared[question] = .underWay }
                return known
            }
            switch known {
            case .answered(let result): return try result.get()
            case .underWay:
                try wait(milliseconds: 5, cancellation)
                if deadline.hasPassed { throw .http(HTTPError(.timedOut(.response), "\(request.url.origin) did not answer in time")) }
            case nil:
                let result = Result { () throws(APIFailure) in try send(request, deadline: deadline, cancellation: cancellation) }
                state.withLock { $0.shared[question] = .answered(result) }
                return try result.get()
            }
        }
    }

    private func enter(_ url: HTTPURL, _ deadline: Deadline, _ cancellation: Cancellation) throws(APIFailure) {
        while try state.withLock({ state throws(APIFailure) in try take(&state, url) }) == false {
            try wait(milliseconds: 2, cancellation)
            if deadline.hasPassed { throw .notAsked("not asked: other requests to the API took all the time") }
        }
    }

    /// False while others are under way.
    private func take(_ state: inout State, _ url: HTTPURL) throws(APIFailure) -> Bool {
        if let closed = state.closed { throw .notAsked(closed) }
        let isItsTurn =
            switch state.turn {
            case .sample: url.isHealth
            case .counts: url.isHealth || url.isCounts
            case .everybody: true
            }
        guard isItsTurn else { return false }
        guard state.sent < APIGate.requests else {
            throw .notAsked("not asked: one look makes at most \(APIGate.requests) requests to the API")
        }
        guard state.underWay < APIGate.atOnce else { return false }
        state.sent += 1
        state.underWay += 1
        return true
    }

    private func wait(milliseconds: Double, _ cancellation: Cancellation) throws(APIFailure) {
        if cancellation.wait(until: .after(milliseconds: milliseconds)) { throw .http(HTTPError(.cancelled, "interrupted")) }
    }
}

extension HTTPURL {
    /// The health report, in both places where a Jarvis has it, whatever stands before them.
    var isHealth: Bool { path.hasSuffix("/api/health") || path.hasSuffix("/api/health/") }
    /// What the service counts of its own answers.
    fileprivate var isCounts: Bool { path.hasSuffix("/api/metrics") }
}
