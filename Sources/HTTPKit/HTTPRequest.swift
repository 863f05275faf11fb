/// One header line.
public struct HTTPHeader: Sendable, Equatable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// What becomes of an answer with status 301, 302, 303, 307 or 308.
public enum HTTPRedirects: Sendable, Equatable {
    /// It is the response.
    case refuse
    /// Followed on the same scheme, host and port, at most so often (never more than 5 times). A redirect to elsewhere is the
    /// response, with a note.
    case sameOrigin(limit: Int)
}

/// A request, as it will be sent.
public struct HTTPRequest: Sendable, Equatable {
    public var method: String
    public var url: HTTPURL
    public var headers: [HTTPHeader]
    /// Nil sends none.
    public var body: [UInt8]?
    public var redirects: HTTPRedirects
    /// Bytes of the response's body to keep; the rest is not read.
    public var bodyLimit: Int
    /// The path of a Unix socket to connect to, whatever host the URL names.
    public var unixSocket: String?

    public init(
        _ method: String, _ url: HTTPURL, headers: [HTTPHeader] = [], body: [UInt8]? = nil,
        redirects: HTTPRedirects = .sameOrigin(limit: 5), bodyLimit: Int = 4 << 20, unixSocket: String? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.redirects = redirects
        self.bodyLimit = bodyLimit
        self.unixSocket = unixSocket
    }

    /// A GET.
    public init(
        _ url: HTTPURL, headers: [HTTPHeader] = [], redirects: HTTPRedirects = .sameOrigin(limit: 5), bodyLimit: Int = 4 << 20,
        unixSocket: String? = nil
    ) {
        self.init("GET", url, headers: headers, redirects: redirects, bodyLimit: bodyLimit, unixSocket: unixSocket)
    }

    /// Throws: `HTTPError` `.invalidRequest` for what would not arrive as what it is here.
    func validate() throws(HTTPError) {
        guard isToken(method) else { throw HTTPError(.invalidRequest, "the method \(method) is not a word") }
        for header in headers {
            guard isToken(header.name) else { throw HTTPError(.invalidRequest, "the header name \(header.name) is not a word") }
            guard !header.value.utf8.contains(where: { $0 == 13 || $0 == 10 || $0 == 0 }) else {
                throw HTTPError(.invalidRequest, "the value of the header \(header.name) contains a line break or NUL")
            }
        }
        if let unixSocket, unixSocket.utf8.count > 107 || unixSocket.utf8.contains(0) || !unixSocket.hasPrefix("/") {
            throw HTTPError(.invalidRequest, "a socket's path begins with / and has at most 107 bytes")
        }
    }
}

/// RFC 9110, 5.6.2.
private func isToken(_ text: String) -> Bool {
    !text.isEmpty
        && text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        }
}
