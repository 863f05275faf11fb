import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// A change that is stopped by a signal: the act in hand gets to its end, the rest is not begun, and the journal knows.
@Suite(.ownThread) struct ChangeSignalTests {
    private static let signals: [(Int32, Int32)] = [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)]

    @Test("While it asks: nothing was changed", arguments: signals)
    func asked(signal: Int32, code: Int32) throws {
        try ChangeBench.with { bench in
            let run = try TerminalRun(
                ChangeBench.disableAll, in: bench.fixture, environment: bench.environment, [.see("[y/N]"), .signal(signal)])
            #expect(run.code == code, "\(run.shown)")
            #expect(try bench.dotEnv == ChangeBench.both)
            try bench.expectOnly()
        }
    }

    @Test("While it looks, before approval counts and again under the lock: nothing was changed", arguments: [1, 2])
    func looking(request: Int) throws {
        try ChangeBench.with { bench in
            try bench.hold(request)
            let child = try bench.start(ChangeBench.disableAll + ["--yes", "--timeout", "100s"])
            defer { child.stop() }
            try waitUntil("it looks") { bench.isHeld(request) }
            child.signal(SIGTERM)
            #expect(try child.wait() == 143, "\(child.output)")
            #expect(try bench.dotEnv == ChangeBench.both)
            #expect(try bench.lastSteps() == [])
            try bench.expectOnly()
            try bench.expectWholeJournal()
        }
    }

    @Test("While it looks whether memory writes go on: the flag that was written stays, and is recorded", arguments: signals)
    func betweenWrites(signal: Int32, code: Int32) throws {
        try ChangeBench.with { bench in
            let memory = try HeldMemory(bench)
            defer { memory.release() }
            let child = try bench.start(ChangeBench.disableAll + ["--yes", "--timeout", "100s"])
            defer { child.stop() }
            try waitUntil("the first flag is written") { try bench.dotEnv.contains("ATTEST=0") || !child.isRunning }
            child.signal(signal)
            #expect(try child.wait() == code, "\(child.output)")
            #expect(try bench.dotEnv == ChangeBench.both.replacing("ATTEST=1", with: "ATTEST=0"))
            #expect(try bench.lastSteps() == ["mesh/disable.attest intended", "mesh/disable.attest done"])
            #expect(try bench.runs().first?.state == .interrupted)
            memory.release()
            try finish(bench)
        }
    }

    @Test("While it waits for the service to run with it: all is written, the end is not known", arguments: signals)
    func verifying(signal: Int32, code: Int32) throws {
        try ChangeBench.with { bench in
            try bench.hold(ChangeBench.verification)
            let child = try bench.start(ChangeBench.disableAll + ["--yes", "--timeout", "100s", "-o", "json"])
            defer { child.stop() }
            try waitUntil("it verifies") { bench.isHeld(ChangeBench.verification) }
            child.signal(signal)
            #expect(try child.wait() == code, "\(child.output)")
            let document = try JSONReader().read(child.output)
            #expect(document["outcome"]?.text == "interrupted")
            #expect((document["steps"]?.array ?? []).map { $0["state"]?.text } == ["done", "done", "unknown"])
            #expect(try bench.runs().first?.state == .interrupted)
            #expect(try bench.dotEnv == ChangeBench.neither)
            bench.release(ChangeBench.verification)
            try finish(bench)
        }
    }

    @Test("Wherever in its system calls the signal comes, it ends with the signal's code, and nothing is half done")
    func everywhere() throws {
        try Strace.require()
        var points = 0
        var interrupted = 0
        try ChangeBench.with { bench in
            for call in KillEverywhereTests.calls {
                points += try KillPoints.each(of: "signal \(call)") { number in
                    try bench.fixture.write(ChangeBench.both, to: "jarvis/.env")
                    let state = try bench.fixture.makeDirectory("state-\(call)-\(number)")
                    let (signal, code) = Self.signals[number / KillPoints.every % 3]
                    let child = try bench.start(
                        ChangeBench.disableAll + ["--yes"], ["XDG_STATE_HOME": state, "JARVIS_MEMORY_ROOT": "/none"],
                        prefix: Strace.words(call, "signal=\(signal):when=\(number)"))
                    let ended = try child.wait()
                    if ended == 0 { return false }
                    #expect(ended == code, "signal at \(call) \(number): \(child.output)")
                    let text = try bench.dotEnv
                    #expect([ChangeBench.both, ChangeBench.neither, Self.half].contains(text), "signal at \(call) \(number): \(text)")
                    try bench.expectOnly()
                    #expect(try Journal.verify(directory: state + "/jarvis-ops").findings.isEmpty, "signal at \(call) \(number)")
                    let run = try Journal.openForReading(directory: state + "/jarvis-ops", deadline: .generous)?.runs().first
                    // What was written is what the journal says was written.
                    let done = Set(run?.steps.filter { $0.state == "done" }.map(\.id) ?? [])
                    #expect(done.contains("mesh/disable.attest") == (text != ChangeBench.both), "signal at \(call) \(number)")
                    #expect(done.contains("mesh/disable.sync") == (text == ChangeBench.neither), "signal at \(call) \(number)")
                    #expect(run?.state != .running, "signal at \(call) \(number)")
                    interrupted += run?.state == .interrupted ? 1 : 0
                    return ended == code
                }
            }
        }
        print("a signal at \(points) points; \(interrupted) runs were interrupted")
        #expect(points >= KillPoints.least(21))
        #expect(interrupted >= KillPoints.least(1))
    }

    private static let half = ChangeBench.both.replacing("ATTEST=1", with: "ATTEST=0")

    /// What was interrupted is finished.
    private func finish(_ bench: ChangeBench, _ environment: [String: String] = [:], _ location: SourceLocation = #_sourceLocation) throws {
        let resumed = try bench.run(["runs", "resume", "last", "--yes"], environment)
        #expect(resumed.code == 0, "\(resumed.output) \(resumed.errors)", sourceLocation: location)
        #expect(try bench.dotEnv == ChangeBench.neither, sourceLocation: location)
        #expect(try bench.runs().first?.outcome == "done", sourceLocation: location)
        try bench.expectWholeJournal(location)
    }
}
