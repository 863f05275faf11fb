internal import Glibc
internal import SystemKit

/// A socket address as the bytes that `connect` takes.
struct SocketAddress: Sendable {
    let family: Int32
    let bytes: [UInt8]

    /// The address of a Unix socket; `path` has at most 107 bytes.
    static func unixSocket(_ path: String) -> SocketAddress {
        // sockaddr_un is the family in two bytes, then the path and a NUL.
        let family = UInt16(AF_UNIX)
        let bytes = [UInt8(truncatingIfNeeded: family), UInt8(truncatingIfNeeded: family >> 8)] + Array(path.utf8) + [0]
        return SocketAddress(family: AF_UNIX, bytes: bytes)
    }
}

enum NameLookup {
    /// The addresses of a host, in the order the system prefers.
    ///
    /// `getaddrinfo` cannot be interrupted, so it gets a thread that is left behind at the deadline.
    static func addresses(
        host: String, port: Int, deadline: Deadline, cancellation: Cancellation
    ) throws(RedisError) -> [SocketAddress] {
        let numeric = lookUp(host: host, port: port, flags: AI_NUMERICHOST)
        if !numeric.addresses.isEmpty { return numeric.addresses }
        let thread: BlockingThread<(addresses: [SocketAddress], reason: String)>
        do { thread = try BlockingThread { lookUp(host: host, port: port, flags: AI_ADDRCONFIG) } } catch {
            throw RedisError(.unreachable, error.description)
        }
        try Waiting.until(thread.fileDescriptor, Int16(POLLIN), deadline, cancellation, "looking up \(host)")
        let found = thread.value()
        guard !found.addresses.isEmpty else { throw RedisError(.unknownHost, "the host \(host) is not known: \(found.reason)") }
        return found.addresses
    }
}

private func lookUp(host: String, port: Int, flags: Int32) -> (addresses: [SocketAddress], reason: String) {
    // Its pointers stay null: only the two numbers are read.
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = flags | AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    let code = unsafe getaddrinfo(host, String(port), &hints, &list)
    guard code == 0 else { return unsafe ([], String(cString: gai_strerror(code))) }
    // Ours to free; everything kept is copied out of it.
    defer { unsafe freeaddrinfo(list) }
    var result: [SocketAddress] = []
    var next = unsafe list
    while let entry = unsafe next {
        if let address = unsafe entry.pointee.ai_addr {
            let bytes = unsafe Array(UnsafeRawBufferPointer(start: address, count: Int(entry.pointee.ai_addrlen)))
            result.append(SocketAddress(family: unsafe entry.pointee.ai_family, bytes: bytes))
        }
        unsafe next = entry.pointee.ai_next
    }
    return (result, "")
}
