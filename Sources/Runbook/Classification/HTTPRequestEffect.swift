/// What a request does, by everything in it that a server may take for its method.
enum HTTPRequestEffect {
    static func effect(_ request: HTTPAction) -> Effect {
        var effect = method(request.method)
        // A body says that something is sent, whatever the method is called.
        if request.body != nil { effect = effect.combined(with: .change) }
        if namesMethod(inQueryOf: request.url) { effect = effect.combined(with: .unknown) }
        return request.headers.reduce(effect) { $0.combined(with: header($1)) }
    }

    private static func method(_ name: String) -> Effect {
        switch name {
        case "GET", "HEAD", "OPTIONS": .read
        case "POST", "PUT", "PATCH": .change
        case "DELETE": .destroy
        default: .unknown
        }
    }

    /// A header that is not known may mean anything to a server; some mean another method.
    private static func header(_ line: String) -> Effect {
        let written = line.prefix { $0 != ":" && $0 != ";" }
        // Some servers take `_` for `-`.
        let name = String(written.lowercased().trimmedSpaces.map { $0 == "_" ? "-" : $0 })
        if overrides.contains(name) {
            let value = line.drop { $0 != ":" }.dropFirst()
            return method(value.trimmedSpaces.uppercased())
        }
        // A value of several lines brings headers of its own.
        guard !line.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else { return .unknown }
        return descriptive.contains(name) ? .read : .unknown
    }

    private static let overrides: Set<String> = ["x-http-method-override", "x-http-method", "x-method-override"]

    /// Headers that say who asks and in which form the answer is wanted.
    private static let descriptive: Set<String> = [
        "accept", "accept-charset", "accept-encoding", "accept-language", "authorization", "cache-control", "content-type", "cookie",
        "host",
        "if-match", "if-modified-since", "if-none-match", "if-unmodified-since", "origin", "pragma", "range", "referer", "traceparent",
        "user-agent", "x-api-key", "x-auth-token", "x-correlation-id", "x-request-id",
    ]

    /// `?_method=DELETE`, also with its letters escaped: a name that cannot be read at a glance is not trusted.
    private static func namesMethod(inQueryOf url: String) -> Bool {
        guard let mark = url.firstIndex(of: "?") else { return false }
        let pairs = url[mark...].split(whereSeparator: { "?&;".contains($0) })
        return pairs.contains { (pair: Substring) -> Bool in
            let name = pair.prefix { $0 != "=" }
            return name.contains(where: { "%{}[]".contains($0) }) || name.lowercased().holds("method")
        }
    }
}
