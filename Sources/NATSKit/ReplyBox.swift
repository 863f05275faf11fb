internal import SystemKit

/// A mailbox for answers, with addresses of its own in the connection's inbox.
final class ReplyBox: Sendable {
    // Whoever waits for an answer keeps the connection open.
    private let connection: NATSConnection
    private let mailbox: Mailbox
    private let asker: UInt64
    private let number: UInt

    init(_ connection: NATSConnection) throws(NATSError) {
        self.connection = connection
        mailbox = try Mailbox()
        let link = connection.link
        asker = link.replies.open(mailbox)
        number = link.add(mailbox)
    }

    var link: Link { connection.link }

    deinit {
        link.replies.close(asker)
        link.remove(number)
    }

    /// Where the answer to question `number` is to go.
    func address(_ number: UInt64) -> String { "\(link.replies.prefix).\(asker).\(number)" }

    func take(_ deadline: Deadline, _ cancellation: Cancellation, _ doing: @autoclosure () -> String) throws(NATSError) -> [Letter] {
        try mailbox.take(deadline, cancellation, doing())
    }

    func takeWithoutWaiting() throws(NATSError) -> [Letter] { try mailbox.takeWithoutWaiting() }
}
