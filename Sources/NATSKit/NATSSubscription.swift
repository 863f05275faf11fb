internal import Synchronization
public import SystemKit

/// Messages to a subject, in the order in which the server sent them. Ends with the last reference.
public final class NATSSubscription: Sendable {
    public let subject: String
    private let link: Link
    private let mailbox: Mailbox
    private let number: UInt
    private let mailboxNumber: UInt
    private let taken = Mutex<ArraySlice<Letter>>([])

    init(_ link: Link, _ subject: String) throws(NATSError) {
        try Subject.check(subject, wildcards: true)
        self.subject = subject
        self.link = link
        mailbox = try Mailbox()
        number = try link.subscribe(subject, mailbox)
        mailboxNumber = link.add(mailbox)
    }

    deinit {
        link.unsubscribe(number)
        link.remove(mailboxNumber)
    }

    /// Waits for the next message.
    ///
    /// - Throws: `NATSError` `.timedOut`, `.cancelled`, `.closed`, `.authorization`; `.rejected` when messages came much faster than they
    ///   were taken, and some were lost.
    public func next(deadline: Deadline, cancellation: Cancellation) throws(NATSError) -> NATSMessage {
        while true {
            if let letter = taken.withLock({ $0.popFirst() }) { return letter.message }
            let letters = try mailbox.take(deadline, cancellation, "waiting for a message to \(subject)")
            if letters.isEmpty { try link.checkDenied(subscribing: subject) }
            taken.withLock { $0 += letters }
        }
    }
}
