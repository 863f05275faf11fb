internal import CNATS
internal import Synchronization

/// What a subscription's messages go to, on a thread of libnats.
protocol Receiver: Sendable {
    func receive(_ message: NATSMessage)
}

enum Receivers {
    static let all = Registry<any Receiver>()
}

extension Mailbox: Receiver {
    func receive(_ message: NATSMessage) { put(Letter(number: 0, message: message)) }
}

/// The one inbox of a connection: hands each answer to the mailbox of who asked.
///
/// The subject of an answer is `PREFIX.ASKER.NUMBER`.
final class ReplyRouter: Receiver {
    let prefix: String
    private let mailboxes = Mutex<(last: UInt64, open: [UInt64: Mailbox])>((0, [:]))

    init() {
        // As unguessable as the ids of other clients: 22 digits of base 62.
        let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        prefix = "_INBOX." + String((0..<22).map { _ in digits.randomElement() ?? "0" })
    }

    func receive(_ message: NATSMessage) {
        let parts = message.subject.dropFirst(prefix.count).split(separator: ".")
        guard parts.count == 2, let asker = UInt64(parts[0]), let number = UInt64(parts[1]) else { return }
        mailboxes.withLock { $0.open[asker] }?.put(Letter(number: number, message: message))
    }

    func open(_ mailbox: Mailbox) -> UInt64 {
        mailboxes.withLock { mailboxes in
            mailboxes.last += 1
            mailboxes.open[mailboxes.last] = mailbox
            return mailboxes.last
        }
    }

    func close(_ asker: UInt64) { mailboxes.withLock { _ = $0.open.removeValue(forKey: asker) } }
}

// Called by libnats on a delivery thread. The message is ours to free; the context is a number of Receivers.
func receiveMessage(
    _: OpaquePointer?, _: OpaquePointer?, _ message: OpaquePointer?, _ context: UnsafeMutableRawPointer?
) {
    guard let message = unsafe message, case .success(let library) = NATSLibrary.shared else { return }
    defer { unsafe cnats_message_free(library.table, message) }
    unsafe Receivers.all[UInt(bitPattern: context)]?.receive(NATSMessage(library, message))
}
