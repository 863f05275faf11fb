import JSONKit
import SystemKit
import TestSupport
import Testing

/// Nothing of a runbook is run that its author did not mean: seen by what is there afterwards.
@Suite(.ownThread) struct MeantRunTests {
    @Test("What a block sets holds for its steps: directory and variables")
    func carried() throws {
        try MeantBench.with(
            "**Diagnosis:**\n```bash\nDIR=HERE\ncd $DIR\nls\ncat note.txt\n```\n\n**Resolution:**\n```bash\ncd HERE\nmkdir made\ntouch \"made/it\"\n```\n"
        ) { bench in
            try bench.fixture.write("a note", to: "other/note.txt")
            let look = try bench.run(["diagnose", "spool-full", "-o", "json"])
            let probes = try look.json()["probes"]?.array ?? []
            #expect(probes.first?["evidence"]?["output"]?.text == "note.txt\n")
            #expect(probes.dropFirst().first?["evidence"]?["output"]?.text == "a note")
            #expect(probes.first?["evidence"]?["cwd"]?.text == bench.fixture.path("other"))
            let steps = try bench.run(["show", "spool-full", "-o", "json"]).json()["diagnosis"]?.array ?? []
            #expect(steps.first?["action"]?["cwd"]?.text == bench.fixture.path("other"))
            #expect(steps.first?["action"]?["environment"]?["DIR"]?.text == bench.fixture.path("other"))
            let run = try bench.run(["resolve", "spool-full", "--yes", "-o", "json"])
            #expect(bench.isThere("made/it"), "\(run.output) \(run.errors)")
            #expect(!Files.exists(bench.fixture.path("jarvis/made")))
        }
    }

    @Test("A directory that is not there makes its steps unavailable, and nothing is done elsewhere")
    func missingDirectory() throws {
        try MeantBench.with(
            "**Diagnosis:**\n```bash\ncd HERE/gone\nls\n```\n\n**Resolution:**\n```bash\ncd HERE/gone\nmkdir made\ntouch HERE/behind\n```\n"
        ) { bench in
            let probes = try bench.run(["diagnose", "spool-full", "-o", "json"]).json()["probes"]?.array ?? []
            #expect(probes.first?["state"]?.text == "unavailable")
            let run = try bench.run(["resolve", "spool-full", "--yes", "-o", "json"])
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            #expect(!bench.isThere("behind") && !Files.exists(bench.fixture.path("jarvis/made")))
        }
    }

    @Test("A variable without a value stops its step, and is named")
    func emptyVariable() throws {
        try MeantBench.with("**Resolution:**\n```bash\ntouch HERE/x$JARVIS_OPS_NO_SUCH_NAME\n```\n\n**Rollback:**\n```bash\nls\n```\n") {
            bench in
            let run = try bench.run(["resolve", "spool-full", "--confirm", "spool-full/resolution.1", "-o", "json"])
            #expect(!bench.isThere("x") && run.output.contains("JARVIS_OPS_NO_SUCH_NAME has no value"), "\(run.output) \(run.errors)")
        }
        try MeantBench.with("**Resolution:**\n```bash\nX=$(printf '')\ntouch HERE/x$X\ntouch HERE/y\n```\n") { bench in
            let run = try bench.run(["resolve", "spool-full", "--confirm", "spool-full/resolution.1", "-o", "json"])
            #expect(!bench.isThere("x") && !bench.isThere("y") && run.code == 1, "\(run.output) \(run.errors)")
        }
    }

    @Test(
        "A step ends where a value is missing, and where its author's `set` says so",
        arguments: [
            "rm -rf HERE/kept/$(cat HERE/gone)", "rm -rf HERE/kept/`cat HERE/gone`", "rm -rf \"HERE/kept/$(cat HERE/gone)\"",
            "X=$(cat HERE/gone)\nrm -rf HERE/kept/$X",
            "X=$(cat HERE/gone); rm -rf HERE/kept/${X%/}", "rm -rf HERE/kept/$*",
            "set -o pipefail\ncat HERE/gone | cat && rm -rf HERE/kept/*",
            "set -e; cat HERE/gone; rm -rf HERE/kept/*", "A=1\ntest \"$(sh -c 'printf %s x$A')\" = x || rm -rf HERE/kept/* && false",
        ])
    func values(script: String) throws {
        try MeantBench.with("**Resolution:**\n```bash\n\(script)\n```\n") { bench in
            try bench.fixture.makeDirectory("other/kept")
            try bench.fixture.write("x", to: "other/kept/a")
            let run = try bench.run(["resolve", "spool-full", "--yes", "--confirm", "spool-full/resolution.1", "-o", "json"])
            #expect(bench.isThere("kept/a") && run.code == 1, "\(run.output) \(run.errors)")
        }
    }

