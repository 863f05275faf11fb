import Glibc
import TestSupport
import Testing

@testable import SystemKit

@Suite(.ownThread) struct PortListenerTests {
    /// Two lines of proc(5), a connection of the same port, and what a busy moment may cut off.
    private static let table = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0
           1: 0100007F:1F90 0100007F:D2A8 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000000000000000 20 4 30 10 -1
           2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0000000000000000 100 0 0 10 0
           3: 0100007F:1F90 00000000:0000 0A 00000000
        """

    @Test(
        "Whoever listens on that port, and nobody who is only connected", arguments: [(8080, [4711]), (80, [4713]), (5000, []), (0x90, [])])
    func lines(port: Int, inodes: [Int]) {
        #expect(PortListener.inodes(Array(Self.table.utf8), port: port) == inodes)
    }

    @Test(
        "The process of a real port, until it is closed; the kernel and its tables say the same of it, and a connection is none",
        arguments: ["False", "socket.has_dualstack_ipv6()"])
    func real(isIPv6: String) throws {
        try Fixture.with { fixture in
            let server = try PythonServer(
                """
                import socket, time
                s = socket.create_server(("::", 0), family=socket.AF_INET6) if \(isIPv6) else socket.create_server(("127.0.0.1", 0))
                c = socket.create_connection(("127.0.0.1", s.getsockname()[1])) if s.family == socket.AF_INET else None
                print("ready", s.getsockname()[1])
                time.sleep(600)
                """, in: fixture)
            #expect(PortListener.processID(port: server.port) == server.process.processID)
            #expect(PortListener.tables(server.port).count == 1)
            #expect(PortListener.asked(server.port).map { $0 == PortListener.tables(server.port) } != false)
            server.process.stop()
            #expect(PortListener.processID(port: server.port) == nil)
        }
    }
}
