import Glibc
import SystemKit
import TestSupport
import Testing

/// The Docker engine of a drill goes with it, whenever it is stopped. Skipped, and said so, where no engine can run.
@Suite(.serialized) struct DrillComposeTests {
    static let canRunEngine: Bool = {
        let folders = ["/usr/sbin", "/usr/bin", "/usr/local/bin", "/sbin", "/bin"]
        let missing = ["dockerd", "containerd", "runc", "docker", "docker-compose", "busybox"].filter { tool in
            !folders.contains { Files.isExecutable(Paths.resolve(tool, in: $0)) }
        }
        if getuid() == 0, missing.isEmpty { return true }
        print("NOT TESTED: the drill's Docker engine; it needs root and: \(missing.joined(separator: ", "))")
        return false
    }()

    @Test(
        "A signal while the engine starts, or once all is up, leaves no process, mount or directory", .enabled(if: canRunEngine),
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
            #expect(try bench.leftovers.isEmpty)
            #expect(try bench.processes.isEmpty)
            let mounts = String(decoding: try Files.read("/proc/self/mountinfo"), as: UTF8.self)
            #expect(!mounts.contains(" \(bench.fixture.directory)/"))
        }
    }
}
