import JSONKit
import SystemKit
import TestSupport
import Testing

/// Wrong input: what, where, what next, and the contract's exit code.
@Suite(.ownThread) struct CommandLineTests {
    @Test(
        "Misuse ends with 64 and says what was probably meant",
        arguments: [
            (["diagnos"], "diagnose"), (["diagnose", "api-unresponsve"], "api-unresponsive"), (["list", "--runbok", "x"], "--runbook"),
            (["drill", "slo"], "slow"), (["list", "-o", "jsn"], "json"), (["list", "--timeout", "soon"], "soon"),
        ])
    func misuse(arguments: [String], hint: String) throws {
        let run = try Run(arguments)
        #expect(run.code == 64)
        #expect(run.output == "")
        #expect(run.errors.contains(hint), "\(run.errors)")
    }

    @Test("A missing runbook is 66, one without incidents 65, and neither is silent")
    func runbooks() throws {
        try Fixture.with { fixture in
            #expect(try Run(["list", "--runbook", fixture.path("none.md")]).code == 66)
            #expect(try Run(["lint", fixture.path("none.md")]).code == 66)
            for text in ["", "just words\n", "\u{FEFF}# Title\n"] {
                let path = try fixture.write(text, to: "empty.md")
                let list = try Run(["list", "--runbook", path])
                #expect(list.code == 65)
                #expect(list.errors.contains("lint"))
                let lint = try Run(["lint", path])
                #expect(lint.code == 65)
                #expect(lint.output.contains(":1:1: error:"))
            }
        }
    }

    @Test("Options may stand anywhere, and `--` ends them")
    func options() throws {
        let wanted = try Run(["list", "-o", "json"]).output
        #expect(try Run(["-o", "json", "list"]).output == wanted)
        #expect(try Run(["--output=json", "list"]).output == wanted)
        #expect(try Run(["list", "-ojson"]).output == wanted)
        #expect(try Run(["show", "--", "mesh"]).code == 0)
    }

