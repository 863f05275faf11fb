internal import Glibc
internal import SystemKit

/// A connected stream socket that never blocks beyond its deadline.
///
/// hiredis has sockets of its own, but its `write` raises SIGPIPE, its `connect` looks names up without a deadline, and
/// neither listens to a cancellation. Its protocol code is used without them.
struct Socket: ~Copyable {
    private let descriptor: Int32
    private let name: String

    /// Connects to the first address that accepts.
    ///
    /// - Parameter name: the address as shown in messages.
    init(_ addresses: [SocketAddress], name: String, deadline: Deadline, cancellation: Cancellation) throws(RedisError) {
        var last = RedisError(.unreachable, "\(name) has no address")
        for address in addresses {
            do {
                descriptor = try connected(to: address, name: name, deadline: deadline, cancellation: cancellation)
                self.name = name
                return
            } catch {
                guard error.kind == .refused || error.kind == .unreachable else { throw error }
                last = error
            }
        }
        throw last
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8], deadline: Deadline, cancellation: Cancellation) throws(RedisError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count > 0 { rest = rest.dropFirst(count) } else { try waitOrThrow(Int16(POLLOUT), deadline, cancellation) }
        }
    }

    /// Some bytes, at least one.
    func receive(deadline: Deadline, cancellation: Cancellation) throws(RedisError) -> ArraySlice<UInt8> {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
            if count > 0 { return chunk[..<count] }
            guard count != 0 else { throw RedisError(.closed, "\(name) closed the connection") }
            try waitOrThrow(Int16(POLLIN), deadline, cancellation)
        }
    }

    /// After a call that returned -1.
    private func waitOrThrow(_ events: Int16, _ deadline: Deadline, _ cancellation: Cancellation) throws(RedisError) {
        switch errno {
        case EINTR: return
        case EAGAIN: try Waiting.until(descriptor, events, deadline, cancellation, "the answer of \(name)")
        default: throw RedisError(.closed, "the connection to \(name) broke: \(SystemError("").reason)")
        }
    }
}

/// Returns: a descriptor that the caller closes.
private func connected(
    to address: SocketAddress, name: String, deadline: Deadline, cancellation: Cancellation
) throws(RedisError) -> Int32 {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(address.family, type, 0)
    guard descriptor >= 0 else { throw RedisError(.unreachable, "no socket for \(name): \(SystemError("").reason)") }
    do {
        try connect(descriptor, address, name, deadline, cancellation)
        return descriptor
    } catch {
        close(descriptor)
        throw error
    }
}

private func connect(
    _ descriptor: Int32, _ address: SocketAddress, _ name: String, _ deadline: Deadline, _ cancellation: Cancellation
) throws(RedisError) {
    while true {
        // The bytes are a whole sockaddr of the family, as the system or SocketAddress laid them out.
        let result = unsafe address.bytes.withUnsafeBytes { buffer -> Int32 in
            guard let start = unsafe buffer.bindMemory(to: sockaddr.self).baseAddress else { return -1 }
            return unsafe Glibc.connect(descriptor, start, socklen_t(buffer.count))
        }
        if result == 0 { return }
        switch errno {
        case EINTR, EINPROGRESS: break
        case EAGAIN:
            // A Unix socket whose queue is full does not report when there is room.
            if cancellation.wait(until: deadline.orEarlier(.after(milliseconds: 10))) || deadline.hasPassed {
                let kind: RedisError.Kind = cancellation.isCancelled ? .cancelled : .timedOut
                throw RedisError(kind, "connecting to \(name) \(cancellation.isCancelled ? "was cancelled" : "took too long")")
            }
            continue
        default: throw failure(errno, name)
        }
        try Waiting.until(descriptor, Int16(POLLOUT), deadline, cancellation, "connecting to \(name)")
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        _ = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
        guard code == 0 else { throw failure(code, name) }
        return
    }
}

private func failure(_ code: Int32, _ name: String) -> RedisError {
    switch code {
    // A Unix socket's file that is not there means the same as a port that nobody listens on.
    case ECONNREFUSED, ENOENT: RedisError(.refused, "nobody listens on \(name)")
    case ECONNRESET: RedisError(.closed, "\(name) closed the connection")
    case ETIMEDOUT: RedisError(.timedOut, "connecting to \(name) took longer than the system allows")
    default: RedisError(.unreachable, "\(name): \(SystemError("connect", code: code).reason)")
    }
}
