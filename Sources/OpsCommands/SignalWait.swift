internal import Glibc

/// Waiting for a descriptor, and for nothing else.
enum SignalWait {
    static func untilReadable(_ fileDescriptor: Int32) {
        var descriptor = pollfd(fd: fileDescriptor, events: Int16(POLLIN), revents: 0)
        // EINTR: the signal came on this thread; its handler made the descriptor readable, and the next call sees it.
        while unsafe poll(&descriptor, 1, -1) < 0 && errno == EINTR {}
    }
}
