internal import Execution
internal import JSONKit
internal import Mesh
internal import NATSKit
internal import Planning
internal import SystemKit

/// The stream that Jarvis keeps its events in, and makes where it is absent (facts.md, "NATS").
public enum MeshStream {
    public static let name = "JARVIS_MESH"
    public static let subjects = MeshIdentity.streamSubjects
    private static let duplicateWindowSeconds = 120.0

    /// Whether it stores what is published to a subject.
    static func takes(_ subject: String) -> Bool {
        subject == MeshIdentity.defaultSubject || subject.hasPrefix(MeshIdentity.defaultSubject + ".")
    }

    /// What a look at the server says of the way to one subject.
    enum Way {
        /// Something stores what is sent there, or nobody could be asked.
        case open
        /// Nothing does, and making Jarvis's stream mends that.
        case canBeMade
        case blocked(String)
    }

    /// How events would travel to these subjects. Nobody is held up for long by a server that does not answer: sending will tell.
    static func ways(to subjects: Set<String>, _ settings: RetrySettings, _ limits: ProbeLimits) -> [String: Way] {
        guard settings.usesJetStream, !subjects.isEmpty, let address = try? NATSAddress.parse(settings.natsURL) else { return [:] }
        let deadline = Deadline.after(milliseconds: min(limits.timeoutMilliseconds, 2000))
        guard
            let connection = try? NATSConnection.connect(
                address, name: "jarvis-ops", deadline: deadline, cancellation: limits.cancellation)
        else { return [:] }
        return subjects.reduce(into: [:]) { ways, subject in
            do throws(NATSError) {
                _ = try RetryDelivery.look(settings, subject, connection, deadline, limits.cancellation)
                ways[subject] = .open
            } catch {
                switch error.kind {
                case .noStream: ways[subject] = takes(subject) ? .canBeMade : .blocked(error.message)
                case .noJetStream, .rejected: ways[subject] = .blocked(error.message)
                default: ways[subject] = .open
                }
            }
        }
    }

    /// Makes it as Jarvis does. One that is there by now is left alone.
    static func make(_ settings: RetrySettings, _ limits: ProbeLimits) -> OperationResult {
        let deadline = Deadline.after(milliseconds: limits.timeoutMilliseconds)
        do throws(NATSError) {
            let connection = try NATSConnection.connect(
                try NATSAddress.parse(settings.natsURL), name: "jarvis-ops", deadline: deadline, cancellation: limits.cancellation)
            let stream = JetStream(connection)
            if try stream.stream(name, deadline: deadline, cancellation: limits.cancellation) == nil {
                try stream.make(
                    name, subjects: subjects, duplicateWindowSeconds: duplicateWindowSeconds, deadline: deadline,
                    cancellation: limits.cancellation)
            }
            let made = try stream.stream(taking: MeshIdentity.defaultSubject, deadline: deadline, cancellation: limits.cancellation)
            guard made?.name == name else {
                return OperationResult(.failed, "the stream \(name) is there, and does not take \(MeshIdentity.defaultSubject)")
            }
            return OperationResult(.done, "made, as Jarvis makes it", evidence: ["stream": name.json])
        } catch {
            let hint = error.kind == .authorization ? "; whoever administers the server can make it" : ""
            return OperationResult(.failed, "the stream \(name) could not be made: \(error.message)\(hint)")
        }
    }
}
