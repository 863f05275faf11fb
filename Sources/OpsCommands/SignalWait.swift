internal import Glibc

/// Waiting for a descriptor, and for nothing else.
enum SignalWait {
    /// Waits until one of the descriptors is readable.
    static func untilReadable(_ fileDescriptors: Int32...) {
        var descriptors = fileDescriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        // EINTR: the signal came on this thread; its handler made its descriptor readable, and the next call sees it.
        while unsafe poll(&descriptors, nfds_t(descriptors.count), -1) < 0 && errno == EINTR {}
    }
}
