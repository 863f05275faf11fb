import Glibc
import JSONKit
import Journal
import Probes
import SystemKit
import TestSupport
import Testing

/// What the mesh's flags really are: after steps that nobody understands, where the compose file has its own way, and without an engine.
@Suite(.ownThread) struct FlagTruthTests {
    /// A runbook whose one step is a script that nobody understands.
    private static let runbook = """
        # Own

        ## Incidents

        ### 1. Odd Noise (High)

        **Symptoms:**
        - The fan sings in a low voice

        **Resolution:**
        1. Tidy up
           ```bash
           sh tidy.sh
           ```

        """

    private func tidy(_ bench: ChangeBench, _ script: String, _ output: [String] = ["-o", "json"]) throws -> Run {
        try bench.fixture.write(script, to: "jarvis/tidy.sh")
        let path = try bench.fixture.write(Self.runbook, to: "own.md")
        return try bench.run(["resolve", "odd-noise", "--runbook", path, "--confirm", "odd-noise/resolution.1"] + output)
    }

    /// No words of it name the flag, its file or a container: only looking tells.
    private static let flip = "sed -i s/SYNC=0/SYNC=1/ ./.e*v\n"

    @Test("A step of unknown effect that turned a flag on is an alarm: on the terminal, in the result, in the journal, with the way off")
    func alarm() throws {
        try ChangeBench.with(ChangeBench.neither) { bench in
            let run = try tidy(bench, Self.flip)
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "run")
            let document = try run.json()
            #expect(document["outcome"]?.text == "failed")
            let alarm = try #require(document["alarms"]?.array?.first)
            #expect(alarm["flags"]?.array?.compactMap(\.text) == ["sync"] && alarm["state"]?.text == "on")
            #expect(alarm["because"]?.text?.contains(".env:2") == true, "\(alarm)")
            let off =
                "XDG_STATE_HOME=\(bench.state) JARVIS_API_URL=\(bench.address) jarvis-ops -C \(bench.directory) --runbook \(bench.fixture.path("own.md")) mesh disable all"
            #expect(alarm["turn_off"]?.text == off)
            #expect(run.errors.contains("ALARM") && run.errors.contains(off), "\(run.errors)")
            let rows = try bench.lastRows().filter { $0.step == "odd-noise/resolution.1" && $0.table == .steps }
            #expect(rows.last?.event == "failed" && rows.last?.body["alarm"]?["state"]?.text == "on", "\(rows)")
            #expect(rows.first?.body["present"]?["flags"]?.array?.isEmpty == false)
            // The command that it names does turn it off.
            #expect(try bench.run(["mesh", "disable", "all", "--yes"]).code == 0)
            try bench.expectWholeJournal()
        }
        try ChangeBench.with(ChangeBench.neither) { bench in
            let text = try tidy(bench, Self.flip, [])
            #expect(text.code == 1)
            #expect(
                text.output.contains("ALARM: a mesh flag went on.") && text.output.contains("To turn it off:  XDG_STATE_HOME="))
        }
    }

    @Test("One after which the flags cannot be read leaves the run unverified, exit 1; one that turns nothing on is no alarm")
    func unverified() throws {
        try ChangeBench.with(ChangeBench.neither) { bench in
            let calm = try tidy(bench, "true\n")
            #expect(try calm.json()["alarms"]?.array?.isEmpty == true, "\(calm.output) \(calm.errors)")
            try bench.silenceService()
            let dark = try tidy(bench, "true\n")
            #expect(dark.code == 1, "\(dark.output) \(dark.errors)")
            try Schema.check(dark.output, "run")
            let document = try dark.json()
            #expect(document["outcome"]?.text == "unverified")
            #expect(document["alarms"]?[0]?["state"]?.text == "unknown")
            #expect(document["steps"]?.array?.first { $0["id"]?.text == "odd-noise/resolution.1" }?["state"]?.text == "done")
        }
    }

    @Test("A change whose result cannot be read in the running service is written, and ends unverified")
    func unseen() throws {
        try ChangeBench.with { bench in
            try bench.silenceService()
            let run = try bench.run(ChangeBench.disableAll + ["--yes", "-o", "json"])
            #expect(run.code == 1)
            try Schema.check(run.output, "run")
            #expect(try run.json()["outcome"]?.text == "unverified", "\(run.output)")
            #expect(try bench.dotEnv == ChangeBench.neither)
        }
    }
}

