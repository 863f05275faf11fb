internal import Synchronization
internal import SystemKit

/// A message with the number that its asker gave the question (0 where nothing was asked).
struct Letter: Sendable {
    let number: UInt64
    let message: NATSMessage
}

/// Where the library's threads leave messages, and one of ours waits for them.
final class Mailbox: Sendable {
    /// Bytes of bodies that are kept; who does not come to take them gets an error instead of a full memory.
    static let limit = 64 << 20

    private struct State {
        var letters: [Letter] = []
        var bytes = 0
        var end: NATSError?
    }

    private let state = Mutex(State())
    private let event: Event

    init() throws(NATSError) { event = try Event() }

    func put(_ letter: Letter) {
        state.withLock { state in
            guard state.end == nil else { return }
            state.letters.append(letter)
            state.bytes += letter.message.body.count
            if state.bytes > Mailbox.limit {
                state.end = NATSError(.rejected, "messages came faster than they were taken: \(Mailbox.limit >> 20) MiB wait")
            }
            event.raise()
        }
    }

    /// Nothing comes any more; what is there can still be taken.
    func end(_ error: NATSError) {
        state.withLock { state in
            state.end = state.end ?? error
            event.raise()
        }
    }

    /// Lets a waiting `take` return, with nothing if there is nothing.
    func nudge() { event.raise() }

    /// Waits for letters or a nudge and takes all that are there.
    ///
    /// - Throws: `NATSError` `.timedOut`, `.cancelled`, or the one of `end` once everything was taken.
    func take(_ deadline: Deadline, _ cancellation: Cancellation, _ doing: @autoclosure () -> String) throws(NATSError) -> [Letter] {
        try event.wait(deadline, cancellation, doing())
        return try takeWithoutWaiting()
    }

    func takeWithoutWaiting() throws(NATSError) -> [Letter] {
        try state.withLock { state throws(NATSError) in
            if let end = state.end {
                // The event stays raised: every later wait ends at once.
                guard !state.letters.isEmpty else { throw end }
            } else {
                event.lower()
            }
            defer { state.letters = [] }
            state.bytes = 0
            return state.letters
        }
    }
}
