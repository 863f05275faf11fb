import Glibc
import HTTPKit
import SystemKit
import TestSupport

@testable import OpsCommands

/// A place for drills of one test: everything they make lies in it, so that what they leave behind can be seen.
struct DrillBench {
    let fixture: Fixture
    let world: World

    static func with<Result>(_ environment: [String: String] = [:], _ body: (DrillBench) throws -> Result) throws -> Result {
        try Fixture.with { fixture in
            let variables = ProcessEnvironment.snapshot().merging(["TMPDIR": try fixture.makeDirectory("tmp")]) { $1 }
            let world = World(
                environment: variables.merging(environment) { $1 }, workingDirectory: fixture.directory,
                standardOutput: .standardOutput, standardError: .standardError, cancellation: try Cancellation(), receivedSignal: { nil },
                identity: try .current())
            let bench = DrillBench(fixture: fixture, world: world)
            // A test that failed must not leave to others what its drill left behind.
            defer { for pid in (try? bench.processes) ?? [] { kill(pid, SIGKILL) } }
            return try body(bench)
        }
    }

    /// What lies in the directory in which drills make theirs.
    var leftovers: [String] { get throws { try Files.list(fixture.path("tmp")) } }

    /// Processes that name this bench's directory on their command line or in their environment, or work in it (redis-server
    /// writes over the former two), but for this test's own.
    var processes: [Int32] {
        get throws {
            let mark = Array(fixture.directory.utf8)
            return try Files.list("/proc").compactMap { Int32($0) }.filter { pid in
                guard pid != getpid() else { return false }
                let texts = ["cmdline", "environ"].map { (try? Files.read("/proc/\(pid)/\($0)")) ?? [] }
                let cwd = Array((Files.linkTarget("/proc/\(pid)/cwd") ?? "").utf8)
                return (texts + [cwd]).contains { $0.firstRange(of: mark) != nil }
            }
        }
    }
}

/// The program of this build, beside the test bundle.
enum BuiltProgram {
    static let path = Paths.resolve("jarvis-ops", in: Paths.parent(Files.linkTarget("/proc/self/exe") ?? "/"))
}

extension PracticeJarvis {
    /// The status and the body that the service answers with.
    func get(_ path: String) throws -> (status: Int, body: String) {
        let url = try HTTPURL.parse((variables["JARVIS_API_URL"] ?? "") + path)
        let response = try HTTPClient().send(HTTPRequest(url), deadline: .generous, cancellation: try Cancellation())
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }

    var port: Int { variables["JARVIS_API_URL"].flatMap { $0.split(separator: ":").last }.flatMap { Int($0) } ?? 0 }
}
