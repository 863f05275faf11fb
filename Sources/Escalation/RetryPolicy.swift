/// When a message is sent again: after what may pass, ever more slowly, within the time there is.
public struct RetryPolicy: Sendable {
    public enum Decision: Sendable, Equatable {
        case again(afterMilliseconds: Double)
        /// Why not.
        case stop(String)
    }

    /// Attempts in all.
    public var attempts = 6
    /// Before the second attempt; doubled for each further one.
    public var firstWait = 500.0
    public var longestWait = 8000.0

    public init() {}

    /// - Parameters:
    ///   - outcome: of the attempt that just ended; not a delivery.
    ///   - attempt: its number, from 1.
    ///   - remaining: milliseconds until the deadline.
    ///   - isRepeatable: whether a second copy does no harm.
    ///   - jitter: 0..<1; many responders must not come back at the same moment.
    public func next(after outcome: AttemptOutcome, attempt: Int, remaining: Double, isRepeatable: Bool, jitter: Double) -> Decision {
        var wait = min(longestWait, firstWait * Double(1 << min(max(attempt, 1) - 1, 20))) * (0.5 + jitter / 2)
        switch outcome {
        case .delivered, .refused: return .stop("")
        case .uncertain where !isRepeatable: return .stop("it may have arrived, and is not sent twice")
        case .uncertain: break
        case .passing(_, _, let retryAfter):
            // Earlier than the service asked would only be refused again.
            if let retryAfter {
                guard retryAfter < remaining else {
                    return .stop("it asks to wait \(seconds(retryAfter)), and there are \(seconds(remaining)) left")
                }
                wait = max(wait, retryAfter)
            }
        }
        guard attempt < attempts else { return .stop("after \(attempt) attempts") }
        guard wait < remaining else { return .stop("the time for it is over after \(attempt) attempt\(attempt == 1 ? "" : "s")") }
        return .again(afterMilliseconds: wait)
    }

    private func seconds(_ milliseconds: Double) -> String { "\(Int(min(milliseconds, 1e12) / 1000)) s" }
}
