import SystemKit
import TestSupport
import Testing

/// Stopped by a signal: everything that was started is gone, and the exit code says which signal it was.
@Suite(.ownThread) struct SignalTests {
    @Test("A diagnosis that waits on a hanging service ends at once", arguments: [(2, 130), (15, 143), (1, 129)] as [(Int32, Int32)])
    func diagnose(signal: Int32, code: Int32) throws {
        try Fixture.with { fixture in
            let silent = try SilentListener()
            let child = try ChildProcess(
                [Checkout.program, "diagnose", "api-unresponsive", "-C", fixture.directory, "--timeout", "100s"],
                output: fixture.path("out"),
                environment: ["JARVIS_API_URL": "http://127.0.0.1:\(silent.port)"])
            defer { child.stop() }
            // The other probes have ended, so the run is under way and waits for the service alone.
            try waitUntil("the first probe has ended") { child.output.contains("diagnosis.1") }
            child.signal(signal)
            #expect(try child.wait() == code)
        }
    }

    @Test("A drill that is stopped leaves no process and no directory", arguments: [(2, 130), (15, 143)] as [(Int32, Int32)])
    func drill(signal: Int32, code: Int32) throws {
        try Fixture.with { fixture in
            let child = try ChildProcess(
                [Checkout.program, "drill", "healthy"], output: fixture.path("out"), environment: ["TMPDIR": fixture.directory])
            defer { child.stop() }
            try waitUntil("the practice Jarvis runs") { child.output.contains("JARVIS_API_URL=") }
            let line = try #require(child.output.split(separator: "\n").first { $0.contains("JARVIS_API_URL=") })
            let port = try #require(Int(line.split(separator: ":").last ?? ""))
            #expect(LoopbackPort.accepts(port))
            child.signal(signal)
            #expect(try child.wait() == code)
            #expect(!LoopbackPort.accepts(port))
            #expect(try Files.list(fixture.directory) == ["out"])
        }
    }
}