    @Test("The long slug of a section is an alias of its id")
    func alias() throws {
        #expect(
            try Run(["show", "mesh-sync-and-attestation-degraded-mode", "-o", "json"]).output == Run(["show", "mesh", "-o", "json"]).output)
    }

    @Test("An incident is known by its number, and by a beginning that no other has; so are its steps")
    func shortNames() throws {
        for name in ["1", "api", "a"] {
            #expect(try Run(["show", name, "-o", "json"]).json()["id"]?.text == "api-unresponsive", "\(name)")
        }
        #expect(try Run(["explain", "api/diagnosis.1"]).output == Run(["explain", "api-unresponsive/diagnosis.1"]).output)
        let both = try Run(["show", "me"])
        #expect(both.code == 64 && both.errors.contains("`me` may be any of memory-leak, mesh"), "\(both.errors)")
        for name in ["0", "01x", ""] { #expect(try Run(["show", name]).code == 64, "\(name)") }
    }

    @Test("SARIF names every finding's rule and place")
    func sarif() throws {
        try Fixture.with { fixture in
            let path = try fixture.write("# R\n\n### 1. A (Critical)\n\n**Diagnosis:**\n```bash\ndocker stats\n", to: "r.md")
            let document = try Run(["lint", path, "-o", "sarif"]).json()
            #expect(document["version"]?.text == "2.1.0")
            let results = try #require(document["runs"]?[0]?["results"]?.array)
            #expect(results.contains { $0["ruleId"]?.text == "unclosed-fence" })
            for result in results {
                #expect(result["locations"]?[0]?["physicalLocation"]?["region"]?["startLine"]?.int ?? 0 >= 1)
            }
        }
    }

    @Test("A code host finds the file: seen from its repository, and percent-encoded in SARIF")
    func places() throws {
        try Fixture.with { fixture in
            try fixture.makeDirectory(".git")
            try fixture.makeDirectory("50%#é")
            let path = try fixture.write("# R\n\n## Ä (Critical)\n\n**Diagnosis:**\n- See é: `docker stats`\n", to: "50%#é/a b?.md")
            let document = try Run(["lint", path, "-o", "sarif"]).json()
            let place = document["runs"]?[0]?["results"]?[0]?["locations"]?[0]?["physicalLocation"]
            #expect(place?["artifactLocation"]?["uri"]?.text == "50%25%23%C3%A9/a%20b%3F.md")
            let lines = try Run(["lint", path, "-o", "github"]).output
            #expect(lines.hasPrefix("::warning file=50%25#é/a b?.md,line=6,col=1,title=endless-command::`docker stats`"), "\(lines)")
        }
    }

    @Test("What is certain is mended: a diff first, written with a yes, and nothing else is touched")
    func fix() throws {
        try Fixture.with { fixture in
            let old =
                "\u{FEFF}# R\n\n## A\n\n**Diagnosis:**\n```bash\ndocker stats\ncurl -s http://x/ | cat\ndocker compose logs -f api\n```\n"
            let path = try fixture.write(old, to: "r.md")
            let look = try Run(["lint", path, "--fix", "--dry-run"])
            #expect(look.code == 0 && look.output.contains("+docker stats --no-stream\n"), "\(look.output) \(look.errors)")
            #expect(try Run(["lint", path, "--fix", "--no-input"]).code == 77)
            #expect(try String(decoding: Files.read(path), as: UTF8.self) == old)
            #expect(try Run(["lint", path, "--fix", "--yes"]).code == 0)
            let wanted =
                "# R\n\n## A\n\n**Diagnosis:**\n```bash\ndocker stats --no-stream\ncurl --max-time 10 -s http://x/ | cat\ndocker compose logs api\n```\n"
            #expect(try String(decoding: Files.read(path), as: UTF8.self) == wanted)
            #expect(try Run(["lint", path, "--fix", "--yes"]).output.contains("Nothing"))
        }
    }

    @Test("A directory is one catalog that says from which file")
    func directory() throws {
        try Fixture.with { fixture in
            try fixture.makeDirectory("books")
            for name in ["redis", "nats"] { _ = try fixture.write("# Down\n\n## Fix\n1. `docker compose ps`\n", to: "books/\(name).md") }
            _ = try fixture.write("# Words\n", to: "books/README.md")
            let list = try Run(["list", "--runbook", fixture.path("books"), "-o", "json"])
            try Schema.check(list.output, "list")
            let incidents = try #require(list.json()["incidents"]?.array)
            #expect(incidents.compactMap { $0["id"]?.text } == ["nats-down", "redis-down"])
            #expect(incidents.compactMap { $0["file"]?.text } == ["nats.md", "redis.md"])
            #expect(try Run(["list", "--runbook", fixture.path("books")]).output.contains("redis.md"))
            #expect(try Run(["explain", "nats-down/resolution.1", "--runbook", fixture.path("books")]).code == 0)
            #expect(try Run(["lint", fixture.path("books")]).code == 0)
        }
    }

    @Test("Without any server a diagnosis still ends, with what to do")
    func nothingThere() throws {
        try Fixture.with { fixture in
            let port = try FreePort.find()
            let environment = [
                "JARVIS_API_URL": "http://127.0.0.1:\(port)", "JARVIS_OPS_REDIS_URL": "redis://127.0.0.1:\(port)",
                "HOME": fixture.directory,
            ]
            let api = try Run(["diagnose", "api-unresponsive", "-C", fixture.directory, "-o", "json"], environment: environment)
            #expect(api.code == 1, "a refused connection is evidence")
            let database = try Run(["diagnose", "database-corruption", "-C", fixture.directory, "-o", "json"], environment: environment)
            #expect(database.code == 2, "no database: nothing that decides could be measured")
            try Schema.check(database.output, "diagnosis")
            #expect(try Run(["doctor", "-C", fixture.directory, "-o", "json"], environment: environment).code == 2)
            #expect(try fixture.snapshot().isEmpty, "nothing is created under the Jarvis directory")
        }
    }

    @Test("With -o jsonl every line is a CloudEvents envelope, as things happen")
    func events() throws {
        try Fixture.with { fixture in
            let port = try FreePort.find()
            let run = try Run(
                ["diagnose", "api-unresponsive", "-C", fixture.directory, "-o", "jsonl"],
                environment: ["JARVIS_API_URL": "http://127.0.0.1:\(port)"])
            let events = try run.output.split(separator: "\n").map { try JSONReader().read(String($0)) }
            #expect(events.allSatisfy { $0["specversion"]?.text == "1.0" && $0["id"] != nil && $0["source"] != nil && $0["type"] != nil })
            #expect(Set(events.compactMap { $0["id"]?.text }).count == events.count)
            let types = events.compactMap { $0["type"]?.text }
            #expect(types.count { $0 == "ops.jarvis.step.started.v1" } == types.count { $0 == "ops.jarvis.step.finished.v1" })
            #expect(types.last == "ops.jarvis.diagnosis.v1")
            #expect(events.last?["data"]?["verdict"]?.text == "confirmed")
        }
    }
}
