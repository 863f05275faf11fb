/// Why a Redis server could not be asked, or what it objected to.
public struct RedisError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Kind: Sendable, Equatable {
        /// The address cannot be read, or asks for something unsupported (TLS).
        case address
        /// Nobody listens there.
        case refused
        case unknownHost
        /// The host's network cannot be found, or a Unix socket may not be opened.
        case unreachable
        case timedOut
        case cancelled
        /// The server answered with an error; the value is its first word: `NOAUTH`, `WRONGPASS`, `WRONGTYPE`, `LOADING`, `MISCONF`.
        case reply(String)
        /// The answer is not Redis's protocol, or it is larger than is kept.
        case protocolError
        /// The connection ended, now or earlier.
        case closed
    }

    public let kind: Kind
    /// One sentence without a full stop; never a password.
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// An error reply, `WRONGTYPE Operation against a key …`.
    init(reply: String) {
        self.init(.reply(String(reply.prefix { $0 != " " })), reply)
    }

    public var description: String { message }
}
