import Glibc
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// The program itself, as a responder runs it.
@Suite(.ownThread) struct DrillCommandTests {
    private func start(_ arguments: [String], _ bench: DrillBench, _ environment: [String: String] = [:]) throws -> ChildProcess {
        try ChildProcess(
            [BuiltProgram.path, "drill"] + arguments, output: bench.fixture.path("out"),
            environment: environment.merging(["TMPDIR": bench.fixture.path("tmp")]) { $1 })
    }

    @Test("Without a command it says how to look at it, and a signal ends it and all of it", arguments: [SIGINT, SIGTERM, SIGHUP])
    func signals(number: Int32) throws {
        try DrillBench.with { bench in
            let drill = try start(["slow"], bench)
            try waitUntil("the drill runs") { drill.output.contains("Ctrl-C") || !drill.isRunning }
            #expect(drill.output.contains("confirm high-latency"))
            #expect(drill.output.contains("  export JARVIS_HOME=\(bench.fixture.path("tmp"))/"))
            #expect(drill.output.contains("  jarvis-ops diagnose high-latency\n"))
            // To the program alone: its children are in sessions of their own.
            drill.signal(number)
            #expect(try drill.wait() == 128 + number)
            #expect(try bench.leftovers.isEmpty)
            #expect(try bench.processes.isEmpty)
        }
    }

    @Test("A signal ends the NATS server of a mesh drill too")
    func meshSignal() throws {
        try DrillBench.with { bench in
            let drill = try start(["mesh-backlog"], bench)
            try waitUntil("the drill runs") { drill.output.contains("Ctrl-C") || !drill.isRunning }
            #expect(try bench.processes.count == 4)
            drill.signal(SIGINT)
            #expect(try drill.wait() == 130)
            #expect(try bench.leftovers.isEmpty)
            #expect(try bench.processes.isEmpty)
        }
    }

    @Test("A signal at any moment of the start takes everything away again", arguments: [0, 40, 80, 160, 320, 640])
    func earlySignal(milliseconds: Double) throws {
        try DrillBench.with { bench in
            let drill = try start([], bench)
            // Not a wait for a condition: each moment is as good as another, and what must hold holds at all of them.
            try waitUntil("its directory is there") { try !bench.leftovers.isEmpty || !drill.isRunning }
            _ = try Cancellation().wait(until: .after(milliseconds: milliseconds))
            drill.signal(SIGTERM)
            #expect(try drill.wait() == 128 + SIGTERM)
            #expect(try bench.leftovers.isEmpty)
            #expect(try bench.processes.isEmpty)
        }
    }

    @Test("The exit code is the command's own", arguments: [("exit 7", 7), ("kill -KILL $$", 137), ("true", 0)])
    func commandCode(script: String, code: Int32) throws {
        try DrillBench.with { bench in
            let drill = try start(["--", "sh", "-c", script], bench)
            #expect(try drill.wait() == code)
            #expect(try bench.leftovers.isEmpty)
            #expect(try bench.processes.isEmpty)
        }
    }

    @Test("The command gets the practice's variables and not those of a real Jarvis")
    func commandEnvironment() throws {
        try DrillBench.with { bench in
            let script = "echo home=$JARVIS_HOME outbox=$JARVIS_MESH_OUTBOX_PATH database=$DATABASE_URL docker=$DOCKER_HOST"
            let real = ["JARVIS_MESH_OUTBOX_PATH": "/real", "DATABASE_URL": "sqlite:////real.db", "DOCKER_HOST": "unix:///real.sock"]
            let drill = try start(["--", "sh", "-c", script], bench, real)
            #expect(try drill.wait() == 0)
            #expect(drill.output.contains("home=\(bench.fixture.path("tmp"))/"))
            #expect(drill.output.contains(" outbox= database= docker=unix://\(bench.fixture.path("tmp"))/"))
        }
    }

    @Test("A signal ends the command too, with all it started")
    func signalWithCommand() throws {
        try DrillBench.with { bench in
            let drill = try start(["--", "sh", "-c", "sleep 1000 & echo begun; wait"], bench)
            try waitUntil("the command runs") { drill.output.contains("begun") || !drill.isRunning }
            drill.signal(SIGINT)
            #expect(try drill.wait() == 130)
            #expect(try bench.leftovers.isEmpty)
            #expect(try bench.processes.isEmpty)
        }
    }

    @Test("jarvis-ops as the command is this very program, and sees the practice Jarvis")
    func itself() throws {
        try DrillBench.with { bench in
            let drill = try start(["api-down", "--", "jarvis-ops", "doctor", "-o", "json"], bench)
            _ = try drill.wait()
            #expect(drill.output.contains("JARVIS_API_URL in the environment"))
            #expect(drill.output.contains(bench.fixture.path("tmp")))
        }
    }

    @Test(
        "Misuse is refused before anything is started",
        arguments: [
            (["slwo"], "slow"), (["--fault-share", "0.5"], "slow"), (["slow", "--fault-share", "2"], "between 0 and 1"),
            (["api-down", "--heal-after-starts=-1"], "0 or more"), (["rate-limited", "--heal-after-starts", "1"], "rate-limited is not"),
            (["rate-limited", "--rate-limit-ttl", "0"], "--rate-limit-ttl"), (["--fault-size=-1"], "--fault-size"),
            (["--engine", "compose", "--shape", "runbook"], "--engine local"),
        ])
    func misuse(arguments: [String], words: String) throws {
        try DrillBench.with { bench in
            let drill = try start(arguments, bench)
            #expect(try drill.wait() == 64)
            #expect(drill.output.contains(words))
            #expect(try bench.leftovers.isEmpty)
        }
    }

    @Test("The scenarios are listed, each with its incident")
    func list() throws {
        try DrillBench.with { bench in
            let drill = try start(["--list"], bench)
            #expect(try drill.wait() == 0)
            for scenario in Scenario.allCases {
                let line = drill.output.split(separator: "\n").first { $0.hasPrefix(scenario.rawValue + " ") }
                #expect(line?.contains(scenario.incident ?? "nothing is wrong") == true)
            }
        }
    }
}
