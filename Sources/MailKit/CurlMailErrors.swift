internal import CCurl
internal import Glibc

extension MailError {
    /// Reads how a hand-in ended, when it did not end well.
    ///
    /// - Parameter detail: libcurl's sentence for the code.
    init(_ code: CURLcode, _ transfer: MailTransfer, _ server: MailServer, detail: String) {
        let place = server.place
        let reply = transfer.number(CURLINFO_RESPONSE_CODE)
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self.init(.nameNotResolved, "the host \(server.host) is not known")
        case CURLE_COULDNT_CONNECT where transfer.number(CURLINFO_OS_ERRNO) == Int(ECONNREFUSED):
            self.init(.connectionRefused, "nobody listens on \(place)")
        case CURLE_COULDNT_CONNECT: self.init(.unreachable, "\(place) cannot be reached: \(detail)")
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut(transfer, server)
        case CURLE_USE_SSL_FAILED: self.init(.tls, "\(place) offers no STARTTLS: nothing was sent")
        case _ where tlsCodes.contains(code.rawValue): self.init(.tls, "\(place): \(detail)")
        // 221 and 250 are no refusal: the connection broke after them.
        case _ where reply >= 400:
            let words = transfer.conversation.refusal ?? "\(reply)"
            self.init(.rejected(reply), "\(place) refused: \(words)")
        case CURLE_LOGIN_DENIED: self.init(.rejected(535), "\(place) refused the user or the password")
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_UPLOAD_FAILED:
            self.init(.connectionLost, "\(place) broke the connection")
        default: self.init(.protocolError, "\(place): \(detail)")
        }
    }

    static func timedOut(_ transfer: MailTransfer, _ server: MailServer) -> MailError {
        let wasConnected = transfer.size(CURLINFO_CONNECT_TIME_T) > 0
        return MailError(
            .timedOut(wasConnected: wasConnected),
            wasConnected ? "\(server.place) had not taken the mail at the deadline" : "no connection to \(server.place) before the deadline"
        )
    }
}

/// CURLE_SSL_CONNECT_ERROR and its kin (curl.se/libcurl/c/libcurl-errors.html).
private let tlsCodes: Set<UInt32> = [35, 53, 54, 58, 59, 60, 66, 77, 80, 82, 83, 90, 91, 98]