    @Test("What one item sets holds for the next, and a secret in a title changes no id")
    func terminal() throws {
        try MeantBench.with(
            "**Resolution:**\n1. Go: `cd HERE`\n2. Make it: `touch made`\n3. Log in: `ssh web1`\n4. There: `touch HERE/there`\n"
        ) { bench in
            _ = try bench.run(["resolve", "spool-full", "--yes"])
            #expect(bench.isThere("made") && !bench.isThere("there"))
            let secret = bench.environment.merging(["API_TOKEN": "made", "B_TOKEN": "spool-ful", "C_TOKEN": "touch-made-xyz-1"]) { $1 }
            let shown = try Run(["show", "spool-full", "--runbook", bench.fixture.path("runbook.md"), "-o", "json"], environment: secret)
            #expect(shown.output.contains("\"id\": \"spool-full\"") && shown.output.contains("\"made\""), "\(shown.output)")
        }
    }

    @Test(
        "What people write for bash is run by bash: a smaller shell would pass over the guard and go on",
        arguments: [
            "if [[ -f HERE/stop ]]; then exit 1; fi", "if [ \"$HOME\" == \"$HOME\" ]; then exit 1; fi",
            "ls HERE/gone &>/dev/null || exit 1",
        ])
    func guards(guardLine: String) throws {
        try MeantBench.with("**Resolution:**\n```bash\n\(guardLine)\ntouch HERE/x\n```\n") { bench in
            try bench.fixture.write("", to: "other/stop")
            let run = try bench.run([
                "resolve", "spool-full", "--yes", "--confirm", "spool-full/resolution.1", "--confirm", "spool-full/resolution.2",
            ])
            #expect(!bench.isThere("x") && run.code == 1, "\(run.output) \(run.errors)")
        }
    }

    @Test("No line of a runbook adds a name of its own to the environment file")
    func environmentFile() throws {
        try MeantBench.with("**Resolution:**\n1. Set `WORKERS=4`\n2. Then:\n   ```bash\n   SPOOL=HERE\n   touch $SPOOL/done\n   ```\n") {
            bench in
            _ = try bench.run(["resolve", "spool-full", "--yes"])
            #expect(bench.isThere("done"))
            #expect(String(decoding: try Files.read(bench.fixture.path("jarvis/.env")), as: UTF8.self) == "JARVIS_ENVIRONMENT=test\n")
        }
    }

    @Test("Off a terminal nothing is done behind a step that failed")
    func failedThenNext() throws {
        let part = "**Resolution:**\n1. Keep a copy: `cp HERE/gone.db HERE/copy.db`\n2. Make room: `touch HERE/second`\n"
        try MeantBench.with(part) { bench in
            let run = try bench.run(["resolve", "spool-full", "--yes", "--confirm", "spool-full/resolution.1", "-o", "json"])
            #expect(!bench.isThere("second") && run.code == 1, "\(run.output) \(run.errors)")
            #expect(try bench.states(run).last == "spool-full/resolution.2 not-run")
        }
    }

    @Test(
        "Behind a look that failed below `set -e`, or that could not be taken, nothing is done",
        arguments: [
            ("set -e\ntest -f HERE/gone.ok\ntouch HERE/second", false), ("#!/bin/bash -e\ntest -f HERE/gone.ok\ntouch HERE/second", false),
            ("set -euo pipefail\nls HERE/gone\ntouch HERE/second", false), ("test -f HERE/gone.ok\ntouch HERE/second", true),
            ("no-such-program-here --version\ntouch HERE/second", false), ("ls $JARVIS_OPS_NO_SUCH_NAME\ntouch HERE/second", false),
        ])
    func looks(script: String, isDone: Bool) throws {
        try MeantBench.with("**Resolution:**\n```bash\n\(script)\n```\n") { bench in
            let run = try bench.run(["resolve", "spool-full", "--yes", "--confirm", "spool-full/resolution.1", "-o", "json"])
            #expect(bench.isThere("second") == isDone && run.code == 1, "\(run.output) \(run.errors)")
        }
    }

    @Test("At a terminal a person decides, and is told what failed")
    func personDecides() throws {
        let part = "**Resolution:**\n1. Keep a copy: `cp HERE/gone.db HERE/copy.db`\n2. Make room: `touch HERE/second`\n"
        for (answer, isDone) in [("y\n", true), ("\n", false)] {
            try MeantBench.with(part) { bench in
                let run = try bench.terminal(
                    ["resolve", "spool-full", "--yes", "--confirm", "spool-full/resolution.1"],
                    [.see("resolution.1 failed"), .see("Go on with"), .type(answer)])
                #expect(bench.isThere("second") == isDone, "\(run.shown)")
            }
        }
    }

