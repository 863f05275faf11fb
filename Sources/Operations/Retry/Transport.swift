internal import Execution
internal import Mesh
internal import NATSKit
internal import SystemKit

/// The way to the mesh: JetStream with acknowledgements in a window, and core NATS with a flush where the configuration asks for that. Where
/// no stream takes a subject nothing is sent there: whoever listens later would find nothing. A connection that ended is made again at
/// the next event.
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
    /// How each subject is reached over this connection.
    private var routes: [String: RetryDelivery] = [:]
    /// The stream that must acknowledge what is under way, by index.
    private var streams: [Int: String] = [:]
    /// Handed to core NATS and not flushed yet.
    private var unflushed: [Int] = []
    /// How events are delivered; nil before the first connection.
    private(set) var delivery: RetryDelivery?

    private static let window = 256

    init(_ settings: RetrySettings) { self.settings = settings }

    /// Sends one event, or says why it did not leave. What is known of earlier ones by then is in the results.
    mutating func submit(
        _ index: Int, _ subject: String, _ body: [UInt8], _ messageID: String, _ limits: ProbeLimits, _ results: inout [Result]
    ) -> Obstacle? {
        if connection?.end != nil { results += finish(limits) }
        let (connection, publisher): (NATSConnection, JetStreamPublisher<Int>)
        let route: RetryDelivery
        do throws(NATSError) {
            (connection, publisher) = try connected(limits)
            route = try way(to: subject, connection, limits)
        } catch {
            // A subject that nothing stores says nothing of the others.
            return Obstacle(error: error, concernsAll: ![.noStream, .noJetStream, .rejected].contains(error.kind))
        }
        guard let stream = route.streamName else { return submitToCore(index, subject, body, connection, limits, &results) }
        streams[index] = stream
        let settled = publisher.submit(
            index, subject, body, messageID: messageID, deadline: deadline(limits), cancellation: limits.cancellation)
        for result in settled {
            if result.token == index, case .notSent(let error) = result.outcome {
                streams[index] = nil
                // A window that does not move: the server stands still, and a new connection shows whether it still does.
                if error.isTransport { results += abandon(limits) }
                return Obstacle(error: error, concernsAll: error.isTransport || error.kind == .cancelled)
            }
            results.append(self.settled(result))
        }
        return nil
    }

    /// Acknowledgements that have come, without waiting.
    mutating func collect(_ limits: ProbeLimits) -> [Result] {
        (publisher?.collect() ?? []).map { settled($0) }
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
            results = publisher.finish(deadline: patience, cancellation: calm).map { settled($0) }
        }
        results += flush(until: patience)
        if connection?.end != nil { forget() }
        return results
    }

    /// Gives the connection up; what is under way on it gets its result.
    private mutating func abandon(_ limits: ProbeLimits) -> [Result] {
        let results = finish(until: .after(milliseconds: 0), limits)
        forget()
        return results
    }

    private mutating func forget() {
        (connection, publisher) = (nil, nil)
        routes = [:]
    }

    private func deadline(_ limits: ProbeLimits) -> Deadline { .after(milliseconds: limits.timeoutMilliseconds) }

    private mutating func connected(_ limits: ProbeLimits) throws(NATSError) -> (NATSConnection, JetStreamPublisher<Int>) {
        if let connection, let publisher { return (connection, publisher) }
        let address = try NATSAddress.parse(settings.natsURL)
        let made = try NATSConnection.connect(address, name: "jarvis-ops", deadline: deadline(limits), cancellation: limits.cancellation)
        let window = try JetStreamPublisher<Int>(made, window: Transport.window)
        (connection, publisher) = (made, window)
        return (made, window)
    }

    private mutating func way(to subject: String, _ connection: NATSConnection, _ limits: ProbeLimits) throws(NATSError) -> RetryDelivery {
        if let known = routes[subject] { return known }
        let found: RetryDelivery
        do throws(NATSError) {
            found = try RetryDelivery.look(settings, subject, connection, deadline(limits), limits.cancellation)
        } catch {
            // It is asked anew over a new connection.
            if error.isTransport { forget() }
            throw error
        }
        routes[subject] = found
        delivery = delivery ?? found
        return found
    }

    private mutating func settled(_ result: JetStreamPublisher<Int>.Result) -> Result {
        let stream = streams.removeValue(forKey: result.token) ?? MeshStream.name
        let outcome: Result.Outcome =
            switch result.outcome {
            case .acknowledged(let acknowledgement) where acknowledgement.stream == stream:
                .stored(acknowledgement.isDuplicate ? .duplicate : .stored)
            case .acknowledged(let acknowledgement):
                // Whoever that is, Jarvis does not read there.
                .unknown(
                    NATSError(.protocolError, "\(acknowledgement.stream) acknowledged it, and \(stream) is the stream that it is for"))
            case .refused(let error), .notSent(let error): .refused(error)
            case .unknown(let error): .unknown(error)
            }
        return Result(index: result.token, outcome: outcome)
    }

    private mutating func submitToCore(
        _ index: Int, _ subject: String, _ body: [UInt8], _ connection: NATSConnection, _ limits: ProbeLimits, _ results: inout [Result]
    ) -> Obstacle? {
        do throws(NATSError) {
            try connection.publish(subject, body)
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
