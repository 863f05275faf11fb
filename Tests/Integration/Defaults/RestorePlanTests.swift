import JSONKit
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// What the plan of a restore tells of the backup, and that an unsound one is none.
@Suite(.ownThread) struct RestorePlanTests {
    private func with(_ body: (LocalDrill, _ backup: String) throws -> Void) throws {
        try LocalDrill.with(PracticeSettings(scenario: .databaseCorrupt)) { drill in
            let backup = drill.home + "/data/backups/then.db"
            try sqlite(drill, "CREATE TABLE users (handle); INSERT INTO users VALUES ('one'), ('two')", backup)
            let child = try ChildProcess(["touch", "-d", "2 days ago", backup], output: drill.fixture.path("touch"))
            _ = try child.wait()
            try body(drill, backup)
        }
    }

    private func sqlite(_ drill: LocalDrill, _ sql: String, _ path: String) throws {
        try DirectoryHandle.make(Paths.parent(path), mode: 0o755)
        let child = try ChildProcess(["sqlite3", path, sql], output: drill.fixture.path("sqlite-\(UInt32.random(in: 0...UInt32.max))"))
        guard try child.wait() == 0 else { throw TestSupportError("sqlite3: \(child.output)") }
    }

    private func runs(_ drill: LocalDrill, _ backup: String) throws -> [String] {
        let run = try drill.run(["resolve", "database-corruption", "--backup", backup, "-n", "-o", "json"])
        try Schema.check(run.output, "plan")
        let steps = try run.json()["steps"]?.array ?? []
        let step = try #require(steps.first { $0["action"]?["operation"]?.text == "restore-database" }, "\(run.output) \(run.errors)")
        return (step["runs"]?.array ?? []).compactMap(\.text)
    }

    @Test("It tells the backup's age, size and soundness, and why nobody can count what is lost of a damaged database")
    func damaged() throws {
        try with { drill, backup in
            try sqlite(drill, "SELECT 1", backup)
            let lines = try runs(drill, backup)
            let words = lines.joined(separator: "\n")
            #expect(words.contains("2 d ago; 8.0 KiB, 2 pages; integrity_check ok"), "\(words)")
            #expect(words.contains("lost since: "), "\(words)")
            #expect(words.contains("stays beside it, as NAME.bad-TIME"), "\(words)")
        }
    }

    @Test("Of a database that can be read the lost rows are counted")
    func counted() throws {
        try with { drill, backup in
            let database = drill.home + "/data/jarvis.db"
            try Files.remove(database)
            try sqlite(drill, "CREATE TABLE users (handle); INSERT INTO users VALUES ('1'), ('2'), ('3'), ('4'), ('5')", database)
            let words = try runs(drill, backup).joined(separator: "\n")
            #expect(words.contains("lost since: users 3 of 5 rows"), "\(words)")
        }
    }

    @Test("A backup that does not pass the check is refused, named or found; what was passed over is said")
    func unsound() throws {
        try with { drill, backup in
            let bytes = try Files.read(backup)
            let broken = drill.home + "/data/backups/broken.db"
            try drill.fixture.write(String(repeating: "not a database ", count: 1000), to: "broken.db")
            try Files.renameNew(drill.fixture.path("broken.db"), to: broken)
            for more in [[], ["-n"]] {
                let run = try drill.run(["resolve", "database-corruption", "--backup", broken, "--yes"] + more)
                #expect(run.code == 65, "\(run.output) \(run.errors)")
            }
            let found = try drill.run(["resolve", "database-corruption", "-n", "-o", "json"])
            #expect(found.output.contains("passed over: broken.db"), "\(found.output) \(found.errors)")
            #expect(try Files.read(backup) == bytes)
        }
    }
}
