import Configuration
import Execution
import Mesh
import Planning
import SystemKit
import TestSupport
import Testing

@testable import Probes

/// The environment file, the caller's shell and the deployment → what the rules are told of a flag, as the program measures it.
@Suite(.ownThread) struct WrittenTests {
    private static let values: [String?] = [nil, "0", "1"]
    /// What the caller may say of the deployment, and what that is.
    private static let deployments: [(said: String?, is: Stage)] = [
        (nil, .production), ("", .production), ("production", .production), ("Staging", .production), ("dev", .production),
        ("staging", .staging), ("development", .development),
    ]

    private static func facts(in fixture: Fixture, _ text: String, shell: [String: String] = [:]) throws -> Facts {
        try fixture.write(text, to: ".env")
        var environment = [
            "PATH": "/usr/bin:/bin", "HOME": fixture.directory, "JARVIS_API_URL": "http://127.0.0.1:1",
            "JARVIS_OPS_REDIS_URL": "unix://\(fixture.path("none"))",
        ]
        environment.merge(shell) { $1 }
        let configuration = Configuration(
            environment: environment, workingDirectory: fixture.directory, inputs: Configuration.Inputs())
        return LiveProbes(configuration: configuration, environment: environment).facts(
            ProbeLimits(timeoutMilliseconds: 10_000, cancellation: try Cancellation()), forContainers: false)
    }

    private static func isOn(_ own: String?, _ legacy: String?) -> Bool { (own ?? legacy) == "1" }

    @Test("In production the caller's shell changes nothing of a flag, on or off; elsewhere it goes before the file")
    func shell() throws {
        try Fixture.with { fixture in
            for (said, deployment) in Self.deployments {
                for own in Self.values {
                    for legacy in Self.values {
                        for given in Self.values {
                            let lines = [
                                own.map { "\(MeshFlag.sync.variable)=\($0)\n" }, legacy.map { "\(MeshFlag.sync.legacyVariable)=\($0)\n" },
                            ]
                            var shell: [String: String] = [:]
                            shell["JARVIS_OPS_ENVIRONMENT"] = said
                            shell[MeshFlag.sync.variable] = given
                            let facts = try Self.facts(in: fixture, lines.compactMap(\.self).joined(), shell: shell)
                            let what: Comment = "\(said ?? "nothing"): \(own ?? "-") \(legacy ?? "-") \(given ?? "-")"
                            #expect(facts.deployment == deployment, what)
                            let ofFile = Self.isOn(own, legacy)
                            // Never milder than what the service reads.
                            #expect(!ofFile || facts.flags.sync.mayBeOn, what)
                            let effective = deployment == .production ? ofFile : given.map { $0 == "1" } ?? ofFile
                            #expect(facts.flags.sync.effective == effective, what)
                            #expect(facts.flags.sync.running == nil, what)
                        }
                    }
                }
            }
        }
    }

    /// What stands in a file, and what docker-compose and Jarvis's own loading make of it: on by any of them is on.
    struct Text: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String

        init(_ name: String, _ text: String) {
            testDescription = name
            self.text = text
        }
    }

    private static let name = "JARVIS_USE_MESH_SYNC"

    static let on = [
        Text("plain", "\(name)=1\n"), Text("no last newline", "\(name)=TRUE"), Text("the last of two", "\(name)=0\n\(name)=yes\n"),
        Text("export", "export \(name)=1\n"), Text("double quotes", "\(name)=\"1\"\n"), Text("single quotes", "\(name)='on'\n"),
        Text("spaces", "  \(name) = 1  \n"), Text("CR LF", "A=1\r\n\(name)=1\r\n"), Text("a comment behind", "\(name)=1 # off\n"),
        Text("a byte order mark", "\u{FEFF}\(name)=1\n"), Text("the older name", "JARVIS_MESH_SYNC_ENABLED=1\n"),
        Text("an unreadable line before", "???\n\(name)=1\n"),
    ]

    @Test("What any reader takes for on may be on", arguments: on)
    func readers(text: Text) throws {
        try Fixture.with { (fixture) throws in
            let facts = try Self.facts(in: fixture, text.text)
            #expect(facts.flags.sync.mayBeOn)
        }
    }

    @Test("A file that says off in one way is off", arguments: ["", "\(name)=0\n", "\(name)=false\r\n", "# \(name)=1\n", "OTHER=1\n"])
    func off(text: String) throws {
        try Fixture.with { (fixture) throws in
            let facts = try Self.facts(in: fixture, text)
            #expect(!facts.flags.sync.mayBeOn)
        }
    }
}
