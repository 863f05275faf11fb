import Escalation
import HTTPKit
import MailKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct RetryPolicyTests {
    private let policy = RetryPolicy()
    private let passing = AttemptOutcome.passing("503", status: 503, retryAfter: nil)

    private func next(
        _ outcome: AttemptOutcome, attempt: Int = 1, remaining: Double = 30_000, isRepeatable: Bool = true, jitter: Double = 1
    ) -> RetryPolicy.Decision {
        policy.next(after: outcome, attempt: attempt, remaining: remaining, isRepeatable: isRepeatable, jitter: jitter)
    }

    @Test("Waits double up to a bound", arguments: [(1, 500.0), (2, 1000), (3, 2000), (4, 4000), (5, 8000)] as [(Int, Double)])
    func doubling(attempt: Int, wait: Double) {
        #expect(next(passing, attempt: attempt) == .again(afterMilliseconds: wait))
        #expect(next(passing, attempt: attempt, jitter: 0) == .again(afterMilliseconds: wait / 2))
    }

    @Test("There is an end: of the attempts, and of the time")
    func ending() {
        #expect(next(passing, attempt: 6) == .stop("after 6 attempts"))
        #expect(next(passing, remaining: 400) == .stop("the time for it is over after 1 attempt"))
    }

    @Test(
        "What was refused or delivered is not sent again",
        arguments: [
            AttemptOutcome.refused("400", status: 400), .delivered(id: nil, status: 202),
        ])
    func final(outcome: AttemptOutcome) { #expect(next(outcome) == .stop("")) }

    @Test("Retry-After is kept to, and is a reason to stop when it is longer than the time that is left")
    func retryAfter() {
        #expect(next(.passing("429", status: 429, retryAfter: 3000)) == .again(afterMilliseconds: 3000))
        #expect(next(.passing("429", status: 429, retryAfter: 0)) == .again(afterMilliseconds: 500))
        #expect(next(.passing("429", status: 429, retryAfter: 3_600_000)) == .stop("it asks to wait 3600 s, and there are 30 s left"))
        #expect(next(.passing("429", status: 429, retryAfter: 1e300)) != .again(afterMilliseconds: 1e300))
    }

    @Test("What may have arrived is sent again only where a second copy does no harm")
    func uncertain() {
        #expect(next(.uncertain("reset")) == .again(afterMilliseconds: 500))
        #expect(next(.uncertain("reset"), isRepeatable: false) == .stop("it may have arrived, and is not sent twice"))
    }

    @Test("Errors of the transport: what was not sent may be sent again, a bad certificate may not")
    func transport() {
        #expect(AttemptOutcome(HTTPError(.connectionRefused, "x")) == .passing("x", status: nil, retryAfter: nil))
        #expect(AttemptOutcome(HTTPError(.timedOut(.connect), "x")) == .passing("x", status: nil, retryAfter: nil))
        #expect(AttemptOutcome(HTTPError(.timedOut(.response), "x")) == .uncertain("x"))
        #expect(AttemptOutcome(HTTPError(.tls, "x")) == .refused("x", status: nil))
        #expect(AttemptOutcome(MailError(.rejected(451), "x")) == .passing("x", status: 451, retryAfter: nil))
        #expect(AttemptOutcome(MailError(.rejected(550), "x")) == .refused("x", status: 550))
        #expect(AttemptOutcome(MailError(.tls, "x")) == .refused("x", status: nil))
    }
}

@Suite(.ownThread) struct AnswerTests {
    private let now = Timestamp(milliseconds: 1_795_662_000_000)

    private func read(_ answer: Answer, _ status: Int, _ body: String = "", headers: [HTTPHeader] = []) throws -> AttemptOutcome {
        var response = HTTPResponse(method: "POST", url: try HTTPURL.parse("http://127.0.0.1/"))
        response.status = status
        response.body = Array(body.utf8)
        response.headers = headers
        return answer.read(response, now: now)
    }

    @Test("Each service's own word is a delivery")
    func accepted() throws {
        #expect(try read(.pagerDuty, 202, #"{"status":"success","dedup_key":"k"}"#) == .delivered(id: "k", status: 202))
        #expect(try read(.slack, 200, "ok\n") == .delivered(id: nil, status: 200))
        #expect(try read(.gitHub, 201, #"{"number":7,"html_url":"https://x/7"}"#) == .delivered(id: "https://x/7", status: 201))
        #expect(try read(.gitLab, 201, #"{"iid":7}"#) == .delivered(id: "#7", status: 201))
    }

    @Test(
        "Another word is none, though the status is fine",
        arguments: [
            (.pagerDuty, 200, "{}"), (.slack, 200, "<html>sign in</html>"), (.slack, 202, "ok"), (.gitHub, 200, "{}"), (.gitLab, 302, ""),
        ] as [(Answer, Int, String)])
    func strange(answer: Answer, status: Int, body: String) throws {
        guard case .refused = try read(answer, status, body) else { throw TestFailure() }
    }

    @Test("The 400s stay, 429 and the 500s pass", arguments: [400, 401, 403, 404, 413, 422, 429, 500, 502, 503])
    func errors(status: Int) throws {
        let outcome = try read(.pagerDuty, status, "why\u{1B}[2J not")
        switch outcome {
        case .passing(let why, status, nil): #expect(status == 429 || status >= 500, "\(why)")
        case .refused(let why, status): #expect(status < 429 && !why.contains("\u{1B}") && why.contains("why"), "\(why)")
        default: throw TestFailure()
        }
    }

    @Test(
        "Retry-After is seconds or a time",
        arguments: [
            ("7", 7000), (" 7 ", 7000), ("0", 0), ("Thu, 26 Nov 2026 00:00:00 GMT", nil), ("soon", nil), ("-1", nil), ("", nil),
        ] as [(String, Double?)])
    func waiting(header: String, expected: Double?) throws {
        guard case .passing(_, _, let wait) = try read(.slack, 429, headers: [HTTPHeader("Retry-After", header)]) else {
            throw TestFailure()
        }
        if header.hasSuffix("GMT") {
            #expect(wait.map { $0 >= 0 } == true)
        } else {
            #expect(wait == expected)
        }
    }
}
