/// Where NATS servers are and who asks: `nats://[user:password@|token@]host[:port]`, several separated by commas.
///
/// Read as Jarvis's client (nats-py) reads it, so that both mean the same: the scheme may be missing, the port is 4222, and
/// user and password are taken as written, without percent-decoding.
public struct NATSAddress: Sendable, Hashable, CustomStringConvertible {
    public enum Credentials: Sendable, Hashable {
        case none
        case user(String, password: String)
        case token(String)
    }

    public struct Server: Sendable, Hashable, CustomStringConvertible {
        /// An IPv6 address without its brackets.
        public let host: String
        public let port: Int
        public let credentials: Credentials

        public init(host: String, port: Int = 4222, credentials: Credentials = .none) {
            self.host = host
            self.port = port
            self.credentials = credentials
        }

        /// Whether it means the very machine, or container, that asks.
        public var isLoopback: Bool {
            host == "localhost" || host.hasSuffix(".localhost") || host.hasPrefix("127.") || ["::1", "0.0.0.0", "::"].contains(host)
        }

        /// `nats://host:port`.
        public var withoutCredentials: String { "nats://" + (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

        /// The address with password or token masked.
        public var description: String {
            let place = withoutCredentials.dropFirst("nats://".count)
            return switch credentials {
            case .none: "nats://\(place)"
            case .user(let user, _): "nats://\(user):***@\(place)"
            case .token: "nats://***@\(place)"
            }
        }
    }

    /// In the order they are tried; at least one.
    public let servers: [Server]

    public init(_ first: Server, _ more: [Server] = []) { servers = [first] + more }

    /// The addresses with passwords and tokens masked.
    public var description: String { servers.map(\.description).joined(separator: ",") }
}
