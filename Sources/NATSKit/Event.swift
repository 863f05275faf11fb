internal import CNATS
internal import Glibc
internal import SystemKit

/// Something that can be waited for beside a cancellation, raised from any thread as often as needed.
final class Event: Sendable {
    let fileDescriptor: Int32

    /// - Throws: `NATSError` `.unreachable` when the process has no descriptor left.
    init() throws(NATSError) {
        fileDescriptor = cnats_event_new()
        guard fileDescriptor >= 0 else { throw NATSError(.unreachable, SystemError("eventfd").description) }
    }

    deinit { close(fileDescriptor) }

    func raise() { cnats_event_raise(fileDescriptor) }
    func lower() { cnats_event_lower(fileDescriptor) }

    /// Waits until it is raised and leaves it so.
    ///
    /// - Throws: `NATSError` `.timedOut`, `.cancelled`; `doing` names the wait in the sentence.
    func wait(_ deadline: Deadline, _ cancellation: Cancellation, _ doing: @autoclosure () -> String) throws(NATSError) {
        while true {
            if cancellation.isCancelled { throw NATSError(.cancelled, "\(doing()) was cancelled") }
            var descriptors = [
                pollfd(fd: fileDescriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: cancellation.fileDescriptor, events: Int16(POLLIN), revents: 0),
            ]
            // Two descriptors in an array that outlives the call.
            let count = unsafe poll(&descriptors, 2, deadline.pollTimeout)
            if cancellation.isCancelled { throw NATSError(.cancelled, "\(doing()) was cancelled") }
            if count > 0, descriptors[0].revents != 0 { return }
            if deadline.hasPassed { throw NATSError(.timedOut, "\(doing()) took longer than its deadline allows") }
        }
    }
}
