internal import CSystem
internal import Glibc
internal import Synchronization

/// A flag that is raised once and that a blocking wait can listen to.
///
/// Everything that blocks polls `fileDescriptor` beside its own descriptors, so that a cancellation ends the wait at once
/// and not at the next time-out.
public final class Cancellation: Sendable {
    /// Becomes readable when the flag is raised, and stays so.
    public let fileDescriptor: Int32
    private let raised = Atomic<Bool>(false)

    /// Throws: `SystemError` when the process has no descriptor left.
    public init() throws(SystemError) {
        fileDescriptor = csystem_event_new()
        guard fileDescriptor >= 0 else { throw SystemError("eventfd") }
    }

    deinit { close(fileDescriptor) }

    public func cancel() {
        guard !raised.exchange(true, ordering: .acquiringAndReleasing) else { return }
        csystem_event_raise(fileDescriptor)
    }

    public var isCancelled: Bool { raised.load(ordering: .acquiring) }

    /// Waits until the flag is raised or the deadline has passed; true if it was raised.
    public func wait(until deadline: Deadline) -> Bool {
        while !isCancelled, !deadline.hasPassed {
            var descriptor = pollfd(fd: fileDescriptor, events: Int16(POLLIN), revents: 0)
            _ = unsafe poll(&descriptor, 1, deadline.pollTimeout)
        }
        return isCancelled
    }
}
