import Configuration
import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// The rollback playbook against a real engine, without one, cut off and taken back.
@Suite(.ownThread, .enabled(if: DockerEngine.isExpected)) struct RollbackTests {
    private static let rollback = ["rollback", "mesh", "--confirm", "mesh"]
    private static let configuration = "lifeos/config/jarvis.json"

    @Test(
        "Without an engine the flags and the configuration go back all the same; the tag, for which nobody can look, and the rest once there is one"
    )
    func engineGone() throws {
        try HealingDrill.with(PracticeSettings(scenario: .meshDegraded)) { drill in
            let committed = try drill.file(Self.configuration)
            try drill.shell(
                """
                git init -q . && git add \(Self.configuration)
                git -c user.name=drill -c user.email=drill@localhost commit -q -m 'as it was'
                sed -i 's/"primary": "groq"/"primary": "ollama"/' \(Self.configuration)
                """)
            let containers = try drill.containers()
            let gone = ["DOCKER_HOST": "unix://\(drill.fixture.path("no.sock"))"]
            let run = try drill.run(Self.rollback + ["--tag", "stable", "-o", "json"], gone)
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "run")
            let states = try states(run)
            for id in ["1a", "1b", "2"] { #expect(states["mesh/rollback.\(id)"] == "done", "\(states)") }
            for id in ["3", "4"] { #expect(states["mesh/rollback.\(id)"] == "not-run", "\(states)") }
            try expectFlagsOff(drill)
            #expect(try drill.dotEnv()["JARVIS_IMAGE_TAG"] != "stable")
            #expect(try drill.file(Self.configuration) == committed)
            #expect(try drill.containers() == containers)
            #expect(try drill.lastChange()?.outcome != "done")

            let resumed = try drill.run(["runs", "resume", "last", "--confirm", "mesh"])
            #expect(resumed.code == 0, "\(resumed.output) \(resumed.errors)")
            #expect(try drill.containers().contains("jarvis-practice:stable"))
            let again = try drill.run(["rollback", "mesh", "--tag", "stable"])
            #expect(again.code == 0, "\(again.output) \(again.errors)")
            try drill.expectWholeJournal()
        }
    }

    @Test("Ctrl-C while the services come up ends it with 130 after the act in hand; resumed it does the rest, and it can be taken back")
    func interrupted() throws {
        try HealingDrill.with(PracticeSettings(scenario: .meshDegraded)) { drill in
            let before = try drill.file(".env")
            let child = try ChildProcess(
                [Checkout.program] + Self.rollback + ["--tag", "stable"], output: drill.fixture.path("interrupted"),
                environment: drill.environment)
            defer { child.stop() }
            // Between the intent and docker-compose's start a signal may still prevent the act: only then is nothing in hand.
            try waitUntil("the services are being brought up", seconds: 120) {
                guard child.isRunning else { throw TestSupportError("it ended: \(child.output)") }
                return try drill.composeProcesses("up") != []
            }
            child.signal(SIGINT)
            #expect(try child.wait() == 130, "\(child.output)")
            #expect(try drill.containers().contains("jarvis-practice:stable"), "what was in hand was not finished")
            let run = try #require(try drill.lastChange()?.id)
            let resumed = try drill.run(["runs", "resume", run, "--confirm", "mesh", "--confirm", "mesh/rollback.4"])
            #expect(resumed.code == 0, "\(resumed.output) \(resumed.errors)")
            #expect(try drill.starts == 2)

            // Attestation goes on again once the service runs with sync: two times the same command.
            let undo = ["runs", "resume", run, "--undo", "--yes"]
            let staging = ["JARVIS_OPS_ENVIRONMENT": "staging"]
            let half = try drill.run(undo, staging)
            #expect(half.code == 1, "\(half.output) \(half.errors)")
            let whole = try drill.run(undo, staging)
            #expect(whole.code == 0, "\(whole.output) \(whole.errors)")
            #expect(try drill.file(".env") == before)
            #expect(!(try drill.containers().contains("jarvis-practice:stable")))
            try drill.expectWholeJournal()
        }
    }

    @Test("The tag of the last healthy run and the configuration before a resolution come back; without such a run the tag waits")
    func recorded() throws {
        try HealingDrill.with(PracticeSettings(scenario: .providersFailing, faultSize: 2)) { drill in
            let original = try drill.file(Self.configuration)
            let resolved = try drill.run(["resolve", "provider-failures", "--yes"])
            #expect(resolved.code == 0, "\(resolved.output) \(resolved.errors)")
            #expect(try drill.file(Self.configuration) != original)
            try drill.up(after: "sed -i s/=latest/=stable/ .env && echo JARVIS_USE_MESH_ATTEST=1 >> .env")

            // No run that looked found all well: the tag waits for a person, and the flags do not.
            let unknown = try drill.run(Self.rollback + ["-o", "json"])
            #expect(unknown.code == 1, "\(unknown.output) \(unknown.errors)")
            let states = try states(unknown)
            #expect(states["mesh/rollback.3"] == "not-run", "\(states)")
            #expect(states["mesh/rollback.2"] == "done", "\(states)")
            try expectFlagsOff(drill)
            #expect(try drill.dotEnv()["JARVIS_IMAGE_TAG"] == "stable")
            #expect(try drill.file(Self.configuration) == original)

            try drill.up(after: "sed -i s/=stable/=latest/ .env")
            let look = try drill.run(["diagnose", "mesh"])
            #expect(look.code == 0, "\(look.output) \(look.errors)")
            try drill.up(after: "sed -i s/=latest/=stable/ .env")
            let back = try drill.run(Self.rollback)
            #expect(back.code == 0, "\(back.output) \(back.errors)")
            #expect(back.errors.contains("Go back to image tag latest (healthy in run "), "\(back.errors)")
            #expect(try drill.dotEnv()["JARVIS_IMAGE_TAG"] == "latest")
            #expect(!(try drill.containers().contains("jarvis-practice:stable")))
            try drill.expectWholeJournal()
        }
    }

    @Test("A tag that is neither here nor can be pulled is found out before the flags are touched; they go off, and the image waits")
    func unknownTag() throws {
        try HealingDrill.with(PracticeSettings(scenario: .meshDegraded)) { drill in
            let before = try drill.snapshot()
            // Its registry is nobody's port of this machine.
            try drill.shell(#"sed -i 's#image: jarvis-practice:\$#image: 127.0.0.1:1/jarvis-practice:$#' docker-compose.yml"#)
            for tag in ["latest", "stable"] { try drill.shell("docker tag jarvis-practice:\(tag) 127.0.0.1:1/jarvis-practice:\(tag)") }
            let dry = try drill.run(["rollback", "mesh", "--tag", "nosuch", "-n", "-o", "json"])
            let step = try #require(try dry.json()["steps"]?.array?.first { $0["id"]?.text == "mesh/rollback.3" }, "\(dry.output)")
            #expect(step["kind"]?.text == "manual", "\(step)")
            #expect(
                step["title"]?.text?.contains("127.0.0.1:1/jarvis-practice:nosuch is not here, and cannot be pulled: ") == true, "\(step)")
            #expect(step["title"]?.text?.contains("rollback mesh --tag nosuch") == true, "\(step)")
            #expect(try before["containers"] == drill.containers())

            let run = try drill.atTerminal(
                ["rollback", "mesh"],
                [
                    .see("Which tag of 127.0.0.1:1/jarvis-practice"), .see("stable"), .see("A tag, or Enter"), .type("nosuch\n"),
                    .see("is not here, and cannot be"), .see("Type mesh"), .type("mesh\n"), .see("mesh/rollback.3 is yours"), .type("n\n"),
                ])
            #expect(run.code == 1, "\(run.shown)")
            try expectFlagsOff(drill)
            #expect(try drill.dotEnv()["JARVIS_IMAGE_TAG"] != "nosuch")
        }
    }

    private func states(_ run: Run) throws -> [String: String] {
        let steps = try run.json()["steps"]?.array ?? []
        return Dictionary(steps.map { ($0["id"]?.text ?? "", $0["state"]?.text ?? "") }) { $1 }
    }

    private func expectFlagsOff(_ drill: HealingDrill) throws {
        let dotEnv = try drill.dotEnv()
        #expect(dotEnv["JARVIS_USE_MESH_SYNC"] == "0" && dotEnv["JARVIS_USE_MESH_ATTEST"] == "0")
    }
}

/// What a rollback says before it begins, and what a person says in it; no engine is needed for that.
@Suite(.ownThread) struct RollbackWordTests {
    @Test("A directory that is no Jarvis is refused, and stays as it is")
    func empty() throws {
        try Fixture.with { fixture in
            let directory = try fixture.makeDirectory("empty")
            let run = try Run(["rollback", "mesh", "--confirm", "mesh", "--tag", "stable", "-C", directory])
            #expect(run.code == 78, "\(run.output) \(run.errors)")
            #expect(try Files.list(directory) == [])
        }
    }

    @Test("What is no image tag is refused", arguments: ["bad tag!", "", "-x", ".x", "a/b", String(repeating: "a", count: 129)])
    func tag(_ tag: String) throws {
        #expect(try Run(["rollback", "mesh", "--confirm", "mesh", "--tag=\(tag)"]).code == 64)
    }

    @Test(
        "A person's step is asked as what it is, and recorded as that person's word",
        arguments: [("d", "done", "done"), ("n", "not-run", "not-done"), ("s", "skipped", "skip")])
    func person(answer: String, state: String, word: String) throws {
        try ChangeBench.with { bench in
            let answers: [TerminalRun.Act] = [.type(answer + "\n")] + (answer == "s" ? [.see("Why?"), .type("not today\n")] : [])
            let run = try TerminalRun(
                ["rollback", "mesh"], in: bench.fixture, environment: bench.environment,
                [.see("Type mesh"), .type("mesh\n"), .see("mesh/rollback.3 is yours")] + answers + [.see("mesh/rollback.4 is yours")]
                    + answers)
            #expect(run.code == (answer == "n" ? 1 : 0), "\(run.shown)")
            #expect(try bench.dotEnv == ChangeBench.neither)
            let shown = try bench.run(["runs", "show", "last", "-o", "json"])
            try Schema.check(shown.output, "run-record")
            let step = try #require(try shown.json()["steps"]?.array?.first { $0["id"]?.text == "mesh/rollback.3" })
            #expect(step["state"]?.text == state, "\(step)")
            let body = step["history"]?.array?.last?["body"]
            #expect(body?["word"]?.text == word, "\(step)")
            #expect(body?["by"]?["person"]?.bool == true && body?["by"]?["user"]?.text?.isEmpty == false, "\(step)")
            #expect(body?["may_have_changed"]?.bool == false)
            if answer == "s" { #expect(step["because"]?.text?.contains("not today") == true) }
        }
    }
}