/// The same where docker-compose has a say. It reads files without an engine.
@Suite(
    .ownThread,
    .enabled(
        if: LiveProbes.hasProgram("docker-compose", ProcessEnvironment.snapshot()),
        "NOT TESTED: flags under docker-compose, which is not installed"))
struct ComposeFlagTruthTests {
    private func with(_ service: String, _ dotEnv: String, files: [String: String] = [:], _ body: (ChangeBench) throws -> Void) throws {
        try ChangeBench.with(dotEnv) { bench in
            let lines = service.split(separator: "\n").map { "    \($0)\n" }.joined()
            try bench.fixture.write(
                "version: '3.4'\nservices:\n  api:\n    image: x\n    container_name: jarvis-api\n\(lines)", to: "jarvis/docker-compose.yml"
            )
            for (name, text) in files { try bench.fixture.write(text, to: "jarvis/" + name) }
            try body(bench)
        }
    }

    private func states(_ run: Run) throws -> [String: String] {
        Dictionary(
            (try run.json()["steps"]?.array ?? []).map { ($0["id"]?.text ?? "", $0["state"]?.text ?? "") }, uniquingKeysWith: { $1 })
    }

    private func because(_ run: Run, _ step: String) throws -> String {
        try run.json()["steps"]?.array?.first { $0["id"]?.text == step }?["because"]?.text ?? ""
    }

    private static func noEngine(_ bench: ChangeBench) -> [String: String] { ["DOCKER_HOST": "unix://\(bench.fixture.path("no.sock"))"] }

    @Test("Without an engine `mesh disable` and `rollback` give one answer: written, the recreation waits, the service is looked at")
    func noEngine() throws {
        for (arguments, waiting, looked) in [
            (["mesh", "disable", "all", "--yes"], "mesh/disable.recreate", "mesh/disable.verify"),
            (["rollback", "mesh", "--confirm", "mesh"], "mesh/rollback.4", "mesh/rollback.4.flags"),
        ] {
            try with("env_file: .env", ChangeBench.both) { bench in
                let run = try bench.run(arguments + ["-o", "json"], Self.noEngine(bench))
                #expect(run.code == 1, "\(run.output) \(run.errors)")
                try Schema.check(run.output, "run")
                #expect(try bench.dotEnv == ChangeBench.neither)
                let states = try states(run)
                #expect(states[waiting] == "not-run" && states[looked] == "unknown", "\(states)")
                let why = try because(run, waiting)
                #expect(why.contains("no Docker engine answers") && why.contains("by hand: docker-compose up -d"), "\(why)")
                for word in ["Traceback", "DockerException", "urllib3"] {
                    #expect(!run.output.contains(word) && !run.errors.contains(word))
                }
            }
        }
    }

    @Test("An engine that hangs is given up at the time limit, with the same answer")
    func hangingEngine() throws {
        try with("env_file: .env", ChangeBench.both) { bench in
            let path = bench.fixture.path("hang.sock")
            let engine = try PythonServer(
                """
                import socket, sys, time
                listener = socket.socket(socket.AF_UNIX)
                listener.bind(sys.argv[1])
                listener.listen(64)
                print("ready 1", flush=True)
                held = []
                while True: held.append(listener.accept())
                """, in: bench.fixture, name: "engine", arguments: [path])
            defer { engine.process.stop() }
            let run = try bench.run(
                ["mesh", "disable", "all", "--yes", "--timeout", "8s", "-o", "json"], ["DOCKER_HOST": "unix://\(path)"])
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            #expect(try bench.dotEnv == ChangeBench.neither)
            let states = try states(run)
            #expect(states["mesh/disable.recreate"] == "not-run" && states["mesh/disable.verify"] == "unknown", "\(states)")
            #expect(try because(run, "mesh/disable.recreate").contains("the Docker engine does not answer"))
        }
    }

