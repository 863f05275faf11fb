internal import Mesh
internal import NATSKit
internal import SystemKit

/// How the events of a retry are delivered.
public enum RetryDelivery: Sendable, Equatable {
    /// A stream stores them and says so.
    ///
    /// - Parameter windowMilliseconds: how long the stream recognises a repeat; nil when it may not be asked.
    case jetStream(stream: String?, windowMilliseconds: Double?)
    /// The server takes them, and nothing says that anybody has them.
    case core(because: String)

    public var isJetStream: Bool { if case .jetStream = self { true } else { false } }

    /// Asks the server once. Without a stream a publication would reach plain subscribers and never be acknowledged.
    static func look(
        _ settings: RetrySettings, _ connection: NATSConnection, _ deadline: Deadline, _ cancellation: Cancellation
    ) throws(NATSError) -> RetryDelivery {
        guard settings.usesJetStream else { return .core(because: "JARVIS_MESH_USE_JETSTREAM is off") }
        let subject = settings.identity.subject
        do throws(NATSError) {
            guard let stream = try JetStream(connection).stream(taking: subject, deadline: deadline, cancellation: cancellation) else {
                return .core(because: "no stream takes \(subject)")
            }
            return .jetStream(stream: stream.name, windowMilliseconds: stream.duplicateWindowSeconds * 1000)
        } catch {
            switch error.kind {
            case .noJetStream: return .core(because: error.message)
            // The user may not ask, which does not mean that nothing is stored: acknowledgements will tell.
            case .authorization: return .jetStream(stream: nil, windowMilliseconds: nil)
            default: throw error
            }
        }
    }
}
