internal import Mesh
internal import NATSKit
internal import SystemKit

/// How the events of a retry are delivered.
public enum RetryDelivery: Sendable, Equatable {
    /// A stream stores them and says so.
    ///
    /// - Parameter windowMilliseconds: how long the stream recognises a repeat; nil when it may not be asked.
    case jetStream(stream: String?, windowMilliseconds: Double?)
    /// The server takes them, and nothing says that anybody has them: only where the configuration asks for that.
    case core(because: String)

    /// The stream whose word counts. Where none may be asked for, it is Jarvis's own.
    var streamName: String? {
        if case .jetStream(let stream, _) = self { stream ?? MeshStream.name } else { nil }
    }

    /// Asks the server once for the way to a subject.
    ///
    /// - Throws: `NATSError`, `.noStream` or `.noJetStream` when nothing would store the events.
    static func look(
        _ settings: RetrySettings, _ subject: String, _ connection: NATSConnection, _ deadline: Deadline, _ cancellation: Cancellation
    ) throws(NATSError) -> RetryDelivery {
        guard settings.usesJetStream else { return .core(because: "JARVIS_MESH_USE_JETSTREAM is off") }
        let stream: JetStream.Stream?
        do throws(NATSError) {
            stream = try JetStream(connection).stream(taking: subject, deadline: deadline, cancellation: cancellation)
        } catch {
            // The user may not ask, which does not mean that nothing is stored: acknowledgements will tell.
            guard error.kind == .authorization else { throw error }
            return .jetStream(stream: nil, windowMilliseconds: nil)
        }
        guard let stream else { throw NATSError(.noStream, "no stream takes \(subject)") }
        // Jarvis reads from its own stream alone.
        guard stream.name == MeshStream.name || !MeshStream.takes(subject) else {
            throw NATSError(.rejected, "the stream \(stream.name) takes \(subject), and Jarvis reads from \(MeshStream.name)")
        }
        return .jetStream(stream: stream.name, windowMilliseconds: stream.duplicateWindowSeconds * 1000)
    }
}
