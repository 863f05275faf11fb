import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// The first signal waits for the act in hand and says how long; a second one, later, ends the act.
@Suite(.ownThread) struct InsistingSignalTests {
    private static let signals: [(Int32, Int32)] = [
        (SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129), (SIGQUIT, 143), (SIGUSR1, 143), (SIGUSR2, 143), (SIGALRM, 143),
    ]

    @Test("A second signal, a second after the first, ends a long act and all its processes; how it ended is unknown", arguments: signals)
    func second(signal: Int32, code: Int32) throws {
        try LongActBench.with(LongActBench.endless) { act in
            defer { act.cleanUp() }
            let child = try act.start()
            defer { child.stop() }
            child.signal(signal)
            try waitUntil("it says what it waits for") { child.output.contains("stopping: what is in hand is finished first") }
            #expect(child.output.contains("\(LongActBench.step) is given at most 30 s; another signal"), "\(child.output)")
            #expect(child.isRunning && act.survivors.count == 3)
            // Those within the first second count for nothing.
            try waitUntil("another signal ends it") {
                child.signal(signal)
                return !child.isRunning
            }
            #expect(try child.wait() == code, "\(child.output)")
            #expect(act.survivors == [])
            let run = try #require(try act.bench.runs().first)
            #expect(run.state == .interrupted)
            #expect(try act.bench.lastSteps() == ["\(LongActBench.step) intended", "\(LongActBench.step) unknown"])
            #expect(child.output.contains("runs resume \(run.id)"), "\(child.output)")
            try act.bench.expectWholeJournal()
            try act.bench.expectOnly()
        }
    }

    @Test("After one signal a short act comes to its end, and is done", arguments: signals)
    func short(signal: Int32, code: Int32) throws {
        try LongActBench.with(LongActBench.held) { act in
            defer { act.cleanUp() }
            let child = try act.start()
            defer { child.stop() }
            child.signal(signal)
            try waitUntil("it says that it stops") { child.output.contains("is given at most") }
            #expect(child.isRunning)
            try act.letGo()
            #expect(try child.wait() == code, "\(child.output)")
            #expect(try act.bench.lastSteps() == ["\(LongActBench.step) intended", "\(LongActBench.step) done"])
            #expect(try act.bench.runs().first?.state == .interrupted)
        }
    }

    @Test(
        "With -o json a signal gives one document on standard output, whatever was under way",
        arguments: [
            ["diagnose", "api-unresponsive"], ["triage"], ["doctor"], ["mesh", "smoke"], ["mesh", "flags"], ["list"],
            ["watch", "api-unresponsive", "--for", "10m"], ["escalate", "api-unresponsive", "--dry-run"], ["drill", "healthy"],
            ["mesh", "disable", "all", "--yes"], ["resolve", "api-unresponsive", "--yes"],
        ])
    func oneDocument(arguments: [String]) throws {
        try Fixture.with { fixture in
            let silent = try SilentListener()
            for name in ["jarvis", "jarvis/data"] { try fixture.makeDirectory(name) }
            try fixture.write("A=1\n", to: "jarvis/.env")
            let script = try fixture.write("exec \"$@\" 2>/dev/null", to: "quiet.sh")
            for format in ["json", "jsonl"] {
                let child = try ChildProcess(
                    ["sh", script, Checkout.program] + arguments + ["-o", format, "--timeout", "100s"], output: fixture.path("out"),
                    environment: [
                        "JARVIS_API_URL": "http://127.0.0.1:\(silent.port)", "JARVIS_HOME": fixture.path("jarvis"),
                        "XDG_STATE_HOME": fixture.path("state"), "TMPDIR": fixture.directory,
                    ])
                defer { child.stop() }
                try waitUntil("it listens to signals, or has ended") { SignalsOf.isCaught(SIGTERM, child) || !child.isRunning }
                child.signal(SIGTERM)
                let code = try child.wait()
                // What waits for nobody may be quicker than the signal, and has its own code then.
                if waits(arguments) { #expect(code == 143, "\(child.output)") }
                if format == "json" {
                    let document = try JSONReader().read(child.output)
                    if code == 143, let error = document["error"] {
                        #expect(error["code"]?.text == "interrupted", "\(child.output)")
                        try Schema.check(child.output, "error")
                    }
                } else {
                    #expect(!child.output.isEmpty)
                    for line in child.output.split(separator: "\n") { _ = try JSONReader().read(String(line)) }
                }
            }
        }
    }
}

/// Whether a command asks the server that is silent, or starts something, before it can answer.
private func waits(_ arguments: [String]) -> Bool {
    !["list", "escalate"].contains(arguments.first) && arguments != ["mesh", "flags"] && arguments.prefix(2) != ["mesh", "disable"]
}

/// What a process does with signals, as the system has it.
enum SignalsOf {
    static func isCaught(_ number: Int32, _ child: ChildProcess) -> Bool {
        let status = String(decoding: (try? Files.read("/proc/\(child.processID)/status")) ?? [], as: UTF8.self)
        let mask = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }?.split(separator: "\t").last
        return mask.flatMap { UInt64($0, radix: 16) }.map { $0 & (1 << UInt64(number - 1)) != 0 } ?? false
    }
}
