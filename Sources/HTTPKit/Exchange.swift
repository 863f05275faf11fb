internal import CCurl
internal import SystemKit

/// One request with the redirects it may follow.
final class Exchange {
    private let library: CurlLibrary
    private let original: HTTPRequest
    /// What the current hop sends.
    private var request: HTTPRequest
    private(set) var hop: EasyHandle
    /// Sums over the hops that are over.
    private var earlier = HTTPTimings()
    private var redirects = 0

    init(_ library: CurlLibrary, _ request: HTTPRequest) throws(HTTPError) {
        try request.validate()
        self.library = library
        original = request
        self.request = request
        hop = try EasyHandle(library, request)
    }

    /// What to say of it when its time is over.
    var timedOut: HTTPError {
        .timedOut(hop.size(CURLINFO_PRETRANSFER_TIME_T) > 0 ? .response : .connect, request.url)
    }

    enum Next {
        /// The hop was replaced by one more.
        case again
        case done(HTTPResponse)
    }

    /// The current hop is over.
    func ended(_ code: CURLcode) throws(HTTPError) -> Next {
        guard code == CURLE_OK || (code == CURLE_WRITE_ERROR && hop.sink.bodyTruncated) else {
            if hop.sink.headersTooLarge { throw HTTPError(.protocolError, "\(request.url.origin) sent more than 256 KiB of headers") }
            throw HTTPError(code, detail: library.message(code), systemCode: Int32(hop.number(CURLINFO_OS_ERRNO)), url: request.url)
        }
        var response = self.response()
        switch try Redirect(response, request: request, policy: original.redirects, followed: redirects) {
        case .none: return .done(response)
        case .notFollowed(let target, let note):
            response.redirectURL = target
            response.note = note
            return .done(response)
        case .follow(let next):
            earlier = response.timings
            redirects += 1
            request = next
            hop = try EasyHandle(library, next)
            return .again
        }
    }

    private func response() -> HTTPResponse {
        var response = HTTPResponse(method: request.method, url: original.url)
        response.status = hop.number(CURLINFO_RESPONSE_CODE)
        response.version = hop.number(CURLINFO_HTTP_VERSION) == 1 ? "1.0" : "1.1"
        response.headers = hop.sink.headers
        response.body = hop.sink.body
        response.bodyTruncated = hop.sink.bodyTruncated
        response.effectiveURL = request.url
        response.redirectCount = redirects
        response.timings = timings()
        response.transfer = transfer()
        return response
    }

    private func timings() -> HTTPTimings {
        var times = HTTPTimings()
        times.nameLookup = earlier.nameLookup + hop.milliseconds(CURLINFO_NAMELOOKUP_TIME_T)
        times.connect = earlier.connect + hop.milliseconds(CURLINFO_CONNECT_TIME_T)
        times.tls = earlier.tls + hop.milliseconds(CURLINFO_APPCONNECT_TIME_T)
        times.preTransfer = earlier.preTransfer + hop.milliseconds(CURLINFO_PRETRANSFER_TIME_T)
        times.startTransfer = earlier.startTransfer + hop.milliseconds(CURLINFO_STARTTRANSFER_TIME_T)
        times.redirect = earlier.total
        times.total = earlier.total + hop.milliseconds(CURLINFO_TOTAL_TIME_T)
        return times
    }

    private func transfer() -> HTTPTransfer {
        var transfer = HTTPTransfer()
        transfer.downloadBytes = hop.size(CURLINFO_SIZE_DOWNLOAD_T)
        transfer.uploadBytes = hop.size(CURLINFO_SIZE_UPLOAD_T)
        transfer.headerBytes = hop.number(CURLINFO_HEADER_SIZE)
        transfer.requestBytes = hop.number(CURLINFO_REQUEST_SIZE)
        transfer.connections = hop.number(CURLINFO_NUM_CONNECTS)
        transfer.remoteAddress = hop.text(CURLINFO_PRIMARY_IP)
        transfer.remotePort = hop.number(CURLINFO_PRIMARY_PORT)
        transfer.localAddress = hop.text(CURLINFO_LOCAL_IP)
        transfer.localPort = hop.number(CURLINFO_LOCAL_PORT)
        return transfer
    }
}
