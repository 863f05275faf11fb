/// Milliseconds from the start of the request to the end of each phase, as `curl -w` counts them: with redirects, the time
/// of each phase is the sum over all hops. A phase that did not happen is 0.
public struct HTTPTimings: Sendable, Equatable {
    public var nameLookup: Double = 0
    public var connect: Double = 0
    /// TLS agreed on; curl's `time_appconnect`.
    public var tls: Double = 0
    /// Ready to send.
    public var preTransfer: Double = 0
    /// All hops before the last one.
    public var redirect: Double = 0
    /// First byte of the answer.
    public var startTransfer: Double = 0
    public var total: Double = 0

    public init() {}
}

/// Who talked with whom, and how much.
public struct HTTPTransfer: Sendable, Equatable {
    /// Body bytes that arrived, those beyond the limit not counted in full.
    public var downloadBytes: Int64 = 0
    public var uploadBytes: Int64 = 0
    public var headerBytes = 0
    public var requestBytes = 0
    /// Connections made for the last hop.
    public var connections = 0
    public var remoteAddress = ""
    public var remotePort = 0
    public var localAddress = ""
    public var localPort = 0

    public init() {}
}

/// An answer. Any status is one: 503 is not an error of the transport.
public struct HTTPResponse: Sendable, Equatable {
    public var status = 0
    /// In the order they came, names as sent.
    public var headers: [HTTPHeader] = []
    public var body: [UInt8] = []
    /// True when there was more than the limit.
    public var bodyTruncated = false
    /// `1.1`.
    public var version = ""
    /// The method of the last hop; a redirect may turn POST into GET.
    public var method: String
    public var requestedURL: HTTPURL
    /// Where the answer came from.
    public var effectiveURL: HTTPURL
    public var redirectCount = 0
    /// Where the answer points to, when it is a redirect that was not followed.
    public var redirectURL: HTTPURL?
    /// Why it was not.
    public var note: String?
    public var timings = HTTPTimings()
    public var transfer = HTTPTransfer()

    public init(method: String, url: HTTPURL) {
        self.method = method
        requestedURL = url
        effectiveURL = url
    }

    /// The first header of that name, whatever its case.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }

    /// The body as text, with bytes that are not UTF-8 replaced.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
