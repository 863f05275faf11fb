internal import Glibc
public import SystemKit

/// Ports of 127.0.0.1 for tests.
public enum FreePort {
    /// A port that nobody listened on a moment ago. Someone else may take it: a server should rather bind port 0 itself
    /// and say what it got; where it cannot, try again with another port.
    public static func find() throws(SystemError) -> Int { try LoopbackPort.free() }
}

/// A port that answers nothing.
public final class SilentListener: Sendable {
    public let port: Int
    private let descriptor: Int32
    private let fillers: [Int32]

    /// - Parameter full: false: connections are made by the system, but nobody reads them.
    ///   True: the queue is full as well, so that a new connection is never made.
    public init(full: Bool = false) throws(SystemError) {
        (descriptor, port) = try boundSocket()
        guard listen(descriptor, full ? 0 : 64) == 0 else { throw SystemError("listen") }
        var fillers: [Int32] = []
        // A queue of length 0 holds one connection; a few more make sure on every kernel.
        for _ in 0..<(full ? 4 : 0) {
            let filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            _ = withAddress(port: port) { connect(filler, $0, $1) }
            fillers.append(filler)
        }
        self.fillers = fillers
    }

    deinit {
        for filler in fillers { close(filler) }
        close(descriptor)
    }
}

private func withAddress<Result>(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
}

private func boundSocket() throws(SystemError) -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw SystemError("socket") }
    guard withAddress(port: 0, { bind(descriptor, $0, $1) }) == 0 else { throw SystemError("bind") }
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
    }
    guard code == 0 else { throw SystemError("getsockname") }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
}
