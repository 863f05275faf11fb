import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// A practice Jarvis of processes, without an engine, and the program run against it: with a real Redis, a real database, a service that
/// tells of its providers.
struct LocalDrill {
    let fixture: Fixture
    let practice: any PracticeJarvis

    static func with(_ settings: PracticeSettings, _ body: (LocalDrill) throws -> Void) throws {
        try DrillBench.with { bench in
            let practice = try Practice.start(settings, in: bench.world)
            defer { practice.stop() }
            try bench.fixture.makeDirectory("state")
            try body(LocalDrill(fixture: bench.fixture, practice: practice))
        }
    }

    var home: String { practice.variables["JARVIS_HOME"] ?? "" }
    var environment: [String: String] { practice.variables.merging(["XDG_STATE_HOME": fixture.path("state")]) { $1 } }

    func run(_ arguments: [String]) throws -> Run { try Run(arguments, environment: environment, directory: home) }

    func atTerminal(_ arguments: [String], _ acts: [TerminalRun.Act], size: (rows: Int, columns: Int)? = nil) throws -> TerminalRun {
        try TerminalRun(arguments, in: fixture, environment: environment, acts, seconds: 120, size: size)
    }

    @discardableResult
    func redis(_ words: [String]) throws -> String {
        let port = environment["JARVIS_OPS_REDIS_URL"]?.split(separator: ":").last?.split(separator: "/").first.map(String.init) ?? ""
        let child = try ChildProcess(
            ["redis-cli", "-p", port] + words, output: fixture.path("redis-\(UInt32.random(in: 0...UInt32.max))"), environment: environment)
        guard try child.wait() == 0 else { throw TestSupportError("redis-cli: \(child.output)") }
        return child.output
    }

    func keys() throws -> [String] { try redis(["--scan"]).split(separator: "\n").map(String.init).sorted() }

    func file(_ path: String) throws -> String { String(decoding: try Files.read(home + "/" + path), as: UTF8.self) }
}

extension Fixture {
    /// A stand-in for docker that has every image and knows of no engine, in a folder to stand first in PATH.
    func imageStandIn() throws -> String {
        let folder = try makeDirectory("images")
        try write(
            """
            #!/bin/sh
            [ "$1 $2" = "image inspect" ] && exit 0
            echo "Cannot connect to the Docker daemon at unix:///nowhere. Is the docker daemon running?" >&2
            exit 1

            """, to: "images/docker", mode: 0o755)
        return folder
    }
}
