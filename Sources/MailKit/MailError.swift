/// Why a message was not taken.
public struct MailError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Kind: Sendable, Equatable {
        /// Not an address, not a server: what was configured cannot be used.
        case invalid
        case nameNotResolved
        case connectionRefused
        /// There is no way to the host.
        case unreachable
        /// The connection ended before the server had taken the message.
        case connectionLost
        /// - Parameter wasConnected: whether anything can have been sent.
        case timedOut(wasConnected: Bool)
        /// The server offers no STARTTLS, or its certificate does not hold.
        case tls
        /// The server said no; its reply code: 4xx may pass, 5xx stays (RFC 5321, 4.2.1).
        case rejected(Int)
        case cancelled
        /// libcurl is not installed.
        case libraryMissing
        /// What came is no SMTP.
        case protocolError
    }

    public let kind: Kind
    /// One sentence without a full stop; never a password.
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var description: String { message }
}
