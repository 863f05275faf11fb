import JSONKit
import ProcessKit
import SystemKit
import TestSupport
import Testing

/// `rollback mesh` killed at its writes, fsyncs and renames by strace, and taken up again: flags, configuration and image tag. There is no
/// engine here, so what it would bring up stays open; that part is tried with a real engine elsewhere.
@Suite(.ownThread, .serialized) struct RollbackKillTests {
    private static let env = "JARVIS_USE_MESH_SYNC=1\nTAG=2.0\nJARVIS_USE_MESH_ATTEST=1\n"
    private static let compose = "services:\n  api:\n    container_name: jarvis-api\n    image: jarvis:${TAG:-latest}\n    env_file: .env\n"
    private static let config = #"{"llm": {"primary": "groq"}}"# + "\n"
    private static let changed = #"{"llm": {"primary": "other"}}"# + "\n"
    private static let after = "JARVIS_USE_MESH_SYNC=0\nTAG=1.9\nJARVIS_USE_MESH_ATTEST=0\n"
    /// strace counts each call by its own name.
    private static let calls = ["write", "pwrite64", "fsync", "fdatasync", "rename", "renameat", "renameat2"]

    private struct Place {
        let fixture: Fixture
        let service: PythonServer
        let path: String

        var jarvis: String { fixture.path("jarvis") }

        init(_ fixture: Fixture) throws {
            self.fixture = fixture
            for directory in ["jarvis", "jarvis/lifeos", "jarvis/lifeos/config"] { try fixture.makeDirectory(directory) }
            try fixture.write(RollbackKillTests.compose, to: "jarvis/docker-compose.yml")
            try fixture.write(RollbackKillTests.config, to: "jarvis/lifeos/config/jarvis.json")
            // Only what is needed: no engine, no docker-compose.
            path = try fixture.imageStandIn()
            for program in ["git", "python3"] {
                let found = ["/usr/local/bin/", "/usr/bin/", "/bin/"].map { $0 + program }.first(where: Files.isExecutable)
                try RollbackKillTests.finish("ln", ["-s", try #require(found), path + "/" + program])
            }
            let git = ["-C", fixture.path("jarvis"), "-c", "user.name=x", "-c", "user.email=x@localhost"]
            try RollbackKillTests.finish("git", git + ["init", "-q"])
            try RollbackKillTests.finish("git", git + ["add", "lifeos"])
            try RollbackKillTests.finish("git", git + ["commit", "-qm", "x"])
            service = try PythonServer(KillEverywhereTests.service, in: fixture, arguments: [fixture.path("jarvis")])
        }

        func reset() throws {
            try fixture.write(RollbackKillTests.env, to: "jarvis/.env")
            try fixture.write(RollbackKillTests.changed, to: "jarvis/lifeos/config/jarvis.json")
        }

        func environment(_ state: String) -> [String: String] {
            [
                "XDG_STATE_HOME": state, "JARVIS_API_URL": "http://127.0.0.1:\(service.port)", "JARVIS_MEMORY_ROOT": fixture.path("none"),
                "JARVIS_OPS_REDIS_URL": "unix://\(fixture.path("none.sock"))", "PATH": path, "JARVIS_HOME": jarvis,
            ]
        }
    }

    private static func finish(_ program: String, _ arguments: [String]) throws {
        let result = try ProcessRun.run(
            Command(program, arguments, environment: ProcessEnvironment.snapshot(), directory: "/"), deadline: .generous,
            cancellation: try Cancellation())
        #expect(result.isSuccess, "\(program): \(result.standardError.text)")
    }

    private static let command = ["rollback", "mesh", "--tag", "1.9", "--confirm", "mesh", "--no-input"]

    @Test("Wherever a rollback is killed, taking it up again ends with everything rolled back, once, and a whole journal")
    func everywhere() throws {
        try Strace.require()
        try Fixture.with { fixture in
            let place = try Place(fixture)
            var points = 0
            var resumed = 0
            for call in Self.calls {
                points += try KillPoints.each(of: "rollback \(call)") { number in
                    try place.reset()
                    let environment = place.environment(try fixture.makeDirectory("state-\(call)-\(number)"))
                    guard try isKilled(call, at: number, place, environment) else { return false }
                    if try finish(place, environment, "\(call) \(number)") { resumed += 1 }
                    #expect(try read(place, ".env") == Self.after, "killed at \(call) \(number)")
                    #expect(try read(place, "lifeos/config/jarvis.json") == Self.config, "killed at \(call) \(number)")
                    #expect(try Files.list(place.jarvis).sorted() == [".env", ".git", "docker-compose.yml", "lifeos"])
                    #expect(try Files.list(place.jarvis + "/lifeos/config") == ["jarvis.json"], "killed at \(call) \(number)")
                    return true
                }
            }
            print("rollback killed at \(points) points; \(resumed) runs were resumed")
            #expect(points >= KillPoints.least(46))
            #expect(resumed >= KillPoints.least(16))
        }
    }

    private func read(_ place: Place, _ name: String) throws -> String {
        String(decoding: try Files.read(place.jarvis + "/" + name), as: UTF8.self)
    }

    /// False when it ended by itself: with 1, since the engine is not there.
    private func isKilled(_ call: String, at number: Int, _ place: Place, _ environment: [String: String]) throws -> Bool {
        let base = ProcessEnvironment.snapshot().filter { !$0.key.hasPrefix("JARVIS_") }
        let result = try ProcessRun.run(
            Command(
                "/usr/bin/strace",
                ["-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(call):signal=KILL:when=\(number)"]
                    + [Checkout.program] + Self.command + ["-C", place.jarvis],
                environment: base.merging(environment) { $1 }, directory: "/"),
            deadline: .generous, cancellation: try Cancellation())
        if result.ending == .exited(1) { return false }
        let isKilled = result.ending == .exited(137) || result.ending == .signalled(.kill)
        #expect(isKilled, "\(call) \(number): \(result.ending) \(result.standardError.text)")
        return isKilled
    }

    /// Takes it up again, as a person would. False when it was killed before anything was remembered.
    private func finish(_ place: Place, _ environment: [String: String], _ point: String) throws -> Bool {
        #expect(try Run(["audit", "verify"], environment: environment).code == 0, "killed at \(point)")
        let isRemembered = try Run(["runs", "-o", "json"], environment: environment).json()["runs"]?.array?.isEmpty == false
        let command = isRemembered ? ["runs", "resume", "last", "--confirm", "mesh", "--no-input"] : Self.command + ["-C", place.jarvis]
        let again = try Run(command, environment: environment)
        #expect(again.code == 1, "killed at \(point): \(again.output) \(again.errors)")
        #expect(try Run(["audit", "verify"], environment: environment).code == 0, "killed at \(point)")
        // What was done and verified before was not done again.
        let steps = try Run(["runs", "show", "last", "-o", "json"], environment: environment).json()["steps"]?.array ?? []
        for step in steps {
            let events = (step["history"]?.array ?? []).compactMap { $0["event"]?.text }
            #expect(events.filter { $0 == "done" }.count <= 1, "killed at \(point): \(events)")
        }
        return isRemembered
    }
}
