import Glibc
import JSONKit
import SystemKit
import TestSupport
import Testing

/// Two checkouts whose directories end in one name share a compose project. The engine is a stand-in that answers as the real one does.
@Suite(.ownThread) struct ForeignContainersTests {
    /// - Parameter place: the directory that the containers' label names.
    private func with(_ place: (ChangeBench) throws -> String, _ body: (ChangeBench, [String: String]) throws -> Void) throws {
        try ChangeBench.with { (bench) throws in
            try bench.fixture.write(
                "version: \"2.4\"\nservices:\n  api:\n    image: x\n    container_name: jarvis-api\n    env_file: .env\n",
                to: "jarvis/docker-compose.yml")
            try bench.fixture.makeDirectory("bin")
            let label = try place(bench)
            try bench.fixture.write(
                "#!/bin/sh\n[ \"$1\" = ps ] && printf 'other\\t/nowhere\\t\\njarvis\\t%s\\tdocker-compose.yml\\n' '\(label)'\n[ \"$1\" = ps ]\n",
                to: "bin/docker", mode: 0o755)
            try bench.fixture.write(
                "#!/bin/sh\necho \"$@\" >> '\(bench.fixture.path("calls"))'\nexit 0\n", to: "bin/docker-compose", mode: 0o755)
            let path = bench.fixture.path("bin") + ":" + (ProcessEnvironment.snapshot()["PATH"] ?? "/usr/bin:/bin")
            try body(bench, ["PATH": path])
        }
    }

    private func ups(_ bench: ChangeBench) -> Bool {
        ((try? Files.read(bench.fixture.path("calls"))).map { String(decoding: $0, as: UTF8.self) } ?? "").contains("up -d")
    }

    @Test(
        "Another's containers are not touched: 77 with both paths, also in a dry run",
        arguments: [["--yes"], ["-n"], ["--yes", "-o", "json"]])
    func another(options: [String]) throws {
        try with { bench in
            try bench.fixture.makeDirectory("elsewhere")
            return try bench.fixture.makeDirectory("elsewhere/jarvis")
        } _: { bench, environment in
            let run = try bench.run(ChangeBench.disableAll + options, environment)
            #expect(run.code == 77, "\(run.output) \(run.errors)")
            let said = run.output + run.errors
            #expect(said.contains(bench.fixture.path("elsewhere/jarvis")) && said.contains(bench.directory), "\(said)")
            #expect(try bench.dotEnv == ChangeBench.both && !ups(bench))
        }
    }

    @Test("Looks name the other directory, and take nothing of its containers for this one's")
    func looks() throws {
        try with { bench in
            try bench.fixture.makeDirectory("elsewhere")
            return try bench.fixture.makeDirectory("elsewhere/jarvis")
        } _: { bench, environment in
            let theirs = bench.fixture.path("elsewhere/jarvis")
            let flags = try bench.run(["mesh", "flags"], environment)
            #expect(flags.code == 1 && flags.output.contains("belong to \(theirs)"), "\(flags.output) \(flags.errors)")
            for arguments in [["diagnose", "api-unresponsive", "-o", "json"], ["resolve", "api-unresponsive", "-n", "-o", "json"]] {
                let run = try bench.run(arguments, environment)
                #expect((run.output + run.errors).contains("belong to \(theirs)"), "\(arguments): \(run.output) \(run.errors)")
            }
            // What answers at the port that the compose file publishes is theirs too.
            let port = bench.service.port
            try bench.fixture.write(
                "version: \"2.4\"\nservices:\n  api:\n    image: x\n    container_name: jarvis-api\n    ports: ['\(port):8766']\n",
                to: "jarvis/docker-compose.yml")
            let found = try bench.run(["diagnose", "api-unresponsive", "-o", "json"], environment.merging(["JARVIS_API_URL": ""]) { $1 })
            #expect(found.code == 2 && found.output.contains("is the container of \(theirs)"), "\(found.output)")
        }
    }

    @Test("Its own are, whatever the directory was called when they were made", arguments: ["", "/", "/.", "link", "gone"])
    func own(spelling: String) throws {
        try with { bench in
            try #require(symlink("jarvis", bench.fixture.path("link")) == 0)
            return spelling == "link" || spelling == "gone" ? bench.fixture.path(spelling) : bench.directory + spelling
        } _: { bench, environment in
            let run = try bench.run(ChangeBench.disableAll + ["--yes"], environment)
            #expect(run.code != 77, "\(run.output) \(run.errors)")
            #expect(ups(bench), "\(run.output) \(run.errors)")
        }
    }

    @Test("A project of its own name shares nothing")
    func named() throws {
        try with { bench in
            try bench.fixture.makeDirectory("elsewhere")
        } _: { bench, environment in
            let run = try bench.run(ChangeBench.disableAll + ["--yes"], environment.merging(["COMPOSE_PROJECT_NAME": "mine"]) { $1 })
            #expect(run.code != 77 && ups(bench), "\(run.output) \(run.errors)")
        }
    }
}
