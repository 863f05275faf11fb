internal import CCurl
internal import Glibc

extension HTTPError {
    /// Reads how a transfer ended, when it did not end well.
    ///
    /// - Parameters:
    ///   - detail: libcurl's sentence for the code.
    ///   - systemCode: the `errno` of the last connection attempt.
    init(_ code: CURLcode, detail: String, systemCode: Int32, url: HTTPURL) {
        let place = url.origin.description
        switch code {
        // HTTP/0.9, an answer without a status line, is what libcurl calls an unsupported protocol.
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: self.init(.protocolError, "\(place) did not answer in HTTP")
        case CURLE_URL_MALFORMAT: self.init(.invalidURL, "libcurl cannot read the URL")
        case CURLE_COULDNT_RESOLVE_HOST: self.init(.nameNotResolved, "the host \(url.host) is not known")
        case CURLE_COULDNT_RESOLVE_PROXY: self.init(.nameNotResolved, "the proxy's host is not known")
        // A socket's file that is not there means the same as a port that nobody listens on.
        case CURLE_COULDNT_CONNECT where [ECONNREFUSED, ENOENT].contains(systemCode):
            self.init(.connectionRefused, "nobody listens on \(place)")
        case CURLE_COULDNT_CONNECT where systemCode == ECONNRESET:
            self.init(.connectionReset, "\(place) ended the connection while it was made")
        case CURLE_COULDNT_CONNECT: self.init(.unreachable, "\(place) cannot be reached: \(detail)")
        case CURLE_GOT_NOTHING: self.init(.connectionReset, "\(place) closed the connection without an answer")
        case CURLE_PARTIAL_FILE: self.init(.connectionReset, "\(place) closed the connection before the whole body had come")
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR: self.init(.connectionReset, "\(place) broke the connection")
        case CURLE_OPERATION_TIMEDOUT: self.init(.timedOut(.connect), "connecting to \(place) took longer than libcurl allows")
        case CURLE_PEER_FAILED_VERIFICATION:
            self.init(.tls, "the certificate of \(place) is not trusted here: name its authority's with SSL_CERT_FILE")
        case CURLE_SSL_CONNECT_ERROR: self.init(.tls, "\(place) does not answer in TLS: is it a plain http port?")
        case CURLE_SSL_CACERT_BADFILE:
            self.init(.tls, "the file of trusted certificates cannot be read: correct CURL_CA_BUNDLE or SSL_CERT_FILE")
        default:
            let isTLS = tlsCodes.contains(code.rawValue)
            self.init(isTLS ? .tls : .protocolError, "\(place): \(detail)")
        }
    }

    static func timedOut(_ phase: Phase, _ url: HTTPURL) -> HTTPError {
        switch phase {
        case .connect: HTTPError(.timedOut(.connect), "no connection to \(url.origin) before the deadline")
        case .response: HTTPError(.timedOut(.response), "\(url.origin) had not answered in full at the deadline")
        }
    }
}

/// CURLE_SSL_CONNECT_ERROR and its kin (curl.se/libcurl/c/libcurl-errors.html).
private let tlsCodes: Set<UInt32> = [35, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91, 98]