    @Test("An item with a condition follows a failure; a person's step that nobody did is none")
    func conditions() throws {
        let part =
            "**Resolution:**\n1. Tell the users\n2. Keep a copy: `cp HERE/gone.db HERE/copy.db`\n3. If it persists, make room: `touch HERE/third`\n"
        try MeantBench.with(part) { bench in
            let run = try bench.run(["resolve", "spool-full", "--yes", "--confirm", "spool-full/resolution.2"])
            #expect(bench.isThere("third"), "\(run.output) \(run.errors)")
        }
    }

    @Test("A placeholder is not run until it has a value, of one word")
    func placeholders() throws {
        let part = "**Diagnosis:**\n```bash\nls HERE/{tenant}\n```\n\n**Resolution:**\n```bash\ntouch HERE/<tenant>\n```\n"
        try MeantBench.with(part) { bench in
            let probes = try bench.run(["diagnose", "spool-full", "-o", "json"]).json()["probes"]?.array ?? []
            #expect(probes.contains { $0["state"]?.text == "not-run" && $0["summary"]?.text?.contains("tenant") == true })
            let refused = try bench.run(["resolve", "spool-full", "--yes"])
            #expect(refused.code == 77 && refused.errors.contains("--set tenant=VALUE"), "\(refused.errors)")
            #expect(try bench.run(["resolve", "spool-full", "--dry-run", "-o", "json"]).code == 77)
            #expect(try bench.run(["resolve", "spool-full", "--yes", "--set", "other=x"]).code == 64)
            let steps = try bench.run(["show", "spool-full", "-o", "json"]).json()["resolution"]?.array ?? []
            #expect(steps.first?["needs"]?.array?.compactMap(\.text) == ["tenant"])
            _ = try bench.run(["resolve", "spool-full", "--yes", "--set", "tenant=a b; touch \(bench.fixture.path("other"))/c"])
            #expect(!bench.isThere("c"))
            let set = try bench.run(["resolve", "spool-full", "--yes", "--set", "tenant=acme x"])
            #expect(bench.isThere("acme x"), "\(set.output) \(set.errors)")
            let asked = try bench.terminal(
                ["resolve", "spool-full"],
                [
                    .see("needs a value for tenant"), .type("zoo\n"), .see("\(bench.fixture.path("other"))/zoo"), .see("changes?"),
                    .type("y\n"),
                ])
            #expect(bench.isThere("zoo"), "\(asked.shown)")
        }
    }

    @Test("What a transcript shows stands beside what was really printed")
    func transcript() throws {
        try MeantBench.with("**Diagnosis:**\n```console\n$ ls HERE\nold.txt\n```\n") { bench in
            try bench.fixture.write("x", to: "other/new.txt")
            let run = try bench.run(["diagnose", "spool-full", "-o", "json"])
            try Schema.check(run.output, "diagnosis")
            let probe = try run.json()["probes"]?.array?.first
            #expect(probe?["evidence"]?["output"]?.text == "new.txt\n" && probe?["expected_output"]?.text == "old.txt")
            #expect(try bench.run(["diagnose", "spool-full", "-v"]).output.contains("the runbook shows: old.txt"))
        }
    }

    @Test("What is forbidden, struck out or only shown is not run, and is listed")
    func forbidden() throws {
        let part = """
            **Resolution:**
            1. Do not run `touch HERE/never` now
            2. ~~Old way: `touch HERE/struck-out`~~
            3. Look: `ls HERE`

            **Never run this here:**
            ```bash
            touch HERE/forbidden
            ```

            """
        try MeantBench.with(part) { bench in
            _ = try bench.run(["resolve", "spool-full", "--yes"])
            for name in ["never", "struck-out", "forbidden"] { #expect(!bench.isThere(name)) }
            let shown = try bench.run(["show", "spool-full", "--context", "-o", "json"])
            let context = try shown.json()["context"]?.array ?? []
            #expect(context.contains { $0["kind"]?.text == "prohibition" && $0["text"]?.text?.contains("forbidden") == true })
            #expect(context.count { $0["kind"]?.text == "prohibition" } >= 3)
            try Schema.check(shown.output, "incident")
            #expect(try bench.run(["show", "spool-full", "--context"]).output.contains("forbidden"))
        }
    }

    @Test("A secret that is a word is hidden behind its name, and nowhere else")
    func word() throws {
        let part = "**Resolution:**\n```bash\nexport OPENAI_API_KEY=spool-keeper\nsystemctl restart spool-keeper\n```\n"
        try MeantBench.with(part) { bench in
            let shown = try bench.run(["show", "spool-full", "-o", "json"])
            #expect(
                shown.output.contains("systemctl") && shown.output.contains("\"restart\",\n") && shown.output.contains("\"spool-keeper\""),
                "\(shown.output)")
            #expect(!shown.output.contains("\"OPENAI_API_KEY\": \"spool-keeper\""), "\(shown.output)")
            let text = try bench.run(["show", "spool-full"]).output
            #expect(text.contains("systemctl restart spool-keeper") && !text.contains("OPENAI_API_KEY=spool-keeper"), "\(text)")
        }
    }
}
