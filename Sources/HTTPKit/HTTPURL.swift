/// An `http` or `https` URL (RFC 3986), taken apart.
public struct HTTPURL: Sendable, Hashable, CustomStringConvertible {
    public enum Scheme: String, Sendable { case http, https }

    /// Scheme, host and port: what must stay the same for a redirect to be followed.
    public struct Origin: Sendable, Hashable, CustomStringConvertible {
        public let scheme: Scheme
        /// In lower case; an IPv6 address without its brackets.
        public let host: String
        public let port: Int

        public init(scheme: Scheme, host: String, port: Int) {
            self.scheme = scheme
            self.host = host
            self.port = port
        }

        /// `http://localhost:8000`; the scheme's own port is left out.
        public var description: String {
            let name = host.contains(":") ? "[\(host)]" : host
            return "\(scheme.rawValue)://\(name)" + (port == scheme.defaultPort ? "" : ":\(port)")
        }
    }

    public var origin: Origin
    /// Decoded.
    public var user: String?
    /// Decoded.
    public var password: String?
    /// Begins with a slash; percent-encoded as given.
    public var path: String
    /// Without the question mark; nil when there is none.
    public var query: String?

    public init(origin: Origin, user: String? = nil, password: String? = nil, path: String = "/", query: String? = nil) {
        self.origin = origin
        self.user = user
        self.password = password
        self.path = path
        self.query = query
    }

    public var scheme: Scheme { origin.scheme }
    public var host: String { origin.host }
    public var port: Int { origin.port }

    /// True for the names and addresses of this machine, which no proxy may stand before.
    public var isLoopback: Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
            || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
    }

    /// Path and query, as the request line has them.
    public var target: String { path + (query.map { "?" + $0 } ?? "") }

    /// The same resource at another origin, with that one's user and password.
    public func replacingOrigin(with base: HTTPURL) -> HTTPURL {
        HTTPURL(origin: base.origin, user: base.user, password: base.password, path: path, query: query)
    }

    /// The URL without user and password: what is sent, and what may be stored.
    public var withoutCredentials: String { origin.description + target }

    /// The URL with the password masked.
    public var description: String {
        guard user != nil || password != nil else { return withoutCredentials }
        let who = (user ?? "") + (password == nil ? "" : ":***")
        return withoutCredentials.replacingFirst("://", with: "://\(who)@")
    }
}

extension HTTPURL.Scheme {
    /// 80 or 443.
    public var defaultPort: Int { self == .http ? 80 : 443 }
}

extension String {
    fileprivate func replacingFirst(_ text: String, with other: String) -> String {
        let parts = split(separator: text, maxSplits: 1, omittingEmptySubsequences: false)
        return parts.joined(separator: other)
    }
}
