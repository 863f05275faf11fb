internal import SystemKit

/// A mailbox for answers, with addresses of its own in the connection's inbox.
final class ReplyBox: Sendable {
    let link: Link
    private let mailbox: Mailbox
    private let asker: UInt64
    private let number: UInt

    init(_ link: Link) throws(NATSError) {
        self.link = link
        mailbox = try Mailbox()
        asker = link.replies.open(mailbox)
        number = link.add(mailbox)
    }

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
