import Configuration
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// In production a rule believes what the service's own files say, and a journal that verifies; not the shell, and not any row.
@Suite(.ownThread) struct EvidenceTests {
    @Test(
        "A flag that is set in the shell sends nothing: `.env` says off, and the service is silent",
        .enabled(if: RetryBench.isPossible), arguments: ["JARVIS_USE_MESH_SYNC", "JARVIS_MESH_SYNC_ENABLED"])
    func shell(variable: String) throws {
        try RetryBench.with { bench in
            let nats = try bench.server()
            try bench.fixture.write("JARVIS_USE_MESH_SYNC=0\n", to: "jarvis/.env")
            try bench.makeOutbox([["id": "e", "count": 3]])
            let before = try bench.bytes
            let run = try bench.retry(["--yes"], ["JARVIS_OPS_ENVIRONMENT": "production", variable: "1"], nats: nats)
            #expect(run.code == 77, "\(run.output) \(run.errors)")
            #expect(try bench.stored(nats) == 0)
            #expect(try bench.bytes == before)
        }
    }

    @Test("A smoke result that somebody edited opens nothing, and says which command shows it")
    func editedRow() throws {
        try ChangeBench.with("X=1\n") { (bench) throws in
            try record(passed: false, bench)
            // Not the last row: what stands behind it is whole.
            let journal = try Journal.open(directory: bench.state + "/jarvis-ops", deadline: .generous)
            try journal.append([JournalEntry(.observations, run: "later", event: "note", body: ["text": "x"])])
            journal.close()
            let script = """
                import sqlite3, sys
                c = sqlite3.connect(sys.argv[1])
                c.execute('''update observations set body = replace(body, '"passed":false', '"passed":true')''')
                assert c.execute('''select count(*) from observations where body like '%"passed":true%' ''').fetchone()[0] == 1
                c.commit()
                """
            try PythonServer.run(script, in: bench.fixture, name: "edit", arguments: [bench.state + "/jarvis-ops/journal.db"])
            let run = try bench.run(["mesh", "enable", "sync", "--yes"])
            #expect(run.code != 0, "\(run.output)")
            #expect(run.errors.contains("audit verify"), "\(run.errors)")
            #expect(try bench.dotEnv == "X=1\n")
        }
    }

    @Test("A smoke result does not outlive the outbox that it looked at")
    func poisonedOutbox() throws {
        try ChangeBench.with("X=1\n") { (bench) throws in
            try record(passed: true, bench)
            for directory in ["jarvis/data", "jarvis/data/mesh"] where !Files.exists(bench.fixture.path(directory)) {
                try bench.fixture.makeDirectory(directory)
            }
            try bench.fixture.write("this is no record\n", to: "jarvis/data/mesh/outbox.jsonl")
            let run = try bench.run(["mesh", "enable", "sync", "--yes"])
            #expect(run.code == 77, "\(run.output) \(run.errors)")
            #expect(run.errors.contains("the outbox would not pass them any more"), "\(run.errors)")
            #expect(try bench.dotEnv == "X=1\n")
        }
    }

    @Test("A smoke result is of the memory file that it looked at")
    func otherMemory() throws {
        try ChangeBench.with("X=1\n") { (bench) throws in
            try record(passed: true, bench)
            let run = try bench.run(["mesh", "enable", "sync", "--yes"], ["JARVIS_MEMORY_ROOT": bench.fixture.path("elsewhere")])
            #expect(run.code == 77, "\(run.output) \(run.errors)")
            #expect(run.errors.contains("the configuration changed since the smoke checks"), "\(run.errors)")
        }
    }

    private func record(passed: Bool, _ bench: ChangeBench) throws {
        let configuration = Configuration(environment: bench.environment, workingDirectory: "/", inputs: Configuration.Inputs())
        let journal = try Journal.open(directory: bench.state + "/jarvis-ops", deadline: .generous)
        let body: JSONObject = [
            "passed": passed.json, "directory": bench.directory.json, "covered": ["sync"],
            "fingerprint": configuration.meshFingerprint.json,
        ]
        try journal.append([JournalEntry(.observations, run: "smoke", event: "smoke", body: body)])
        journal.close()
    }
}
