/// Why there is no response.
public struct HTTPError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where a request was when its time was over.
    public enum Phase: String, Sendable, Equatable {
        /// Looking the name up, connecting, agreeing on TLS.
        case connect
        /// The request was sent; the answer did not come, or not whole.
        case response
    }

    public enum Kind: Sendable, Equatable {
        case invalidURL
        /// A method or header that cannot be sent.
        case invalidRequest
        case nameNotResolved
        case connectionRefused
        /// The connection was ended by the other side before the response was complete.
        case connectionReset
        /// There is no way to the host.
        case unreachable
        case timedOut(Phase)
        case tls
        /// A proxy stands before the address: what it says is not the service's.
        case proxied
        case cancelled
        /// libcurl is not installed.
        case libraryMissing
        case unsupportedProtocol
        /// What came is not an HTTP response.
        case protocolError
        case tooManyRedirects
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
