import JSONKit
import SystemKit
import TestSupport
import Testing

/// In the wrong place neither an alarm nor an all-clear means anything: looks know nothing, changes are refused.
@Suite(.ownThread) struct NoJarvisTests {
    private static let looks = [["diagnose", "api-unresponsive"], ["triage"], ["mesh", "status"], ["mesh", "tail"], ["mesh", "flags"]]
    private static let changes = [
        ["mesh", "retry"], ["mesh", "disable", "all"], ["mesh", "enable", "sync"], ["rollback", "mesh"], ["resolve", "api-unresponsive"],
    ]

    /// No engine, so that no container of the machine is found.
    private func run(_ arguments: [String], in directory: String, _ variables: [String: String] = [:]) throws -> Run {
        try Run(
            arguments, environment: ["DOCKER_HOST": "unix:///nowhere/docker.sock", "HOME": directory].merging(variables) { $1 },
            directory: directory)
    }

    @Test("An empty directory: every look ends with 2 and says that no Jarvis is here", arguments: looks)
    func emptyLook(arguments: [String]) throws {
        try Fixture.with { fixture in
            let empty = try fixture.makeDirectory("empty")
            let run = try run(arguments + ["-o", "json"], in: empty)
            #expect(run.code == 2, "\(run.output) \(run.errors)")
            #expect(run.output.contains("no Jarvis here") && run.output.contains("-C DIR"), "\(run.output)")
            #expect(!run.output.contains("confirmed") && !run.output.contains("clear"), "\(run.output)")
        }
    }

    @Test("An empty directory: every change and its dry run end with 78, and nothing is made there", arguments: changes)
    func emptyChange(arguments: [String]) throws {
        try Fixture.with { fixture in
            let empty = try fixture.makeDirectory("empty")
            for mode in [["--dry-run"], ["--yes"], []] {
                let run = try run(arguments + mode + ["-o", "json"], in: empty)
                #expect(run.code == 78, "\(mode): \(run.output) \(run.errors)")
                #expect(try run.json()["error"]?["code"]?.text == "no-jarvis")
            }
            #expect(try Files.list(empty).isEmpty)
            // An address makes nothing that could be changed.
            #expect(try self.run(arguments + ["--dry-run"], in: empty, ["JARVIS_API_URL": "http://127.0.0.1:1"]).code == 78)
        }
    }

    @Test("A directory that is named and is not there, or is a file, is a missing input", arguments: looks + changes)
    func named(arguments: [String]) throws {
        try Fixture.with { fixture in
            let file = try fixture.write("", to: "file")
            for path in [fixture.path("nowhere"), file] {
                #expect(try run(arguments + ["-C", path], in: fixture.directory).code == 66)
            }
            let home = try run(arguments, in: fixture.directory, ["JARVIS_HOME": fixture.path("nowhere")])
            #expect(home.code == (Self.looks.contains(arguments) ? 2 : 78), "\(home.output) \(home.errors)")
            #expect((home.output + home.errors).contains("JARVIS_HOME"), "\(home.output) \(home.errors)")
        }
    }

    @Test("A file that an option names and that is not there is a missing input")
    func namedFile() throws {
        try Fixture.with { fixture in
            try fixture.makeDirectory("data")
            for (option, command) in [("--outbox", ["mesh", "status"]), ("--database", ["diagnose", "database-corruption"])] {
                #expect(try run(command + [option, fixture.path("nowhere")], in: fixture.directory).code == 66)
            }
        }
    }

    @Test(
        "An address that is only guessed and refuses is no evidence; why it is only guessed is said, with the file and the place",
        arguments: [
            (["docker-compose.yml": "services:\n\tapi: {}\n"], "docker-compose.yml:2:"),
            (["docker-compose.yml": "services:\n  api: {ports: [\n"], "docker-compose.yml:3:"),
            (
                [
                    "docker-compose.yml": "services:\n  api:\n    container_name: jarvis-api\n    ports: ['${API_PORT:-8766}:8766']\n",
                    ".env": "API_PORT=abc\n",
                ], "${API_PORT:-8766}:8766 is abc:8766"
            ),
            ([".env": "A=1\n"], "nothing names the API's address"),
        ] as [([String: String], String)])
    func guessed(files: [String: String], words: String) throws {
        try Fixture.with { fixture in
            for (name, text) in files { try fixture.write(text, to: name) }
            let run = try run(["diagnose", "api-unresponsive", "-o", "json"], in: fixture.directory)
            // Somebody else's service may listen on the runbook's own port of this machine; then it is no health report.
            #expect(run.code == 2, "\(run.output)")
            #expect(run.output.contains(words) || run.output.contains("no Jarvis health report"), "\(run.output)")
        }
    }
}
