internal import CCurl
internal import SystemKit

/// One hop: a configured libcurl transfer and what it collects.
@safe final class EasyHandle {
    // Owned: made in init, freed in deinit. TransferLoop takes it out of its multi handle before.
    let pointer: UnsafeMutableRawPointer
    private let headerList: UnsafeMutablePointer<curl_slist>?
    private let library: CurlLibrary
    let sink: TransferSink

    /// - Parameter request: validated.
    init(_ library: CurlLibrary, _ request: HTTPRequest) throws(HTTPError) {
        guard let pointer = unsafe ccurl_easy_new(library.table) else {
            throw HTTPError(.protocolError, "libcurl has no memory for a request")
        }
        self.library = library
        unsafe self.pointer = unsafe pointer
        sink = TransferSink(bodyLimit: request.bodyLimit)
        var list: UnsafeMutablePointer<curl_slist>?
        for line in headerLines(request) {
            if let longer = unsafe ccurl_list_append(library.table, list, line) { unsafe list = longer }
        }
        unsafe headerList = unsafe list
        try set(request)
    }

    deinit {
        unsafe ccurl_easy_free(library.table, pointer)
        // libcurl reads the list until the handle is gone.
        unsafe ccurl_list_free(library.table, headerList)
    }

    func number(_ info: CURLINFO) -> Int { unsafe ccurl_get_long(library.table, pointer, info) }
    func size(_ info: CURLINFO) -> Int64 { unsafe Int64(ccurl_get_size(library.table, pointer, info)) }
    /// A time of libcurl's in milliseconds; it counts in microseconds.
    func milliseconds(_ info: CURLINFO) -> Double { Double(size(info)) / 1000 }
    // The text is libcurl's and copied at once.
    func text(_ info: CURLINFO) -> String { unsafe ccurl_get_text(library.table, pointer, info).map { unsafe String(cString: $0) } ?? "" }

    private func set(_ request: HTTPRequest) throws(HTTPError) {
        // The sink lives as long as self, and self is kept until the transfer is over.
        let context = unsafe Unmanaged.passUnretained(sink).toOpaque()
        unsafe check(ccurl_set_sink(library.table, pointer, CURLOPT_WRITEFUNCTION, CURLOPT_WRITEDATA, receiveBody, context))
        unsafe check(ccurl_set_sink(library.table, pointer, CURLOPT_HEADERFUNCTION, CURLOPT_HEADERDATA, receiveHeader, context))
        guard unsafe ccurl_allow_only_http(library.table, pointer) == CURLE_OK else {
            throw HTTPError(.unsupportedProtocol, "this libcurl supports neither http nor https")
        }
        // Every request has a connection of its own: on a used one that turns out dead libcurl sends the request again without a
        // word, which hides a fault from a sample and could do a POST twice.
        for option in [CURLOPT_FRESH_CONNECT, CURLOPT_FORBID_REUSE] { unsafe _ = ccurl_set_long(library.table, pointer, option, 1) }
        // Signals belong to the program; redirects are followed by HTTPKit; the home directory's .netrc stays closed.
        for (option, value) in [
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_NETRC, 0), (CURLOPT_HTTP_VERSION, http1),
            (CURLOPT_HTTP09_ALLOWED, 0), (CURLOPT_QUICK_EXIT, 1),
        ] { unsafe _ = ccurl_set_long(library.table, pointer, option, value) }
        setText(CURLOPT_URL, request.url.withoutCredentials)
        // libcurl itself reads none of these; curl, which people compare with, and OpenSSL do.
        if request.url.scheme == .https {
            let environment = ProcessEnvironment.snapshot()
            func set(_ names: [String], _ option: CURLoption) {
                if let value = names.lazy.compactMap({ environment[$0] }).first(where: { !$0.isEmpty }) { setText(option, value) }
            }
            set(["CURL_CA_BUNDLE", "SSL_CERT_FILE"], CURLOPT_CAINFO)
            set(["SSL_CERT_DIR"], CURLOPT_CAPATH)
        }
        if let user = request.url.user { setText(CURLOPT_USERNAME, user) }
        if let password = request.url.password { setText(CURLOPT_PASSWORD, password) }
        if let path = request.unixSocket { setText(CURLOPT_UNIX_SOCKET_PATH, path) }
        // An empty name means no proxy, whatever the environment says.
        if request.url.isLoopback || request.unixSocket != nil { setText(CURLOPT_PROXY, "") }
        if unsafe headerList != nil { unsafe _ = ccurl_set_list(library.table, pointer, CURLOPT_HTTPHEADER, headerList) }
        setMethod(request)
    }

    private func setMethod(_ request: HTTPRequest) {
        if let body = request.body ?? (request.method == "POST" ? [] : nil) {
            // Copied by libcurl.
            _ = unsafe body.withUnsafeBytes { unsafe ccurl_set_body(library.table, pointer, $0.baseAddress, $0.count) }
        }
        switch request.method {
        case "GET" where request.body == nil, "POST": break
        case "HEAD": unsafe _ = ccurl_set_long(library.table, pointer, CURLOPT_NOBODY, 1)
        default: setText(CURLOPT_CUSTOMREQUEST, request.method)
        }
    }

    private func setText(_ option: CURLoption, _ value: String) { unsafe _ = ccurl_set_text(library.table, pointer, option, value) }

    private func check(_ code: CURLcode) { assert(code == CURLE_OK) }
}

/// `CURL_HTTP_VERSION_1_1`.
private let http1 = 2

/// Header lines as libcurl takes them: `Name;` sends an empty value, `Name:` sends none of libcurl's own.
private func headerLines(_ request: HTTPRequest) -> [String] {
    var lines = request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    let names = Set(request.headers.map { $0.name.lowercased() })
    // libcurl would call any body a form, and would wait a second for 100 Continue.
    for name in ["Content-Type", "Expect"] where !names.contains(name.lowercased()) { lines.append(name + ":") }
    return lines
}
