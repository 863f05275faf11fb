internal import SystemKit

/// Where a Redis server is and who asks: `redis://[[user]:password@]host[:port][/db]` or `unix://[[user]:password@]/path[?db=N]`.
public struct RedisAddress: Sendable, Hashable, CustomStringConvertible {
    public enum Endpoint: Sendable, Hashable {
        case tcp(host: String, port: Int)
        case unixSocket(String)
    }

    public let endpoint: Endpoint
    public let user: String?
    public let password: String?
    /// The number that SELECT takes.
    public let database: Int

    public init(endpoint: Endpoint, user: String? = nil, password: String? = nil, database: Int = 0) {
        self.endpoint = endpoint
        self.user = user
        self.password = password
        self.database = database
    }

    /// Reads an address.
    ///
    /// - Throws: `RedisError` `.address`; its message never shows the text, which may hold a password.
    public static func parse(_ text: String) throws(RedisError) -> RedisAddress {
        var rest = text[...]
        guard let colon = text.range(of: "://") else { throw bad("it does not begin with redis:// or unix://") }
        let scheme = text[..<colon.lowerBound].lowercased()
        rest = text[colon.upperBound...]
        guard scheme != "rediss" else {
            throw RedisError(.address, "TLS is not supported; use a local plain port or a stunnel")
        }
        let isSocket = ["unix", "redis+unix", "redis+socket"].contains(scheme)
        guard isSocket || scheme == "redis" else { throw bad("unknown scheme \(scheme)") }

        let parameters = try query(&rest)
        let (user, password) = try credentials(&rest)
        let (endpoint, path) = isSocket ? (try socket(rest), "") : try hostAndPath(rest)
        let databaseText = path.isEmpty ? parameters["db"] ?? "0" : path
        guard let database = Int(databaseText), (0...1_000_000).contains(database) else { throw bad("the database is not a number") }
        return RedisAddress(endpoint: endpoint, user: user, password: password ?? parameters["password"], database: database)
    }

    /// The address with the password masked.
    public var description: String {
        let secret = password == nil ? (user ?? "") : (user ?? "") + ":***"
        let who = secret.isEmpty ? "" : secret + "@"
        switch endpoint {
        case .tcp(let host, let port):
            let name = host.contains(":") ? "[\(host)]" : host
            return "redis://\(who)\(name):\(port)" + (database == 0 ? "" : "/\(database)")
        case .unixSocket(let path): return "unix://\(who)\(path)" + (database == 0 ? "" : "?db=\(database)")
        }
    }
}

private func bad(_ why: String) -> RedisError { RedisError(.address, "the Redis address cannot be read: \(why)") }

/// Takes `?a=b&c=d` off the end. Parameters of other clients (time-outs, pool sizes) are let pass.
private func query(_ rest: inout Substring) throws(RedisError) -> [String: String] {
    guard let mark = rest.firstIndex(of: "?") else { return [:] }
    var result: [String: String] = [:]
    for pair in rest[rest.index(after: mark)...].split(separator: "&") {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        result[try decoded(parts.first ?? "")] = try decoded(parts.dropFirst().first ?? "")
    }
    rest = rest[..<mark]
    return result
}

/// Takes `user:password@` off the front. The last `@` ends it: passwords are often written unencoded.
private func credentials(_ rest: inout Substring) throws(RedisError) -> (user: String?, password: String?) {
    guard let at = rest.lastIndex(of: "@") else { return (nil, nil) }
    let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    rest = rest[rest.index(after: at)...]
    let user = try decoded(parts.first ?? "")
    let password: String? = if let text = parts.dropFirst().first { try decoded(text) } else { nil }
    return (user.isEmpty ? nil : user, password?.isEmpty == true ? nil : password)
}

private func socket(_ rest: Substring) throws(RedisError) -> RedisAddress.Endpoint {
    let path = try decoded(rest)
    // sockaddr_un holds 107 bytes and a NUL.
    guard path.hasPrefix("/"), path.utf8.count <= 107, !path.utf8.contains(0) else {
        throw bad("a socket's path begins with / and has at most 107 bytes")
    }
    return .unixSocket(path)
}

private func hostAndPath(_ rest: Substring) throws(RedisError) -> (RedisAddress.Endpoint, path: String) {
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    var authority = rest[..<slash]
    let path = String(rest[slash...].drop { $0 == "/" })
    var host = ""
    if authority.first == "[" {
        guard let close = authority.firstIndex(of: "]") else { throw bad("the ] of an IPv6 address is missing") }
        host = String(authority[authority.index(after: authority.startIndex)..<close])
        authority = authority[authority.index(after: close)...]
        guard authority.isEmpty || authority.first == ":" else { throw bad("there is text after ]") }
    } else {
        let colon = authority.firstIndex(of: ":") ?? authority.endIndex
        host = try decoded(authority[..<colon])
        authority = authority[colon...]
    }
    guard let port = authority.isEmpty ? 6379 : Int(authority.dropFirst()), (1...65535).contains(port) else {
        throw bad("the port is not a number from 1 to 65535")
    }
    guard !host.utf8.contains(where: { $0 <= 32 }) else { throw bad("the host contains white space") }
    return (.tcp(host: host.isEmpty ? "127.0.0.1" : host, port: port), path)
}

private func decoded(_ text: Substring) throws(RedisError) -> String {
    guard let result = PercentEncoding.decode(text) else { throw bad("a % is not followed by two hexadecimal digits") }
    return result
}

extension String {
    /// The first place where `other` stands.
    fileprivate func range(of other: String) -> Range<Index>? {
        indices.lazy.map { self[$0...] }.first { $0.hasPrefix(other) }.map { $0.startIndex..<index($0.startIndex, offsetBy: other.count) }
    }
}
