internal import Synchronization
public import SystemKit

/// Messages to a subject, in the order in which the server sent them. Ends with the last reference.
public final class NATSSubscription: Sendable {
    public let subject: String
    // Kept open by its subscriptions.
    private let connection: NATSConnection
    private let mailbox: Mailbox
    private let number: UInt
    private let mailboxNumber: UInt
    private let taken = Mutex<ArraySlice<Letter>>([])

    init(_ connection: NATSConnection, _ subject: String) throws(NATSError) {
        try Subject.check(subject, wildcards: true)
        self.subject = subject
        self.connection = connection
        mailbox = try Mailbox()
        try connection.link.checkDenied(subscribing: subject)
        // First, so that it hears when the server objects.
        let mailboxNumber = connection.link.add(mailbox)
        self.mailboxNumber = mailboxNumber
        do { number = try connection.link.subscribe(subject, mailbox) } catch {
            connection.link.remove(mailboxNumber)
            throw error
        }
    }

    deinit {
        connection.link.unsubscribe(number)
        connection.link.remove(mailboxNumber)
    }

    /// Waits for the next message.
    ///
    /// - Throws: `NATSError` `.timedOut`, `.cancelled`, `.closed`, `.authorization`; `.rejected` when messages came much faster than they
    ///   were taken, and some were lost.
    public func next(deadline: Deadline, cancellation: Cancellation) throws(NATSError) -> NATSMessage {
        while true {
            if let letter = taken.withLock({ $0.popFirst() }) { return letter.message }
            let letters = try mailbox.take(deadline, cancellation, "waiting for a message to \(subject)")
            if letters.isEmpty { try connection.link.checkDenied(subscribing: subject) }
            taken.withLock { $0 += letters }
        }
    }
}