    @Test("It is never said to be so already while docker-compose reads 1: a quoted value over several lines stands before it")
    func severalLines() throws {
        let text = "JARVIS_USE_MESH_ATTEST=0\nJARVIS_USE_MESH_SYNC=1\nNOTE=\"first\nJARVIS_USE_MESH_SYNC=0\nlast\"\n"
        try with("env_file: .env", text) { bench in
            try bench.runService(sync: true, attest: false)
            let flags = try bench.run(["mesh", "flags", "-o", "json"])
            #expect(flags.code == 1)
            try Schema.check(flags.output, "mesh-flags")
            #expect(try flags.json()["flags"]?[0]?["unclear"]?.text?.contains("line 4") == true, "\(flags.output)")
            let run = try bench.run(["mesh", "disable", "sync", "--yes", "-o", "json"], Self.noEngine(bench))
            #expect(run.code == 1 && !run.output.contains("so already"), "\(run.output)")
            // What went before stays, and a new last line counts for every reader.
            #expect(try bench.dotEnv == text + "JARVIS_USE_MESH_SYNC=0\n")
            #expect(try states(run)["mesh/disable.given"] == "done", "\(run.output)")
        }
    }

    @Test(
        "A literal of the compose file goes nowhere by `.env`: turning on is refused with what to edit, turning off says that it is pinned")
    func literal() throws {
        let staging = ["JARVIS_OPS_ENVIRONMENT": "staging"]
        try with("environment:\n  - JARVIS_USE_MESH_SYNC=1", ChangeBench.neither) { bench in
            try bench.runService(sync: false, attest: false)
            let on = try bench.run(["mesh", "enable", "sync", "--yes"], Self.noEngine(bench).merging(staging) { $1 })
            #expect(on.code == 78, "\(on.output) \(on.errors)")
            #expect(on.errors.contains("docker-compose.yml itself sets JARVIS_USE_MESH_SYNC for service api"))
            let off = try bench.run(["mesh", "disable", "all", "--dry-run"], Self.noEngine(bench))
            #expect(off.code == 0, "\(off.output) \(off.errors)")
            let words = off.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("docker-compose gives it otherwise") && !words.contains("it is so already"), "\(off.output)")
            #expect(try bench.dotEnv == ChangeBench.neither)
        }
        // Nor is a flag only written for the next container to find, where none can be made now.
        try with("env_file: .env", ChangeBench.neither) { bench in
            let on = try bench.run(["mesh", "enable", "sync", "--yes"], Self.noEngine(bench).merging(staging) { $1 })
            #expect(on.code == 69, "\(on.output) \(on.errors)")
            #expect(try bench.dotEnv == ChangeBench.neither)
        }
    }

    @Test("A compose file that would turn a flag on with the next container is named, though all is off now")
    func secondFile() throws {
        let two = "version: '3.4'\nservices:\n  api:\n    environment: [JARVIS_USE_MESH_SYNC=1]\n"
        try with("env_file: .env", ChangeBench.neither + "COMPOSE_FILE=docker-compose.yml:two.yml\n", files: ["two.yml": two]) { bench in
            try bench.runService(sync: false, attest: false)
            let flags = try bench.run(["mesh", "flags"])
            #expect(flags.code == 1)
            let words = "two.yml itself gives service api JARVIS_USE_MESH_SYNC=1"
            #expect(flags.output.contains("! sync: " + words) && !flags.output.contains("! attest"), "\(flags.output)")
        }
        let worker = "version: '3.4'\nservices:\n  worker:\n    image: x\n    environment: ['JARVIS_MESH_ATTESTATION_ENABLED=${X:-on}']\n"
        try with("env_file: .env", ChangeBench.neither + "COMPOSE_FILE=docker-compose.yml:two.yml\n", files: ["two.yml": worker]) { bench in
            try bench.runService(sync: false, attest: false)
            let flags = try bench.run(["mesh", "flags"])
            #expect(
                flags.output.contains("! attest: two.yml itself gives service worker JARVIS_MESH_ATTESTATION_ENABLED=on"), "\(flags.output)"
            )
        }
    }

    @Test("What docker-compose cannot use is named with its reason, and nobody waits for an engine")
    func missingFile() throws {
        try with("env_file: missing.env", ChangeBench.both) { bench in
            try bench.runService(sync: false, attest: false)
            let staging = Self.noEngine(bench).merging(["JARVIS_OPS_ENVIRONMENT": "staging"]) { $1 }
            let on = try bench.run(["mesh", "enable", "sync", "--yes"], staging)
            #expect(on.code == 78 && on.errors.contains("missing.env"), "\(on.errors)")
            try bench.runService(sync: true, attest: true)
            let off = try bench.run(["mesh", "disable", "all", "--yes", "-o", "json"], Self.noEngine(bench))
            #expect(off.code == 1, "\(off.output) \(off.errors)")
            let why = try because(off, "mesh/disable.recreate")
            #expect(why.contains("docker-compose cannot use docker-compose.yml: ") && why.contains("missing.env"), "\(why)")
            #expect(why.contains("mend that, then resume this run") && !why.contains("once one answers"), "\(why)")
        }
    }

    @Test(
        "A compose file that cannot be read is no absent one: said at the head, nothing goes on, off is written and is no success by itself"
    )
    func unreadableFile() throws {
        try with("env_file: .env", ChangeBench.neither) { bench in
            unlink(bench.directory + "/docker-compose.yml")
            try bench.fixture.makeDirectory("jarvis/docker-compose.yml")
            try bench.runService(sync: false, attest: false)
            let flags = try bench.run(["mesh", "flags"])
            #expect(
                flags.output.contains("docker-compose.yml cannot be read: Is a directory")
                    && !flags.output.contains("no compose file"), "\(flags.output)")
            let on = try bench.run(["mesh", "enable", "sync", "--yes"], ["JARVIS_OPS_ENVIRONMENT": "staging"])
            #expect(on.code == 78 && on.errors.contains("docker-compose.yml cannot be read"), "\(on.output) \(on.errors)")
            #expect(try bench.dotEnv == ChangeBench.neither)
        }
    }

    @Test("Of several environment files the one that counts is written, and all are shown, in eighty columns")
    func severalFiles() throws {
        let files = ["prod.env": "# production\nJARVIS_USE_MESH_SYNC=1\n"]
        try with("env_file: [.env, prod.env]", ChangeBench.neither, files: files) { bench in
            try bench.runService(sync: true, attest: false)
            let flags = try bench.run(["mesh", "flags"])
            #expect(
                flags.output.contains("prod.env:2, report") && flags.output.contains("of .env, prod.env the last that sets a flag counts"))
            // The heading names the directory, however long its path is.
            let lines = flags.output.split(separator: "\n").dropFirst()
            #expect(lines.allSatisfy { $0.count <= 80 }, "\(flags.output)")
            let run = try bench.run(["mesh", "disable", "sync", "--yes", "-o", "json"], Self.noEngine(bench))
            #expect(run.code == 1)
            #expect(try bench.dotEnv == ChangeBench.neither)
            let prod = String(decoding: try Files.read(bench.directory + "/prod.env"), as: UTF8.self)
            #expect(prod == "# production\nJARVIS_USE_MESH_SYNC=0\n")
            let undone = try bench.run(["runs", "resume", "last", "--undo", "--dry-run"], Self.noEngine(bench))
            #expect(undone.output.contains("prod.env"), "\(undone.output) \(undone.errors)")
        }
    }
}
