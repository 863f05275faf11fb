internal import Execution
internal import NATSKit
internal import SystemKit

/// The way to the mesh: JetStream with acknowledgements in a window, and core NATS with a flush where JetStream is off or takes nothing,
/// as Jarvis falls back. A connection that ended is made again at the next event.
struct Transport {
    struct Result {
        enum Outcome {
            /// - Parameter isWeaker: handed to the server, and not acknowledged by a stream.
            case stored(isDuplicate: Bool, isWeaker: Bool)
            case failed(String)
            case unknown(String)
        }

        /// As given to `submit`.
        let index: Int
        let outcome: Outcome
    }

    enum Attempt {
        case submitted([Result])
        /// This one did not leave; earlier ones may have results.
        case failed([Result], NATSError)
    }

    private let url: String
    private let wantsJetStream: Bool
    private var connection: NATSConnection?
    private var publisher: JetStreamPublisher<Int>?
    /// What is under way in the stream's window, in case that the stream takes nothing.
    private var bodies: [Int: (subject: String, body: [UInt8])] = [:]
    /// Handed to core NATS and not flushed yet.
    private var unflushed: [Int] = []
    private var isCore = false

    private static let window = 256

    init(_ settings: RetrySettings, _ limits: ProbeLimits) {
        url = settings.natsURL
        wantsJetStream = settings.usesJetStream
    }

    mutating func submit(_ index: Int, _ subject: String, _ body: [UInt8], _ messageID: String, _ limits: ProbeLimits) -> Attempt {
        var earlier: [Result] = []
        do throws(NATSError) {
            if connection?.end != nil { earlier += finish(limits) }
            let connection = try connected(limits)
            guard let publisher, !isCore else {
                try connection.publish(subject, body)
                unflushed.append(index)
                if unflushed.count >= Transport.window { earlier += flush(limits) }
                return .submitted(earlier)
            }
            bodies[index] = (subject, body)
            let results = publisher.submit(
                index, subject, body, messageID: messageID, deadline: deadline(limits), cancellation: limits.cancellation)
            for result in results {
                if result.token == index, case .notSent(let error) = result.outcome {
                    bodies[index] = nil
                    return .failed(earlier, error)
                }
                earlier += settled(result.token, result.outcome, limits)
            }
            return .submitted(earlier)
        } catch {
            return .failed(earlier, error)
        }
    }

    /// The results of everything that is under way.
    mutating func finish(_ limits: ProbeLimits) -> [Result] {
        // What was sent is waited for also when no more is to be sent, but not for long.
        let patience = limits.cancellation.isCancelled ? Deadline.after(milliseconds: 2000) : deadline(limits)
        var results: [Result] = []
        if let publisher, let calm = try? Cancellation() {
            for result in publisher.finish(deadline: patience, cancellation: calm) {
                results += settled(result.token, result.outcome, limits)
            }
        }
        results += flush(limits)
        if connection?.end != nil {
            connection = nil
            publisher = nil
        }
        return results
    }

    private func deadline(_ limits: ProbeLimits) -> Deadline { .after(milliseconds: limits.timeoutMilliseconds) }

    private mutating func connected(_ limits: ProbeLimits) throws(NATSError) -> NATSConnection {
        if let connection { return connection }
        let address = try NATSAddress.parse(url)
        let made = try NATSConnection.connect(address, name: "jarvis-ops", deadline: deadline(limits), cancellation: limits.cancellation)
        if wantsJetStream {
            isCore = !((try? JetStream(made).isOn(deadline: deadline(limits), cancellation: limits.cancellation)) ?? false)
            if !isCore { publisher = try JetStreamPublisher<Int>(made, window: Transport.window) }
        } else {
            isCore = true
        }
        connection = made
        return made
    }

    private mutating func settled(_ index: Int, _ outcome: PublishOutcome, _ limits: ProbeLimits) -> [Result] {
        let sent = bodies.removeValue(forKey: index)
        switch outcome {
        case .acknowledged(let acknowledgement):
            return [Result(index: index, outcome: .stored(isDuplicate: acknowledgement.isDuplicate, isWeaker: false))]
        case .refused(let error) where error.kind == .noStream || error.kind == .noJetStream:
            // No stream takes the subject: then core NATS, as Jarvis does, and it is said.
            guard let sent, let connection else { return [Result(index: index, outcome: .failed(error.message))] }
            isCore = true
            do throws(NATSError) {
                try connection.publish(sent.subject, sent.body)
                unflushed.append(index)
                return unflushed.count >= Transport.window ? flush(limits) : []
            } catch {
                return [Result(index: index, outcome: .failed(error.message))]
            }
        case .refused(let error), .notSent(let error): return [Result(index: index, outcome: .failed(error.message))]
        case .unknown(let error): return [Result(index: index, outcome: .unknown(error.message))]
        }
    }

    private mutating func flush(_ limits: ProbeLimits) -> [Result] {
        guard !unflushed.isEmpty, let connection else { return [] }
        let indexes = unflushed
        unflushed = []
        do throws(NATSError) {
            try connection.flush(deadline: deadline(limits), cancellation: limits.cancellation)
            return indexes.map { Result(index: $0, outcome: .stored(isDuplicate: false, isWeaker: true)) }
        } catch {
            return indexes.map { Result(index: $0, outcome: .unknown(error.message)) }
        }
    }
}
