internal import CNATS
internal import Synchronization

extension Link {
    /// Bytes that may wait to be written before publishing is refused.
    static let waitingLimit = 16 << 20

    /// Puts a message into the connection's buffer; never waits.
    ///
    /// - Parameter reply: where an answer is to go.
    /// - Throws: `NATSError` `.rejected`, `.authorization`, `.closed`; nothing was sent then. `.unavailable` when the buffer is full.
    func publish(
        _ subject: String, reply: String? = nil, header: (name: String, value: String)? = nil, _ body: [UInt8]
    ) throws(NATSError) {
        try Subject.check(subject)
        if let header, !Subject.isHeaderValue(header.value) {
            throw NATSError(.rejected, "the header \(header.name) contains a control character, or a space at an end")
        }
        try state.withLock { state throws(NATSError) in
            guard let connection = unsafe state.connection?.pointer else { throw state.end ?? closed }
            guard !state.denials.publishing.contains(subject) else { throw denied(publishing: subject) }
            guard reply == nil || !state.denials.subscribing.contains(inbox) else { throw denied(subscribing: inbox) }
            guard unsafe cnats_waiting_bytes(library.table, connection) < Link.waitingLimit else {
                throw NATSError(.unavailable, "\(Link.waitingLimit >> 20) MiB already wait to be sent to \(server)")
            }
            // libnats copies everything before it returns.
            let status = unsafe body.withUnsafeBytes { bytes in
                unsafe cnats_publish(
                    library.table, connection, subject, reply, header?.name, header?.value, bytes.baseAddress, bytes.count)
            }
            guard status != NATS_OK else { return }
            if status == NATS_MAX_PAYLOAD {
                let most = unsafe cnats_largest_message(library.table, connection)
                throw NATSError(.rejected, "a message of \(body.count) bytes is larger than the \(most) that \(server) takes")
            }
            throw failure(status)
        }
    }

    /// Subscribes until the link ends or `unsubscribe`; returns the subscription's number.
    @discardableResult
    func subscribe(_ subject: String, _ receiver: any Receiver) throws(NATSError) -> UInt {
        let number = Receivers.all.add(receiver)
        do {
            try state.withLock { state throws(NATSError) in
                guard let connection = unsafe state.connection?.pointer else { throw state.end ?? closed }
                var subscription: OpaquePointer?
                // The context is a number that is never followed as an address.
                let context = unsafe UnsafeMutableRawPointer(bitPattern: number)
                let status = unsafe cnats_subscribe(library.table, &subscription, connection, subject, receiveMessage, context)
                if let subscription = unsafe subscription { state.subscriptions[number] = unsafe Handle(pointer: subscription) }
                guard status == NATS_OK else { throw failure(status) }
            }
        } catch {
            unsubscribe(number)
            throw error
        }
        return number
    }

    func unsubscribe(_ number: UInt) {
        Receivers.all.remove(number)
        state.withLock { state in
            guard let subscription = state.subscriptions.removeValue(forKey: number) else { return }
            unsafe cnats_unsubscribe(library.table, subscription.pointer)
        }
    }

    /// Registers a mailbox that hears of the end and of denials; returns its number.
    func add(_ mailbox: Mailbox) -> UInt {
        let number = mailboxNumbers.wrappingAdd(1, ordering: .relaxed).newValue
        let end = state.withLock { state in
            state.mailboxes[number] = mailbox
            return state.end
        }
        if let end { mailbox.end(end) }
        return number
    }

    func remove(_ mailbox: UInt) { state.withLock { _ = $0.mailboxes.removeValue(forKey: mailbox) } }

    /// Asks libnats for what the server said beside the conversation. On the link's own thread.
    func noteDenials(_ connection: Handle) {
        let (status, text) = lastError(connection)
        guard status == NATS_NOT_PERMITTED else { return }
        note(text)
    }

    /// The same from any thread: what came before a message that is here already is known after this.
    func noteDenials() {
        let (status, text) = state.withLock { state in
            if let connection = state.connection { lastError(connection) } else { (NATS_OK, "") }
        }
        if status == NATS_NOT_PERMITTED { note(text) }
    }

    private func note(_ text: String) {
        let mailboxes = state.withLock { $0.denials.note(text) ? Array($0.mailboxes.values) : [] }
        for mailbox in mailboxes { mailbox.nudge() }
    }

    /// - Throws: `NATSError` `.authorization` when the user may not publish there, or hear answers.
    func checkDenied(publishing subject: String? = nil, subscribing pattern: String? = nil) throws(NATSError) {
        let denials = state.withLock { state in
            if let subject { state.denials.unreported.remove(subject) }
            return state.denials
        }
        if let subject, denials.publishing.contains(subject) { throw denied(publishing: subject) }
        let pattern = pattern ?? inbox
        if denials.subscribing.contains(pattern) { throw denied(subscribing: pattern) }
    }

    var hasDenials: Bool { state.withLock { !$0.denials.isEmpty } }

    /// What all answers come to.
    var inbox: String { replies.prefix + ".>" }

    /// - Throws: `NATSError` `.authorization` for a denial that was not reported yet.
    func reportDenied() throws(NATSError) {
        let subjects = state.withLock { state in
            defer { state.denials.unreported = [] }
            return state.denials.unreported
        }
        if let subject = subjects.min() { throw denied(publishing: subject) }
    }

    private func denied(publishing subject: String) -> NATSError {
        NATSError(.authorization, "\(server) does not let this user publish to \(subject)")
    }

    private func denied(subscribing pattern: String) -> NATSError {
        NATSError(.authorization, "\(server) does not let this user subscribe to \(pattern)")
    }

    func lastError(_ connection: Handle) -> (natsStatus, String) {
        var buffer = [CChar](repeating: 0, count: 300)
        // Copied and always ended with a NUL.
        let status = unsafe cnats_connection_error(library.table, connection.pointer, &buffer, buffer.count)
        return (status, String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    private var closed: NATSError { NATSError(.closed, "the connection to \(server) is closed") }

    private func failure(_ status: natsStatus) -> NATSError {
        switch status {
        case NATS_CONNECTION_CLOSED: closed
        case NATS_NO_SERVER_SUPPORT: NATSError(.rejected, "\(server) does not take headers")
        case NATS_INVALID_SUBJECT: NATSError(.rejected, "libnats does not accept the subject")
        default: NATSError(.closed, "\(server): \(library.message(status))")
        }
    }
}
