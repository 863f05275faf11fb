internal import CSystem

/// Who listens on a port of this machine.
public enum PortListener {
    /// The process that listens on a TCP port: the port's socket, then the process that holds it open. nil where nobody does, or it
    /// is another user's and cannot be looked into.
    public static func processID(port: Int) -> Int32? {
        let sockets = Set((asked(port) ?? tables(port)).map { "socket:[\($0)]" })
        guard !sockets.isEmpty else { return nil }
        for entry in (try? Files.list("/proc")) ?? [] {
            guard let processID = Int32(entry), let descriptors = try? Files.list("/proc/\(entry)/fd") else { continue }
            for descriptor in descriptors {
                if let target = Files.linkTarget("/proc/\(entry)/fd/\(descriptor)"), sockets.contains(target) { return processID }
            }
        }
        return nil
    }

    /// The inodes of the sockets that listen on the port, from the kernel itself; nil where it does not tell.
    static func asked(_ port: Int) -> [Int]? {
        guard let port = UInt16(exactly: port) else { return [] }
        var inodes = [UInt32](repeating: 0, count: 64)
        // The callee writes so many numbers at most, and keeps nothing.
        let count = unsafe inodes.withUnsafeMutableBufferPointer { unsafe csystem_listeners(port, $0.baseAddress, $0.count) }
        return count < 0 ? nil : inodes.prefix(Int(count)).map(Int.init)
    }

    /// The same as /proc tells it (proc(5)). The kernel walks through the table of all connections for that, 15 ms each time.
    static func tables(_ port: Int) -> [Int] {
        ["/proc/net/tcp", "/proc/net/tcp6"].flatMap { inodes((try? Files.read($0, limit: 64 << 20)) ?? [], port: port) }
    }

    /// The inodes of the sockets that listen on the port. A busy machine's table has a line for each of its thousands of connections,
    /// so lines are looked at as bytes, and only those of the port are taken apart.
    ///
    /// - Parameter table: what stands in /proc/net/tcp: number, local address, remote address, state (0A is listening), …, inode as
    ///   the tenth.
    static func inodes(_ table: [UInt8], port: Int) -> [Int] {
        let digits = String(port, radix: 16, uppercase: true)
        let end = Array((":" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits).utf8)
        return table.split(separator: UInt8(ascii: "\n")).dropFirst().compactMap { line in
            let start = line.split(separator: UInt8(ascii: " "), maxSplits: 4)
            guard start.count > 4, start[3].elementsEqual("0A".utf8), start[1].suffix(end.count).elementsEqual(end) else { return nil }
            let rest = start[4].split(separator: UInt8(ascii: " "))
            return rest.count > 5 ? Int(String(decoding: rest[5], as: UTF8.self)) : nil
        }
    }
}
