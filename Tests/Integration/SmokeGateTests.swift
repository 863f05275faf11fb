import Configuration
import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// In production a flag goes on only with a smoke result that counts. The results here are written to a real journal by the test.
@Suite(.ownThread) struct SmokeGateTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        var passed = true
        var covered = ["sync"]
        /// nil: this Jarvis.
        var directory: String?
        /// A line of `.env` that is added after the smoke checks.
        var later = ""
        let code: Int32
        var says = ""
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "it passed just now", code: 0), Case(name: "it covered both", covered: ["attest", "sync"], code: 0),
        Case(name: "it failed", passed: false, code: 77, says: "the smoke checks failed"),
        Case(name: "it covered the other flag", covered: ["attest"], code: 77, says: "did not cover sync"),
        Case(name: "it covered nothing", covered: [], code: 77, says: "did not cover sync"),
        Case(name: "it was another Jarvis", directory: "/elsewhere", code: 77, says: "there are none"),
        Case(
            name: "another server since", later: "JARVIS_NATS_URL=nats://elsewhere:4222\n", code: 77,
            says: "the configuration changed since the smoke checks"),
        Case(name: "something else changed since", later: "OTHER=changed\n", code: 0),
        Case(name: "a flag changed since", later: "JARVIS_USE_MESH_ATTEST=0\n", code: 0),
    ]

    @Test("A smoke result lets a flag go on only when it passed, for this flag, this Jarvis and this configuration", arguments: cases)
    func gate(_ test: Case) throws {
        try ChangeBench.with("X=1\n") { (bench) throws in
            try record(test, bench)
            try bench.fixture.write("X=1\n" + test.later, to: "jarvis/.env")
            let run = try bench.run(["mesh", "enable", "sync", "--yes"])
            #expect(run.code == test.code, "\(run.output) \(run.errors)")
            #expect(run.errors.contains(test.says) || test.says.isEmpty, "\(run.errors)")
            #expect(try bench.dotEnv == "X=1\n" + test.later + (test.code == 0 ? "JARVIS_USE_MESH_SYNC=1\n" : ""))
            if test.code == 0 {
                let flags = try bench.run(["mesh", "flags"])
                #expect(flags.output.contains("smoke checks count for sync"))
            }
        }
    }

    @Test("The newest result counts, also when it is the worse one")
    func newest() throws {
        try ChangeBench.with("X=1\n") { (bench) throws in
            try record(Case(name: "", code: 0), bench)
            try record(Case(name: "", passed: false, code: 0), bench)
            #expect(try bench.run(["mesh", "enable", "sync", "--yes"]).code == 77)
            try record(Case(name: "", code: 0), bench)
            #expect(try bench.run(["mesh", "enable", "sync", "--yes"]).code == 0)
        }
    }

    @Test("A result in a journal that others may write counts for nothing, and the refusal says how it is closed; turning off goes on")
    func exposed() throws {
        try ChangeBench.with("X=1\n") { (bench) throws in
            try record(Case(name: "", code: 0), bench)
            let file = bench.state + "/jarvis-ops/journal.db"
            try #require(chmod(file, 0o666) == 0)
            let refused = try bench.run(["mesh", "enable", "sync", "--yes"])
            #expect(refused.code == 77 && refused.errors.contains("no rule relies on it"), "\(refused.errors)")
            #expect(refused.errors.contains("chmod go-w \(file)"), "\(refused.errors)")
            #expect(try bench.run(["mesh", "disable", "all", "--yes"]).code != 77)
            try #require(chmod(file, 0o600) == 0)
            // What was written meanwhile, and what stood before it, may be anybody's.
            let closed = try bench.run(["mesh", "enable", "sync", "--yes"])
            #expect(closed.code == 77 && closed.errors.contains("recorded while others could write the journal"), "\(closed.errors)")
            try record(Case(name: "", code: 0), bench)
            #expect(try bench.run(["mesh", "enable", "sync", "--yes"]).code == 0)
        }
    }

    @Test("Another file at the memory's path since makes it another configuration; what is written into the file does not")
    func memory() throws {
        try ChangeBench.with("X=1\n") { (bench) throws in
            let memory = Configuration(environment: bench.environment, workingDirectory: "/", inputs: .init()).memoryDatabase.value
            try #require(memory.hasPrefix(bench.fixture.directory + "/"))
            let name = String(memory.dropFirst(bench.fixture.directory.utf8.count + 1))
            // An empty file is an empty database.
            try bench.fixture.write("", to: name)
            try record(Case(name: "", code: 0), bench)
            try bench.fixture.write("", to: name)
            #expect(try bench.run(["mesh", "enable", "sync", "--yes", "-n"]).code == 0)
            try bench.fixture.write("", to: "another.db")
            try #require(rename(bench.fixture.path("another.db"), memory) == 0)
            let refused = try bench.run(["mesh", "enable", "sync", "--yes"])
            #expect(refused.code == 77 && refused.errors.contains("the configuration changed since"), "\(refused.errors)")
        }
    }

    private func record(_ test: Case, _ bench: ChangeBench) throws {
        let configuration = Configuration(environment: bench.environment, workingDirectory: "/", inputs: Configuration.Inputs())
        let journal = try Journal.open(directory: bench.state + "/jarvis-ops", deadline: .generous)
        let body: JSONObject = [
            "passed": test.passed.json, "directory": (test.directory ?? bench.directory).json, "covered": test.covered.json,
            "fingerprint": configuration.meshFingerprint.json,
        ]
        try journal.append([JournalEntry(.observations, run: "smoke", event: "smoke", body: body)])
        journal.close()
    }
}
