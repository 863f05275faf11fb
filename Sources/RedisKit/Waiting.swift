internal import Glibc
internal import SystemKit

enum Waiting {
    /// Waits until a descriptor is ready for `events`.
    ///
    /// - Throws: `RedisError` `.timedOut`, `.cancelled`; `doing` names the wait in the sentence.
    static func until(
        _ descriptor: Int32, _ events: Int16, _ deadline: Deadline, _ cancellation: Cancellation, _ doing: String
    ) throws(RedisError) {
        while true {
            if cancellation.isCancelled { throw RedisError(.cancelled, "\(doing) was cancelled") }
            var descriptors = [
                pollfd(fd: descriptor, events: events, revents: 0),
                pollfd(fd: cancellation.fileDescriptor, events: Int16(POLLIN), revents: 0),
            ]
            // Two descriptors in an array that outlives the call.
            let count = unsafe poll(&descriptors, 2, deadline.pollTimeout)
            if cancellation.isCancelled { throw RedisError(.cancelled, "\(doing) was cancelled") }
            if count > 0, descriptors[0].revents != 0 { return }
            if deadline.hasPassed { throw RedisError(.timedOut, "\(doing) took longer than its deadline allows") }
        }
    }
}
