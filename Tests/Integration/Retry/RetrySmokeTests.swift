import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// In production with sync off: the smoke checks come first, and decide.
@Suite(.ownThread, .enabled(if: RetryBench.isPossible)) struct RetrySmokeTests {
    private func outbox(_ bench: SmokeBench) throws {
        try bench.fixture.makeDirectoryIfAbsent("jarvis/data/mesh")
        let wish: JSONValue = ["id": "e", "node": "practice-node", "key": SmokeBench.key.json]
        let wishes = try bench.fixture.write(JSONWriter.compact.text([wish]), to: "wishes.json")
        let retry = RetryBench(fixture: bench.fixture)
        try retry.python(RetryPython.outbox, [wishes, retry.outbox])
    }

    private func smokes(_ bench: SmokeBench) throws -> [Bool?] {
        let journal = try Journal.openForReading(directory: bench.change.state + "/jarvis-ops", deadline: .generous)
        return try journal?.rows(table: .observations, event: "smoke").map { $0.body["passed"]?.bool } ?? []
    }

    @Test("They pass, are kept, and the event is sent; while they are fresh they are not run again")
    func passing() throws {
        try SmokeBench.with { bench in
            try outbox(bench)
            let retry = RetryBench(fixture: bench.fixture)
            let start = try retry.bytes.count
            let asked = try bench.change.run(["mesh", "retry"])
            #expect(asked.code == 77)
            #expect(asked.errors.contains("--yes"), "\(asked.errors)")
            #expect(try smokes(bench) == [true])
            let run = try bench.change.run(["mesh", "retry", "--yes", "-o", "json"])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "mesh-retry")
            #expect(try run.json()["sync"]?["enabled"]?.bool == false)
            #expect(try retry.statuses(after: start) == ["e": "published"])
            #expect(try smokes(bench) == [true])
        }
    }

    @Test("They fail, and the retry is refused; when what was wrong is mended, they are run again")
    func failing() throws {
        try SmokeBench.with { bench in
            try outbox(bench)
            let retry = RetryBench(fixture: bench.fixture)
            let before = try retry.bytes
            try bench.change.silenceService()
            let run = try bench.change.run(["mesh", "retry", "--yes"])
            #expect(run.code == 77, "\(run.output) \(run.errors)")
            #expect(run.errors.contains("the smoke checks failed"), "\(run.errors)")
            #expect(try retry.bytes == before)
            #expect(try smokes(bench) == [false])
            bench.change.unsilenceService()
            #expect(try bench.change.run(["mesh", "retry", "--yes"]).code == 0)
            #expect(try smokes(bench) == [false, true])
        }
    }
}
