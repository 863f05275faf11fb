import Glibc
import ProcessKit
import SystemKit
import TestSupport
import Testing

/// Zombies: ours are reaped, strangers' are left to those who wait for them.
@Suite(.ownThread) struct OrphanTests {
    /// The children of this process, zombies among them.
    private func children() throws -> Set<Int32> {
        var result: Set<Int32> = []
        for name in try Files.list("/proc") {
            guard let pid = Int32(name), let stat = try? Files.read("/proc/\(pid)/stat"), let end = stat.lastIndex(of: UInt8(ascii: ")"))
            else { continue }
            let fields = stat[end...].split(separator: UInt8(ascii: " "))
            if String(decoding: fields[2], as: UTF8.self) == "\(getpid())" { result.insert(pid) }
        }
        return result
    }

    @Test("An orphan that ended before its command did, in a session of its own, leaves no zombie")
    func zombie() throws {
        try Fixture.with { fixture in
            let result = try run(fixture.shell("(setsid sh -c 'echo $$ > gone' &); while ! [ -s gone ]; do sleep 0.01; done; sleep 0.1"))
            #expect(result.ending == .exited(0))
            let pid = try #require(Int32(try fixture.await("gone")))
            // A neighbour that is just being started puts the reaping off to the next run.
            for _ in 0..<100 where try children().contains(pid) { _ = try run(Command("true", environment: fixture.environment)) }
            #expect(try !children().contains(pid))
        }
    }

    @Test("A child that other code of the program started is left to that code")
    func stranger() throws {
        try Fixture.with { fixture in
            var pid: pid_t = 0
            var arguments = (["sh", "-c", "exit 9"] as [String]).map { strdup($0) } + [nil]
            defer { for argument in arguments { free(argument) } }
            let started = posix_spawn(&pid, "/bin/sh", nil, nil, &arguments, nil)
            #expect(started == 0)
            #expect(try run(fixture.shell("sleep 60 & sleep 60"), within: 200).ending == .timedOut)
            for _ in 0..<10 { _ = try run(Command("true", environment: fixture.environment)) }
            var status: Int32 = 0
            #expect(waitpid(pid, &status, 0) == pid)
            #expect(status == 9 << 8)
        }
    }

    @Test("Many processes at once are ended to the last, more than there are handles for")
    func many() throws {
        try Fixture.with { fixture in
            // All of them have left the group before the command says so.
            let script = """
                i=0; while [ $i -lt 300 ]; do setsid sh -c 'echo >> n; exec sleep 60' & i=$((i+1)); done
                while [ $(wc -l < n) -lt 300 ]; do sleep 0.05; done; echo ready > up; wait
                """
            let cancellation = try Cancellation()
            let running = try start(fixture.shell(script), cancellation: cancellation)
            #expect(try fixture.await("up") == "ready")
            cancellation.cancel()
            let result = try running.value().get()
            #expect(result.ending == .cancelled)
            #expect(result.leftBehind >= 300)
            #expect(fixture.survivors == [])
        }
    }
}
