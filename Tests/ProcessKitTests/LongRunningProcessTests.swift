import Glibc
import ProcessKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct LongRunningProcessTests {
    private func eventually(_ condition: () -> Bool) throws -> Bool {
        let deadline = Deadline.after(milliseconds: 20_000)
        let never = try Cancellation()
        while !condition(), !deadline.hasPassed { _ = never.wait(until: .after(milliseconds: 10)) }
        return condition()
    }

    @Test("A server runs until it is stopped, and what it writes can be read meanwhile")
    func server() throws {
        try Fixture.with { fixture in
            let script = """
                from http.server import HTTPServer, BaseHTTPRequestHandler
                server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
                print("port", server.server_port, flush=True)
                server.serve_forever()
                """
            let server = try LongRunningProcess(fixture.python(script))
            #expect(try eventually { server.standardOutput.text.hasPrefix("port ") })
            #expect(server.isRunning && isAlive(server.pid))
            #expect(server.stop() == .cancelled)
            #expect(!server.isRunning && !isAlive(server.pid))
            #expect(server.stop() == .cancelled)
            #expect(fixture.survivors == [])
        }
    }

    @Test("A server writes to a file, and its workers go with it")
    func file() throws {
        try Fixture.with { fixture in
            let command = fixture.shell("sleep 60 & setsid sleep 60 & echo ready; echo bad >&2; wait")
            let server = try LongRunningProcess(command, output: .file(fixture.path("log")))
            #expect(try eventually { (try? Files.read(fixture.path("log")))?.count == 10 })
            #expect(server.standardOutput == .empty)
            server.stop()
            #expect(fixture.survivors == [])
            #expect(try fixture.await("log") == "ready\nbad")
        }
    }

    @Test("A server that ends by itself says how")
    func ends() throws {
        try Fixture.with { fixture in
            let server = try LongRunningProcess(fixture.shell("cat; exit 5", input: Array("hello".utf8)))
            #expect(try eventually { !server.isRunning })
            #expect(server.stop() == .exited(5))
            #expect(server.standardOutput.text == "hello")
        }
    }

    @Test("A server that nobody holds any more is killed")
    func forgotten() throws {
        try Fixture.with { fixture in
            let pid = try LongRunningProcess(fixture.shell("trap '' TERM; sleep 60 & wait; sleep 60")).pid
            #expect(!isAlive(pid))
            #expect(fixture.survivors == [])
        }
    }

    @Test("A run beside a server leaves it alone")
    func beside() throws {
        try Fixture.with { fixture in
            let server = try LongRunningProcess(fixture.shell("exec sleep 60"))
            defer { server.stop() }
            #expect(try run(fixture.shell("sleep 60 & sleep 60"), within: 100).ending == .timedOut)
            #expect(server.isRunning)
        }
    }

    @Test("A server that cannot be started throws")
    func missing() throws {
        #expect(throws: ProcessError.executableNotFound("no-such-server")) { try LongRunningProcess(Command("no-such-server")) }
    }
}
