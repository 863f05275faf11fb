import Glibc
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// The Docker engine of a drill goes with it, whenever it is stopped.
@Suite(.ownThread, .serialized, .enabled(if: DockerEngine.isExpected)) struct DrillComposeTests {
    @Test(
        "Drills share an engine that is given: each is found by the runbook's names, is healed alone, and leaves only the image")
    func shared() throws {
        try DrillBench.with { bench in
            let script = bench.fixture.path("engine.sh")
            try bench.fixture.write(BuiltInFiles.engine, to: "engine.sh")
            func engine(_ verb: String) throws -> Int32 {
                try ChildProcess(["sh", script, verb, bench.fixture.path("e")], output: bench.fixture.path(verb)).wait(seconds: 120)
            }
            #expect(try engine("start") == 0)
            defer { #expect((try? engine("stop")) == 0) }
            let given = ["DOCKER_HOST": "unix://\(bench.fixture.path("e"))/docker.sock", "TMPDIR": bench.fixture.path("tmp")]
            func drill(_ arguments: [String], _ name: String) throws -> ChildProcess {
                try ChildProcess(
                    [BuiltProgram.path, "drill", "--engine", "compose"] + arguments, output: bench.fixture.path(name), environment: given)
            }
            let healthy = try drill(["healthy"], "healthy")
            try waitUntil("the first drill runs", seconds: 120) { healthy.output.contains("Ctrl-C") || !healthy.isRunning }
            let steps = """
                "$0" diagnose api-unresponsive -q; echo "before $?"
                cd "$JARVIS_HOME" && docker-compose restart api && sed -i s/=latest/=stable/ .env
                "$0" diagnose api-unresponsive -q; echo "after $?"
                "$0" diagnose memory-leak -q; echo "memory $?"
                docker-compose up -d; docker ps --format '{{.Names}} {{.Image}}'
                """
            let down = try drill(
                ["api-down", "--heal-after-starts", "1", "--", "sh", "-c", steps, BuiltProgram.path], "down")
            #expect(try down.wait(seconds: 300) == 0)
            for line in ["before 1", "after 0", "memory 0", "jarvis-api is another name of service api", "is container jarvis-api-"] {
                #expect(down.output.contains(line), "\(line): \(down.output)")
            }
            #expect(down.output.contains(" jarvis-practice:stable"), "\(down.output)")
            #expect(healthy.isRunning, "\(healthy.output)")
            healthy.signal(SIGINT)
            #expect(try healthy.wait(seconds: 120) == 130)
            let left = try ChildProcess(["docker", "ps", "-aq"], output: bench.fixture.path("left"), environment: given)
            #expect(try left.wait() == 0)
            #expect(left.output.isEmpty)
            #expect(try bench.leftovers.isEmpty)
        }
    }

    @Test(
        "A signal while the engine starts, or once all is up, leaves no process, mount or directory",
        arguments: ["e/docker.pid", "e/image", "jarvis", "out"])
    func interrupted(sign: String) throws {
        try DrillBench.with { bench in
            let drill = try ChildProcess(
                [BuiltProgram.path, "drill", "mesh-degraded", "--engine", "compose"], output: bench.fixture.path("out"),
                environment: ["TMPDIR": bench.fixture.path("tmp")])
            try waitUntil("\(sign) is there", seconds: 120) {
                guard drill.isRunning else { return true }
                if sign == "out" { return drill.output.contains("Ctrl-C") }
                return try bench.leftovers.contains { Files.exists(bench.fixture.path("tmp/\($0)/\(sign)")) }
            }
            #expect(drill.isRunning, "\(drill.output)")
            drill.signal(SIGTERM)
            #expect(try drill.wait(seconds: 120) == 128 + SIGTERM)
            let left = try bench.fixture.snapshot().keys.filter { $0.hasPrefix(bench.fixture.path("tmp/")) }.sorted()
            #expect(try bench.leftovers == [], "\(left.prefix(20)) \(drill.output)")
            #expect(try bench.processes == [])
            let mounts = String(decoding: try Files.read("/proc/self/mountinfo"), as: UTF8.self)
            #expect(!mounts.contains(" \(bench.fixture.directory)/"))
        }
    }
}
