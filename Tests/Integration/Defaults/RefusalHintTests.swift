import Glibc
import JSONKit
import SystemKit
import TestSupport
import Testing

/// A refusal tells what to do, with commands that can be copied: for the Jarvis that was named, in the environment that was meant.
@Suite(.ownThread) struct RefusalHintTests {
    @Test("The next command names the directory and the environment; what a person could do by hand is said, and how to tell of it")
    func placed() throws {
        try ChangeBench.with("X=1\n") { (bench) throws in
            let spaced = bench.fixture.path("a jarvis")
            guard rename(bench.directory, spaced) == 0 else { throw SystemError("rename") }
            let run = try Run(
                ["-C", spaced, "mesh", "enable", "sync", "--yes"],
                environment: bench.environment.filter { $0.key != "JARVIS_HOME" }.merging(["JARVIS_OPS_ENVIRONMENT": "production"]) { $1 })
            #expect(run.code == 77, "\(run.output) \(run.errors)")
            let shell = "XDG_STATE_HOME=\(bench.state) JARVIS_API_URL=\(bench.address) "
            let own = "JARVIS_OPS_ENVIRONMENT=production \(shell)jarvis-ops -C '\(spaced)'"
            #expect(run.errors.contains("Run: \(own) mesh smoke sync"), "\(run.errors)")
            #expect(run.errors.contains("By hand, on your own word: cd '\(spaced)' && "), "\(run.errors)")
            #expect(run.errors.contains("JARVIS_USE_MESH_SYNC=1"), "\(run.errors)")
            #expect(run.errors.contains("\(own) runs note 'did mesh/enable.sync by hand'"), "\(run.errors)")
            let dry = try Run(["-C", spaced, "mesh", "enable", "sync", "-n"], environment: bench.environment)
            #expect(dry.code == 77 && dry.output.contains("Run: \(shell)jarvis-ops -C '\(spaced)' mesh smoke sync"), "\(dry.output)")
            guard rename(spaced, bench.directory) == 0 else { throw SystemError("rename") }
        }
    }

    @Test("A refusal in a resolution gives the step's own command")
    func step() throws {
        try ChangeBench.with { (bench) throws in
            let book = """
                # Own

                ## Incidents

                ### 1. Mesh Trouble (High)

                **Symptoms:**
                - The fan sings in a low voice

                **Resolution:**
                1. Make room:
                   ```bash
                   rm -rf 'old files'
                   ```

                """
            let path = try bench.fixture.write(book, to: "own.md")
            let run = try bench.run(["resolve", "mesh-trouble", "--runbook", path, "--confirm", "mesh-trouble/resolution.1"])
            #expect(run.code == 77, "\(run.output) \(run.errors)")
            #expect(run.errors.contains("jarvis-ops -C \(bench.directory) --runbook \(path) mesh disable all"), "\(run.errors)")
            #expect(run.errors.contains("By hand, on your own word: cd \(bench.directory) && rm -rf 'old files'"), "\(run.errors)")
            #expect(
                run.errors.contains("jarvis-ops -C \(bench.directory) runs note 'did mesh-trouble/resolution.1 by hand'"), "\(run.errors)")
        }
    }

    @Test(
        "Whoever may not write the outbox learns it, and whose it is, before anything is approved",
        .enabled(if: OtherUserTests.isPossible && RetryBench.isPossible))
    func outbox() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e"]])
            chmod(bench.fixture.directory, 0o755)
            chown(bench.state, 65534, 65534)
            for path in [bench.directory, bench.directory + "/data", bench.directory + "/data/mesh"] { chown(path, 65534, 65534) }
            chmod(bench.outbox, 0o644)
            let before = try bench.bytes
            let child = try ChildProcess(
                [
                    "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", Checkout.program, "-C", bench.directory, "mesh", "retry",
                    "--yes",
                ],
                output: bench.fixture.path("nobody.out"), environment: bench.environment)
            #expect(try child.wait() == 73, "\(child.output)")
            #expect(
                child.output.contains("outbox.jsonl may not be written by nobody: it belongs to root (mode 0644)"), "\(child.output)")
            #expect(!child.output.contains("mesh/retry"), "the plan was shown: \(child.output)")
            #expect(try bench.bytes == before)
        }
    }
}
