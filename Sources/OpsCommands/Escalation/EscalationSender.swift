internal import Escalation
internal import HTTPKit
internal import MailKit
internal import Redaction
internal import SystemKit
internal import TerminalKit

/// How sending one message ended.
struct SendResult {
    enum State: String {
        case done, failed
        /// It may have arrived.
        case unknown
        case notRun = "not-run"
    }

    let state: State
    /// One sentence.
    let because: String
    var attempts = 0
    var status: Int?
    /// What the service calls it.
    var answer: String?
}

/// Sends one message, again and again where that may help, until it was taken or the time is over.
struct EscalationSender {
    /// Milliseconds for each message, all its attempts together, where `--timeout` says nothing.
    static let standardLimit = 30_000.0

    let world: World
    let limit: Double
    /// Says on standard error what is going on.
    let isTalkative: Bool
    var policy = RetryPolicy()

    func send(_ delivery: Delivery, step: String) -> SendResult {
        let deadline = Deadline.after(milliseconds: limit)
        var attempt = 1
        while true {
            if world.cancellation.isCancelled { return SendResult(state: .notRun, because: "stopped by a signal before it was sent") }
            // A server that hangs must leave time for another attempt.
            let one = min(10_000, max(limit / 3, min(limit, 2000)))
            let outcome = self.attempt(delivery, deadline.orEarlier(.after(milliseconds: one)))
            if case .delivered(let id, let status) = outcome {
                return SendResult(
                    state: .done, because: attempt == 1 ? "sent" : "sent, at attempt \(attempt)", attempts: attempt, status: status,
                    answer: id)
            }
            let problem = outcome.problem ?? ""
            let state: SendResult.State = if case .uncertain = outcome { .unknown } else { .failed }
            func ended(_ because: String) -> SendResult {
                SendResult(state: state, because: because, attempts: attempt, status: outcome.status)
            }
            if world.cancellation.isCancelled { return ended("stopped by a signal: \(problem)") }
            let decision = policy.next(
                after: outcome, attempt: attempt, remaining: deadline.remainingMilliseconds, isRepeatable: delivery.isRepeatable,
                jitter: Double.random(in: 0..<1))
            switch decision {
            case .stop(let why): return ended(why.isEmpty ? problem : "\(problem) (\(why))")
            case .again(let wait):
                if isTalkative { world.note("\(step): \(Sanitizer.line(problem)); again in \(seconds(wait))") }
                if world.cancellation.wait(until: .after(milliseconds: wait)) { return ended("stopped by a signal: \(problem)") }
            }
            attempt += 1
        }
    }

    private func attempt(_ delivery: Delivery, _ deadline: Deadline) -> AttemptOutcome {
        switch delivery.way {
        case .http(let request, let answer):
            do throws(HTTPError) {
                var response = try HTTPClient().send(request, deadline: deadline, cancellation: world.cancellation)
                // Before anything is cut: a service may say back what it was sent.
                response.body = world.redactor.redact(bytes: response.body)
                return answer.read(response, now: .now())
            } catch { return AttemptOutcome(error) }
        case .mail(let message, let server):
            do throws(MailError) {
                let receipt = try MailClient().send(message, via: server, deadline: deadline, cancellation: world.cancellation)
                return .delivered(id: TextLimit.cut(world.redactor.redact(receipt).oneLine, to: 300), status: 250)
            } catch { return AttemptOutcome(error) }
        case .file(let path, let bytes):
            do {
                try DirectoryHandle.make(Paths.parent(path), mode: 0o700)
                try AtomicFile.create(path, with: bytes, mode: 0o600)
                return .delivered(id: nil, status: nil)
            } catch { return .refused("\(error)", status: nil) }
        }
    }

    private func seconds(_ milliseconds: Double) -> String {
        let tenths = Int((milliseconds / 100).rounded(.up))
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
