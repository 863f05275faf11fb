internal import CCurl
internal import HTTPKit
public import SystemKit

/// Hands mail in with libcurl, the one that HTTPKit loads. Safe to use from several threads; each call blocks its own.
public struct MailClient: Sendable {
    public init() {}

    /// Hands one message in and waits until the server has taken it for all recipients.
    ///
    /// - Returns: the server's last reply to it, such as `250 2.0.0 Ok: queued as 4F2A`.
    /// - Throws: `MailError`.
    public func send(
        _ message: MailMessage, via server: MailServer, deadline: Deadline, cancellation: Cancellation
    ) throws(MailError) -> String {
        guard !message.to.isEmpty else { throw MailError(.invalid, "the message has no recipient") }
        let library: CurlLibrary
        do { library = try CurlLibrary.shared.get() } catch {
            throw MailError(.libraryMissing, "mail needs libcurl: install the Debian package libcurl4")
        }
        let transfer = try MailTransfer(library, message, server, deadline: deadline)
        guard let multi = unsafe ccurl_multi_new(library.table) else {
            throw MailError(.protocolError, "libcurl has no memory for a mail")
        }
        // Added and removed on this thread alone; the transfer outlives both.
        defer {
            unsafe ccurl_multi_remove(library.table, multi, transfer.pointer)
            unsafe ccurl_multi_free(library.table, multi)
        }
        guard unsafe ccurl_multi_add(library.table, multi, transfer.pointer) == CURLM_OK else {
            throw MailError(.protocolError, "libcurl did not take the mail")
        }
        while !cancellation.isCancelled, !deadline.hasPassed {
            guard unsafe ccurl_multi_perform(library.table, multi) == CURLM_OK else { break }
            var code = CURLE_OK
            if unsafe ccurl_multi_finished(library.table, multi, &code) != nil {
                if code == CURLE_OK { return transfer.conversation.receipt ?? "250" }
                throw MailError(code, transfer, server, detail: sentence(code, library))
            }
            unsafe _ = ccurl_multi_poll(library.table, multi, cancellation.fileDescriptor, min(deadline.pollTimeout, 1000))
        }
        if cancellation.isCancelled { throw MailError(.cancelled, "handing the mail to \(server.place) was cancelled") }
        throw .timedOut(transfer, server)
    }

    private func sentence(_ code: CURLcode, _ library: CurlLibrary) -> String {
        // A constant text of the library.
        unsafe ccurl_message(library.table, code).map { unsafe String(cString: $0) } ?? "error \(code.rawValue)"
    }
}
