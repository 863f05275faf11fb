import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// A restore or a recreation that was cut ends in a state that has a name, which whoever comes next is told.
@Suite(.ownThread) struct UnfinishedWorkTests {
    private static let run = "20260102-030405-cafe"
    private static let kept = "data/jarvis.db.bad-20260102-030406"

    /// The journal of a program that was killed in the middle of one act; the files are as the test leaves them.
    private func cut(_ operation: JSONValue, _ body: (ChangeBench) throws -> Void) throws {
        try ChangeBench.with { (bench) throws in
            let journal = try Journal.open(directory: bench.state + "/jarvis-ops", deadline: .generous)
            let jarvis = JarvisDirectory(at: bench.directory, host: try ProcessIdentity.current().host)
            let began: JSONObject = [
                "command": "resolve database-corruption", "subject": "database-corruption", "kind": "change",
                "request": ["kind": "resolve", "incident": "database-corruption", "choices": [:]],
            ]
            try journal.append([
                JournalEntry(.runs, run: Self.run, event: "began", body: began.adding(jarvis.document)),
                JournalEntry(
                    .steps, run: Self.run, step: "database-corruption/resolution.4", event: "intended",
                    body: ["title": "Restore", "operation": operation]),
            ])
            journal.close()
            try body(bench)
        }
    }

    private func expect(_ words: String, _ bench: ChangeBench) throws {
        let shown = try bench.run(["runs", "show", "last"])
        #expect(shown.output.contains("Cut in the middle"), "\(shown.output) \(shown.errors)")
        #expect(shown.output.contains("database-corruption/resolution.4 was cut: \(words)"), "\(shown.output)")
        #expect(shown.output.contains("runs resume \(Self.run) --undo"), "\(shown.output)")
        let document = try bench.run(["runs", "show", "last", "-o", "json"])
        try Schema.check(document.output, "run-record")
        #expect(try document.json()["unfinished"]?.array?.first?["state"]?.text?.hasPrefix(words) == true, "\(document.output)")
        for command in [ChangeBench.disableAll + ["-n"], ["doctor"]] {
            let next = try bench.run(command)
            #expect((next.output + next.errors).contains(words), "\(command): \(next.output) \(next.errors)")
            #expect((next.output + next.errors).contains("runs resume \(Self.run)"), "\(command): \(next.output) \(next.errors)")
        }
    }

    private static let restore: JSONValue = ["operation": "restore-database", "from": "data/backups/a.db", "sha256": "ab"]

    @Test("Between two renames there is no database: the old one is named, and how to go on or back")
    func missing() throws {
        try cut(Self.restore) { bench in
            try bench.fixture.write("old", to: "jarvis/\(Self.kept)")
            try expect("there is no database now: the old one stands beside as \(Self.kept), whole", bench)
        }
    }

    @Test("Cut while the copy was made, the old database is in its place")
    func untouched() throws {
        try cut(Self.restore) { bench in
            try bench.fixture.write("old", to: "jarvis/data/jarvis.db")
            try bench.fixture.write("half", to: "jarvis/data/.jarvis.db.unfinished")
            try expect("the old database is in its place; an unfinished copy of the backup stands beside", bench)
        }
    }

    @Test("Cut after the rename, the one before stands beside")
    func inPlace() throws {
        try cut(Self.restore) { bench in
            try bench.fixture.write("new", to: "jarvis/data/jarvis.db")
            try bench.fixture.write("old", to: "jarvis/\(Self.kept)")
            try expect("a database is in its place, and the one before stands beside as \(Self.kept)", bench)
        }
    }

    @Test("Of a recreation the containers are looked at; where no engine answers, that is said")
    func recreation() throws {
        try cut(["operation": "recreate", "service": "api"]) { bench in
            try bench.fixture.write("version: '3'\nservices:\n  jarvis-api:\n    image: jarvis:1\n", to: "jarvis/docker-compose.yml")
            let run = try bench.run(["runs", "show", "last"], ["DOCKER_HOST": "unix:///nowhere/docker.sock"])
            #expect(run.output.contains("how its containers stand cannot be seen: "), "\(run.output)")
        }
    }
}
