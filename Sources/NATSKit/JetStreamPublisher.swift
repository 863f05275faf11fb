public import SystemKit

/// Publishes many messages to JetStream without waiting for each acknowledgement: a bounded number of them is under way.
///
/// Every token that was submitted gets exactly one result, from `submit`, `collect` or `finish`, in any order. Used from one thread.
public final class JetStreamPublisher<Token> {
    public struct Result {
        public let token: Token
        public let outcome: PublishOutcome
    }

    /// Bytes of bodies under way, at most, unless a single one is larger.
    private static var byteLimit: Int { 8 << 20 }

    private let box: ReplyBox
    private let window: Int
    private var underWay: [UInt64: (token: Token, subject: String, bytes: Int)] = [:]
    private var bytesUnderWay = 0
    private var last: UInt64 = 0

    /// - Parameter window: messages under way, at least 1.
    /// - Throws: `NATSError` when the process has no descriptor left.
    public init(_ connection: NATSConnection, window: Int) throws(NATSError) {
        box = try ReplyBox(connection)
        self.window = max(1, window)
    }

    /// Messages without a result yet.
    public var count: Int { underWay.count }

    /// Sends a message as soon as the window has room for it; returns the results that are there by then.
    ///
    /// - Parameters:
    ///   - messageID: goes into `Nats-Msg-Id`, by which the stream recognises duplicates.
    ///   - deadline: for room in the window; then the result is `.notSent`.
    public func submit(
        _ token: Token, _ subject: String, _ body: [UInt8], messageID: String?, deadline: Deadline, cancellation: Cancellation
    ) -> [Result] {
        var results = collect()
        do throws(NATSError) {
            while !underWay.isEmpty && (underWay.count >= window || bytesUnderWay + body.count > Self.byteLimit) {
                results += try wait(deadline, cancellation)
            }
            if cancellation.isCancelled { throw NATSError(.cancelled, "publishing was cancelled") }
            last += 1
            try box.link.publish(
                subject, reply: box.address(last), header: messageID.map { ("Nats-Msg-Id", $0) }, body)
            underWay[last] = (token, subject, body.count)
            bytesUnderWay += body.count
        } catch {
            results.append(Result(token: token, outcome: .notSent(error)))
        }
        return results
    }

    /// The results that are there, without waiting.
    public func collect() -> [Result] {
        do throws(NATSError) { return results(try box.takeWithoutWaiting()) } catch { return giveUp(error) }
    }

    /// Waits for the results of everything under way; after the deadline, a cancellation or the end of the connection the rest is
    /// `.unknown`.
    public func finish(deadline: Deadline, cancellation: Cancellation) -> [Result] {
        var results: [Result] = []
        while !underWay.isEmpty {
            do throws(NATSError) { results += try wait(deadline, cancellation) } catch { results += giveUp(error) }
        }
        return results
    }

    /// Waits for something to happen. When the connection is over, everything under way gets its result.
    ///
    /// - Throws: `NATSError` `.timedOut`, `.cancelled`; what is under way stays so.
    private func wait(_ deadline: Deadline, _ cancellation: Cancellation) throws(NATSError) -> [Result] {
        do { return results(try box.take(deadline, cancellation, "waiting for \(underWay.count) acknowledgements")) } catch {
            guard error.kind != .timedOut && error.kind != .cancelled else { throw error }
            return giveUp(error)
        }
    }

    private func results(_ letters: [Letter]) -> [Result] {
        var results: [Result] = []
        for letter in letters {
            guard let flight = take(letter.number) else { continue }
            let outcome = PublishOutcome(letter.message, subject: flight.subject, server: box.link.server)
            results.append(Result(token: flight.token, outcome: outcome))
        }
        return box.link.hasDenials ? results + denied() : results
    }

    /// What the user may not publish, or may not hear the answers to, never gets an answer.
    private func denied() -> [Result] {
        var results: [Result] = []
        for (number, flight) in underWay {
            do throws(NATSError) { try box.link.checkDenied(publishing: flight.subject) } catch {
                _ = take(number)
                results.append(Result(token: flight.token, outcome: .refused(error)))
            }
        }
        return results
    }

    private func giveUp(_ error: NATSError) -> [Result] {
        defer {
            underWay = [:]
            bytesUnderWay = 0
        }
        return underWay.values.map { Result(token: $0.token, outcome: .unknown(error)) }
    }

    private func take(_ number: UInt64) -> (token: Token, subject: String, bytes: Int)? {
        guard let flight = underWay.removeValue(forKey: number) else { return nil }
        bytesUnderWay -= flight.bytes
        return flight
    }
}

extension JetStreamPublisher.Result: Sendable where Token: Sendable {}
extension JetStreamPublisher.Result: Equatable where Token: Equatable {}
