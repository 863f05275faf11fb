internal import Glibc

/// TCP ports of 127.0.0.1.
public enum LoopbackPort {
    /// A port that is free at this moment, and is likely to stay so until a server takes it: those from 32768 on the system gives to
    /// whoever asks for any, and to every outgoing connection. Throws: `SystemError`.
    public static func free() throws(SystemError) -> Int {
        for _ in 0..<100 {
            let socket = try open()
            defer { close(socket) }
            let port = UInt16.random(in: 10_000..<32_768)
            var address = loopback(port: port)
            // The two casts are how the C interface takes an address of any family; size and layout are those of sockaddr_in.
            let isFree = unsafe withUnsafeMutablePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            if isFree { return Int(port) }
        }
        throw SystemError("find a free port")
    }

    /// Whether somebody accepts connections there.
    public static func accepts(_ port: Int) -> Bool {
        guard let socket = try? open() else { return false }
        defer { close(socket) }
        var address = loopback(port: UInt16(truncatingIfNeeded: port))
        var own = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isConnected = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe connect(socket, $0, length) == 0 }
        }
        let isKnown = unsafe withUnsafeMutablePointer(to: &own) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(socket, $0, &length) == 0 }
        }
        // A socket may be given the very port it asks for, and then it is connected to itself.
        return isConnected && isKnown && own.sin_port != address.sin_port
    }

    private static func open() throws(SystemError) -> Int32 {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw SystemError("open a socket") }
        return number
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
