internal import Execution
internal import Mesh
internal import NATSKit
internal import SystemKit

/// The way to the mesh: JetStream with acknowledgements in a window, and core NATS with a flush where no stream takes the subject, as Jarvis
/// falls back. A connection that ended is made again at the next event.
struct Transport {
    struct Result {
        enum Outcome {
            case stored(RetryOutcome.Acknowledgement)
            /// It is not there.
            case refused(NATSError)
            /// It was sent, and nobody knows whether it is there.
            case unknown(NATSError)
        }

        /// As given to `submit`.
        let index: Int
        let outcome: Outcome
    }

    /// Why an event did not leave.
    struct Obstacle {
        let error: NATSError
        /// No event would leave: it is about the server, not about this one.
        let concernsAll: Bool
    }

    private let settings: RetrySettings
    private var connection: NATSConnection?
    private var publisher: JetStreamPublisher<Int>?
    /// What is under way in the stream's window, in case that the stream takes nothing.
    private var bodies: [Int: [UInt8]] = [:]
    /// Handed to core NATS and not flushed yet.
    private var unflushed: [Int] = []
    /// How events are delivered; nil before the first connection.
    private(set) var delivery: RetryDelivery?

    private static let window = 256

    init(_ settings: RetrySettings) { self.settings = settings }

    /// Sends one event, or says why it did not leave. What is known of earlier ones by then is in the results.
    mutating func submit(
        _ index: Int, _ body: [UInt8], _ messageID: String, _ limits: ProbeLimits, _ results: inout [Result]
    ) -> Obstacle? {
        if connection?.end != nil { results += finish(limits) }
        let connection: NATSConnection
        do throws(NATSError) { connection = try connected(limits) } catch { return Obstacle(error: error, concernsAll: true) }
        guard let publisher, delivery?.isJetStream == true else { return submitToCore(index, body, connection, limits, &results) }
        bodies[index] = body
        let settled = publisher.submit(
            index, settings.identity.subject, body, messageID: messageID, deadline: deadline(limits), cancellation: limits.cancellation)
        for result in settled {
            if result.token == index, case .notSent(let error) = result.outcome {
                bodies[index] = nil
                // A window that does not move: the server stands still, and a new connection shows whether it still does.
                if error.isTransport { results += abandon(limits) }
                return Obstacle(error: error, concernsAll: error.isTransport || error.kind == .cancelled)
            }
            results += self.settled(result, limits)
        }
        return nil
    }

    /// Acknowledgements that have come, without waiting.
    mutating func collect(_ limits: ProbeLimits) -> [Result] {
        var results: [Result] = []
        for result in publisher?.collect() ?? [] { results += settled(result, limits) }
        return results
    }

    /// The results of everything that is under way.
    mutating func finish(_ limits: ProbeLimits) -> [Result] {
        // What was sent is waited for also when no more is to be sent, but not for long.
        let patience = limits.cancellation.isCancelled ? Deadline.after(milliseconds: 2000).orEarlier(deadline(limits)) : deadline(limits)
        return finish(until: patience, limits)
    }

    private mutating func finish(until patience: Deadline, _ limits: ProbeLimits) -> [Result] {
        var results: [Result] = []
        if let publisher, let calm = try? Cancellation() {
            for result in publisher.finish(deadline: patience, cancellation: calm) { results += settled(result, limits) }
        }
        results += flush(until: patience)
        if connection?.end != nil { (connection, publisher) = (nil, nil) }
        return results
    }

    /// Gives the connection up; what is under way on it gets its result.
    private mutating func abandon(_ limits: ProbeLimits) -> [Result] {
        let results = finish(until: .after(milliseconds: 0), limits)
        (connection, publisher) = (nil, nil)
        return results
    }

    private func deadline(_ limits: ProbeLimits) -> Deadline { .after(milliseconds: limits.timeoutMilliseconds) }

    private mutating func connected(_ limits: ProbeLimits) throws(NATSError) -> NATSConnection {
        if let connection { return connection }
        let address = try NATSAddress.parse(settings.natsURL)
        let made = try NATSConnection.connect(address, name: "jarvis-ops", deadline: deadline(limits), cancellation: limits.cancellation)
        let found = try RetryDelivery.look(settings, made, deadline(limits), limits.cancellation)
        publisher = found.isJetStream ? try JetStreamPublisher<Int>(made, window: Transport.window) : nil
        delivery = found
        connection = made
        return made
    }

    private mutating func settled(_ result: JetStreamPublisher<Int>.Result, _ limits: ProbeLimits) -> [Result] {
        let body = bodies.removeValue(forKey: result.token)
        switch result.outcome {
        case .acknowledged(let acknowledgement):
            return [Result(index: result.token, outcome: .stored(acknowledgement.isDuplicate ? .duplicate : .stored))]
        case .refused(let error) where error.kind == .noStream || error.kind == .noJetStream:
            // The stream went away meanwhile.
            guard let body, let connection else { return [Result(index: result.token, outcome: .refused(error))] }
            delivery = .core(because: error.message)
            var results: [Result] = []
            if let obstacle = submitToCore(result.token, body, connection, limits, &results) {
                results.append(Result(index: result.token, outcome: .refused(obstacle.error)))
            }
            return results
        case .refused(let error), .notSent(let error): return [Result(index: result.token, outcome: .refused(error))]
        case .unknown(let error): return [Result(index: result.token, outcome: .unknown(error))]
        }
    }

    private mutating func submitToCore(
        _ index: Int, _ body: [UInt8], _ connection: NATSConnection, _ limits: ProbeLimits, _ results: inout [Result]
    ) -> Obstacle? {
        do throws(NATSError) {
            try connection.publish(settings.identity.subject, body)
        } catch {
            return Obstacle(error: error, concernsAll: error.isTransport)
        }
        unflushed.append(index)
        if unflushed.count >= Transport.window { results += flush(until: deadline(limits)) }
        return nil
    }

    private mutating func flush(until deadline: Deadline) -> [Result] {
        guard !unflushed.isEmpty, let connection, let calm = try? Cancellation() else { return [] }
        let indexes = unflushed
        unflushed = []
        do throws(NATSError) {
            try connection.flush(deadline: deadline, cancellation: calm)
            return indexes.map { Result(index: $0, outcome: .stored(.flushed)) }
        } catch {
            // What the server denied never arrived; which one it was is not said.
            let outcome: Result.Outcome = error.kind == .authorization ? .refused(error) : .unknown(error)
            return indexes.map { Result(index: $0, outcome: outcome) }
        }
    }
}
