internal import Glibc
internal import SystemKit

/// Waiting for a descriptor, and for nothing else.
enum SignalWait {
    /// Waits until one of the descriptors is readable, or the deadline has passed.
    static func untilReadable(_ fileDescriptors: Int32..., until deadline: Deadline? = nil) {
        var descriptors = fileDescriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        // EINTR: the signal came on this thread; its handler made its descriptor readable, and the next call sees it.
        while unsafe poll(&descriptors, nfds_t(descriptors.count), deadline?.pollTimeout ?? -1) < 0 && errno == EINTR {}
    }
}
