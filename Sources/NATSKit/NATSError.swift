/// Why a NATS server could not be reached, or what it objected to.
public struct NATSError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Kind: String, Sendable, Equatable {
        /// The address cannot be read, or asks for something unsupported (TLS, WebSocket).
        case address
        /// libnats is not installed.
        case libraryMissing
        /// Nobody listens there.
        case refused
        /// The host's name or its network cannot be found.
        case unreachable
        case timedOut
        case cancelled
        /// The server does not know the user, or the user may not do this.
        case authorization
        /// Nobody listens to the subject of a request.
        case noResponders
        /// JetStream is off in the server or for the account.
        case noJetStream
        /// No stream takes the subject, or JetStream is off: a publisher cannot tell them apart, `JetStream.isOn` can.
        case noStream
        /// JetStream is there but cannot do it now (no leader, no resources).
        case unavailable
        /// The server, or this kit before sending, does not accept it: subject, size, a limit of the stream.
        case rejected
        /// The connection ended, now or earlier.
        case closed
        /// What answers is not NATS, or not JetStream.
        case protocolError
    }

    public let kind: Kind
    /// One sentence without a full stop; never a password.
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// Whether the way to the server is at fault and not what was sent: the same may work later.
    public var isTransport: Bool {
        switch kind {
        case .refused, .unreachable, .timedOut, .closed, .unavailable: true
        default: false
        }
    }

    public var description: String { message }
}
