import ProcessKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct ProcessRunTests {
    @Test("A command's outputs, exit code and duration come back")
    func outputs() throws {
        try Fixture.with { fixture in
            let result = try run(fixture.shell("printf out; printf err >&2; sleep 0.05; exit 7"))
            #expect(result.ending == .exited(7))
            #expect(!result.isSuccess)
            #expect(result.standardOutput.text == "out")
            #expect(result.standardError.text == "err")
            #expect(result.durationMilliseconds >= 50)
            #expect(result.leftBehind == 0)
        }
    }

    @Test("A command that a signal ended says which")
    func signalled() throws {
        try Fixture.with { fixture in
            let result = try run(fixture.shell("kill -KILL $$"))
            #expect(result.ending == .signalled(.kill))
            #expect(ProcessSignal.kill.description == "SIGKILL")
        }
    }

    @Test("Arguments reach the program as they are: no shell looks at them")
    func arguments() throws {
        try Fixture.with { fixture in
            let odd = ["$HOME", "a b", "*", "", "'\"", "é\n", "-n"]
            let result = try run(fixture.python("import sys; print(sys.argv[1:])", odd))
            #expect(result.standardOutput.text == #"['$HOME', 'a b', '*', '', '\'"', 'é\n', '-n']"# + "\n")
        }
    }

    @Test("The program sees the given environment and the marker, and nothing else")
    func environment() throws {
        try Fixture.with { fixture in
            let result = try run(Command("/usr/bin/env", environment: ["ONE": "1=1", "EMPTY": "", "JARVIS_OPS_STEP": "outer"]))
            let lines = result.standardOutput.text.split(separator: "\n").sorted()
            #expect(lines.count == 3)
            #expect(lines.prefix(2) == ["EMPTY=", "JARVIS_OPS_STEP=\(try #require(lines.dropFirst().first).dropFirst(16))"])
            #expect(lines.dropFirst().first?.hasPrefix("JARVIS_OPS_STEP=outer/") == true)
            #expect(lines.last == "ONE=1=1")
        }
    }

    @Test("It starts in its directory, as leader of its own session, with default signals and three descriptors")
    func surroundings() throws {
        try Fixture.with { fixture in
            let script = """
                import os, signal
                print(os.getcwd() == os.environ["PROCESS_KIT_FIXTURE"])
                print(os.getsid(0) == os.getpid() == os.getpgid(0))
                print(len(signal.pthread_sigmask(signal.SIG_BLOCK, [])))
                status = dict(l.split(":", 1) for l in open("/proc/self/status") if ":" in l)
                print(int(status["SigBlk"], 16))
                fds = os.listdir("/proc/self/fd")
                print(sorted(fd for fd in fds if os.path.exists("/proc/self/fd/" + fd)))
                """
            let result = try run(fixture.python(script))
            #expect(result.standardOutput.text == "True\nTrue\n0\n0\n['0', '1', '2']\n")
            // Python ignores SIGPIPE itself, so another program is asked for what it was given: nothing ignored.
            let ignored = try run(fixture.shell("grep SigIgn /proc/self/status"))
            // 32 and 33 are the C library's own.
            let mask = UInt64(ignored.standardOutput.text.dropFirst(8).dropLast(), radix: 16)
            #expect(mask.map { $0 & ~(0b11 << 31) } == 0)
        }
    }

    @Test("At its deadline a command is ended and what it had written is kept")
    func deadline() throws {
        try Fixture.with { fixture in
            let result = try run(fixture.shell("echo begun; sleep 60"), within: 200)
            #expect(result.ending == .timedOut)
            #expect(result.standardOutput.text == "begun\n")
            #expect(result.durationMilliseconds < 20_000)
            #expect(fixture.survivors == [])
        }
    }

    @Test("A cancellation ends the run in the middle")
    func cancellation() throws {
        try Fixture.with { fixture in
            let cancellation = try Cancellation()
            let running = try start(fixture.shell("echo $$ > pid; echo begun; sleep 60"), cancellation: cancellation)
            #expect(try fixture.await("pid") != "")
            cancellation.cancel()
            let result = try running.value().get()
            #expect(result.ending == .cancelled)
            #expect(result.standardOutput.text == "begun\n")
            #expect(result.durationMilliseconds < 20_000)
            #expect(fixture.survivors == [])
        }
    }

    @Test("Nothing is started after a cancellation or a deadline")
    func notStarted() throws {
        try Fixture.with { fixture in
            let cancellation = try Cancellation()
            cancellation.cancel()
            #expect(try run(fixture.shell("touch here"), cancellation: cancellation).ending == .cancelled)
            #expect(try run(fixture.shell("touch here"), within: 0).ending == .timedOut)
            #expect(!Files.exists(fixture.path("here")))
        }
    }

    @Test("Sixteen runs beside each other overlap")
    func parallel() throws {
        try Fixture.with { fixture in
            let begin = MonotonicTime.now()
            let runs = try (0..<16).map { _ in try start(fixture.shell("sleep 0.3"), cancellation: Cancellation()) }
            let results = try runs.map { try $0.value().get() }
            let elapsed = MonotonicTime.now().milliseconds(since: begin)
            let sum = results.reduce(0) { $0 + $1.durationMilliseconds }
            #expect(results.allSatisfy { $0.isSuccess && $0.durationMilliseconds >= 300 })
            #expect(elapsed < sum / 2)
        }
    }
}
