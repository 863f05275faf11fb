internal import CSQLite
internal import Glibc
internal import SystemKit

/// Ends a running statement at its deadline or cancellation, from a thread beside it.
///
/// SQLite's progress handler would need no thread, but it is not asked inside `integrity_check`: the walk through a whole tree
/// is one instruction there (3.40). `sqlite3_interrupt` is heard everywhere.
final class StatementWatch {
    private let done: Cancellation
    private let thread: BlockingThread<Void>

    /// - Parameter handle: must stay open until `end()` has returned.
    init(_ handle: InterruptHandle, deadline: Deadline, cancellation: Cancellation) throws(SystemError) {
        let done = try Cancellation()
        self.done = done
        thread = try BlockingThread {
            while !done.isCancelled {
                if !cancellation.isCancelled && !deadline.hasPassed {
                    var descriptors = [cancellation, done].map { pollfd(fd: $0.fileDescriptor, events: Int16(POLLIN), revents: 0) }
                    _ = unsafe poll(&descriptors, 2, deadline.pollTimeout)
                    continue
                }
                // Again and again: an interrupt that comes just before the first step is forgotten by SQLite.
                handle.interrupt()
                _ = done.wait(until: .after(milliseconds: 20))
            }
        }
    }

    /// Waits for the thread, so that it never touches a handle that is closed afterwards.
    func end() {
        done.cancel()
        thread.value()
    }
}

/// A connection seen from another thread, good for one thing.
@safe struct InterruptHandle: @unchecked Sendable {
    // sqlite3_interrupt is the one call that is allowed from another thread while the handle is open; StatementWatch has ended by then.
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    func interrupt() { unsafe sqlite3_interrupt(pointer) }
}
