internal import Glibc
internal import SystemKit

/// Finds out why a server could not be connected to, by trying once more: libnats does not say.
enum Reachability {
    /// Called on a thread that may block: a name is looked up.
    static func failure(_ server: NATSAddress.Server, deadline: Deadline) -> NATSError {
        // Its pointers stay null: only the number is read.
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(server.host, String(server.port), &hints, &list)
        guard code == 0 else {
            return unsafe NATSError(.unreachable, "the host \(server.host) is not known: \(String(cString: gai_strerror(code)))")
        }
        // Ours to free; nothing of it is kept.
        defer { unsafe freeaddrinfo(list) }
        var last = NATSError(.unreachable, "\(server) cannot be reached")
        var next = unsafe list
        while let entry = unsafe next {
            if let error = unsafe attempt(entry.pointee, server, deadline) { last = error }
            unsafe next = entry.pointee.ai_next
        }
        return last
    }

    /// nil when the connection is made after all.
    private static func attempt(_ entry: addrinfo, _ server: NATSAddress.Server, _ deadline: Deadline) -> NATSError? {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = unsafe socket(entry.ai_family, type, 0)
        guard descriptor >= 0 else { return NATSError(.unreachable, "no socket for \(server): \(SystemError("").reason)") }
        defer { close(descriptor) }
        var reason = unsafe connect(descriptor, entry.ai_addr, entry.ai_addrlen) == 0 ? 0 : errno
        if reason == EINPROGRESS {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            // One descriptor that outlives the call.
            guard unsafe poll(&waiting, 1, deadline.pollTimeout) > 0 else {
                return NATSError(.timedOut, "connecting to \(server) took longer than its deadline allows")
            }
            var size = socklen_t(MemoryLayout<Int32>.size)
            _ = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &reason, &size)
        }
        switch reason {
        case 0: return nil
        case ECONNREFUSED: return NATSError(.refused, "nobody listens on \(server)")
        case ETIMEDOUT: return NATSError(.timedOut, "connecting to \(server) took longer than the system allows")
        default: return NATSError(.unreachable, "\(server): \(SystemError("connect", code: reason).reason)")
        }
    }
}
