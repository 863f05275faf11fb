internal import CCurl
internal import HTTPKit
internal import SystemKit

/// One hand-in: a configured libcurl transfer and what is said in it.
@safe final class MailTransfer {
    // Owned: made in init, freed in deinit. MailClient takes it out of its multi handle before.
    let pointer: UnsafeMutableRawPointer
    private let recipients: UnsafeMutablePointer<curl_slist>?
    private let library: CurlLibrary
    let conversation: Conversation

    /// - Parameter deadline: bounds the wait for each reply too: libcurl waits for the farewell without asking anybody.
    init(_ library: CurlLibrary, _ message: MailMessage, _ server: MailServer, deadline: Deadline) throws(MailError) {
        guard let pointer = unsafe ccurl_easy_new(library.table) else {
            throw MailError(.protocolError, "libcurl has no memory for a mail")
        }
        self.library = library
        unsafe self.pointer = unsafe pointer
        conversation = Conversation(message.bytes)
        var list: UnsafeMutablePointer<curl_slist>?
        for recipient in message.to {
            if let longer = unsafe ccurl_list_append(library.table, list, "<\(recipient.address)>") { unsafe list = longer }
        }
        unsafe recipients = unsafe list
        try set(message, server, deadline)
    }

    deinit {
        unsafe ccurl_easy_free(library.table, pointer)
        // libcurl reads the list until the handle is gone.
        unsafe ccurl_list_free(library.table, recipients)
    }

    func number(_ info: CURLINFO) -> Int { unsafe ccurl_get_long(library.table, pointer, info) }
    func size(_ info: CURLINFO) -> Int64 { unsafe Int64(ccurl_get_size(library.table, pointer, info)) }

    private func set(_ message: MailMessage, _ server: MailServer, _ deadline: Deadline) throws(MailError) {
        // The conversation lives as long as self, and self is kept until the transfer is over.
        let context = unsafe Unmanaged.passUnretained(conversation).toOpaque()
        unsafe _ = ccurl_set_sink(library.table, pointer, CURLOPT_READFUNCTION, CURLOPT_READDATA, giveMessage, context)
        // libcurl hands replies over as headers; without a sink for bodies it would print them.
        unsafe _ = ccurl_set_sink(library.table, pointer, CURLOPT_HEADERFUNCTION, CURLOPT_HEADERDATA, takeReply, context)
        unsafe _ = ccurl_set_sink(library.table, pointer, CURLOPT_WRITEFUNCTION, CURLOPT_WRITEDATA, takeReply, context)
        guard unsafe ccurl_allow_only_mail(library.table, pointer) == CURLE_OK else {
            throw MailError(.protocolError, "this libcurl does not speak SMTP")
        }
        let seconds = max(1, Int((deadline.remainingMilliseconds / 1000).rounded(.up)))
        let ssl = server.protection == .startTLS || server.isTLSFromStart ? everythingOverTLS : 0
        for (option, value) in [
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_NETRC, 0), (CURLOPT_QUICK_EXIT, 1), (CURLOPT_FRESH_CONNECT, 1), (CURLOPT_FORBID_REUSE, 1),
            (CURLOPT_UPLOAD, 1), (CURLOPT_USE_SSL, ssl), (serverResponseTimeout, seconds),
        ] { unsafe _ = ccurl_set_long(library.table, pointer, option, value) }
        setText(CURLOPT_URL, server.withoutCredentials)
        if let user = server.user { setText(CURLOPT_USERNAME, user) }
        if let password = server.password { setText(CURLOPT_PASSWORD, password) }
        if server.isLoopback { setText(CURLOPT_PROXY, "") }
        if let file = server.certificates {
            setText(CURLOPT_CAINFO, file)
            // Instead of the system's, not beside them.
            setText(CURLOPT_CAPATH, nil)
        }
        setText(CURLOPT_MAIL_FROM, "<\(message.from.address)>")
        unsafe _ = ccurl_set_list(library.table, pointer, CURLOPT_MAIL_RCPT, recipients)
    }

    private func setText(_ option: CURLoption, _ value: String?) { unsafe _ = ccurl_set_text(library.table, pointer, option, value) }
}

/// `CURLUSESSL_ALL`: without STARTTLS the transfer fails.
private let everythingOverTLS = 3

/// `CURLOPT_SERVER_RESPONSE_TIMEOUT`, called `CURLOPT_FTP_RESPONSE_TIMEOUT` before 7.20; in seconds.
private let serverResponseTimeout = CURLoption(rawValue: 112)
