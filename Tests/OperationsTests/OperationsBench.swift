import Configuration
import Execution
import Glibc
import JSONKit
import Operations
import Planning
import SystemKit
import TestSupport

/// A Jarvis directory of files, and the operations against it.
struct OperationsBench {
    let fixture: Fixture
    var environment: [String: String]

    static func with<Result>(_ dotEnv: String? = nil, _ body: (OperationsBench) throws -> Result) throws -> Result {
        try Fixture.with { fixture in
            try fixture.makeDirectory("jarvis")
            try fixture.makeDirectory("bin")
            try fixture.makeDirectory("tmp")
            if let dotEnv { try fixture.write(dotEnv, to: "jarvis/.env", mode: 0o640) }
            // The stand-ins alone: no program of this machine is found by name but the shell's own tools.
            let environment = ["PATH": fixture.path("bin"), "TMPDIR": fixture.path("tmp")]
            return try body(OperationsBench(fixture: fixture, environment: environment))
        }
    }

    var directory: String { fixture.path("jarvis") }
    var path: String { directory + "/.env" }
    var text: String { get throws { String(decoding: try Files.read(path), as: UTF8.self) } }

    /// The configuration is read afresh, as each command does.
    var operations: LiveOperations {
        var inputs = Configuration.Inputs()
        inputs.runbookService = "jarvis-api"
        return LiveOperations(
            configuration: Configuration(environment: environment, workingDirectory: directory, inputs: inputs), environment: environment)
    }

    func limits(milliseconds: Double = 60_000) throws -> ProbeLimits {
        ProbeLimits(timeoutMilliseconds: milliseconds, cancellation: try Cancellation())
    }

    func set(_ name: String, _ value: String?) throws -> OperationResult {
        operations.perform(.setVariable(name: name, value: value), limits: try limits())
    }

    /// A program on the PATH that notes its arguments and environment and then does as the test says.
    func standIn(_ name: String, _ script: String) throws {
        try fixture.write(
            """
            #!/bin/sh
            PATH=/usr/bin:/bin
            printf '%s\\n' "$*" >> '\(fixture.path("calls"))'
            env > '\(fixture.path("environment"))'
            \(script)
            """, to: "bin/\(name)", mode: 0o755)
    }

    var calls: [String] {
        get throws { String(decoding: try Files.read(fixture.path("calls")), as: UTF8.self).split(separator: "\n").map(String.init) }
    }

    /// Mode, owner and group.
    func status() throws -> (mode: UInt32, owner: UInt32, group: UInt32) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw SystemError("stat", path) }
        return (status.st_mode & 0o7777, status.st_uid, status.st_gid)
    }
}
