import DigestKit
import Execution
import JSONKit
import Operations
import SystemKit
import TestSupport
import Testing

/// Backups of a database that is whole, busy, or past reading.
@Suite(.ownThread) struct DatabaseBackupTests {
    @Test("A backup is sound, says its hash, and makes the directory it is to lie in")
    func backup() throws {
        try DatabaseBench.with { (bench) throws in
            try bench.makeDatabase()
            let before = try bench.names()
            let result = try bench.operations.backupDatabase(to: "data/backups/one.db", try bench.limits())
            #expect(result.state == .done, "\(result.summary)")
            #expect(result.evidence["means"]?.text == "backup-api")
            #expect(result.evidence["sound"]?.bool == true)
            let copy = bench.directory + "/data/backups/one.db"
            #expect(result.evidence["sha256"]?.text == SHA256.hex(try Files.read(copy)))
            #expect(try bench.mark(copy) == "old")
            #expect(try Files.list(bench.directory + "/data/backups") == ["one.db"])
            #expect(try bench.names().filter { $0 != "backups" } == before)
        }
    }

    @Test("While a reader and a service have it open, the backup holds what was committed last, in the log alone")
    func live() throws {
        try DatabaseBench.with { (bench) throws in
            try bench.makeDatabase()
            let reader = try bench.hold("c.execute('begin'); c.execute('select count(*) from facts').fetchall()", name: "reader")
            let service = try bench.hold(
                "c.execute('pragma wal_autocheckpoint=0'); c.execute(\"insert into facts values (100000, 'zlate', 'x')\")", name: "service")
            let result = try bench.operations.backupDatabase(to: "backups/live.db", try bench.limits())
            #expect(result.evidence["means"]?.text == "backup-api", "\(result.summary)")
            #expect(try bench.mark(bench.directory + "/backups/live.db") == "zlate")
            reader.process.stop()
            service.process.stop()
        }
    }

    @Test("Damaged pages are copied with the rest, and it says that the copy is not sound")
    func damaged() throws {
        try DatabaseBench.with { (bench) throws in
            try bench.makeDatabase()
            try bench.damage(pages: 3, seed: 7)
            let result = try bench.operations.backupDatabase(to: "backups/bad.db", try bench.limits())
            #expect(result.state == .done, "\(result.summary)")
            #expect(result.evidence["sound"]?.bool == false)
        }
    }

    @Test("What no longer opens is copied byte by byte, its log too, with their hashes")
    func bytes() throws {
        try DatabaseBench.with { (bench) throws in
            try bench.makeDatabase()
            let service = try bench.hold(
                "c.execute('pragma wal_autocheckpoint=0'); c.execute(\"insert into facts values (100000, 'zlate', 'x')\")")
            try bench.damage(pages: 1, seed: 1, first: 0)
            var bytes = try Files.read(bench.path)
            for offset in 0..<100 { bytes[offset] = 0xFF }
            try bench.python(
                "with open('\(bench.path)', 'r+b') as file: file.write(open('\(try bench.fixture.write(bytes, to: "header"))', 'rb').read())",
                ":memory:")
            let result = try bench.operations.backupDatabase(to: "backups/bad.db", try bench.limits())
            #expect(result.state == .done, "\(result.summary)")
            #expect(result.evidence["means"]?.text == "byte-copy")
            #expect(result.evidence["sound"]?.bool == false)
            #expect(result.summary.hasPrefix("copied byte by byte to backups/bad.db, sha256 "), "\(result.summary)")
            #expect(result.summary.hasSuffix(": original and copy cannot be read: not a SQLite database"), "\(result.summary)")
            #expect(result.evidence["path"]?.text == bench.directory + "/backups/bad.db")
            let files = try #require(result.evidence["files"]?.array)
            #expect(files.compactMap { $0["path"]?.text } == ["", "-wal", "-shm"].map { bench.path + $0 })
            for (file, suffix) in zip(files, ["", "-wal", "-shm"]) {
                let copy = try Files.read(bench.directory + "/backups/bad.db" + suffix)
                #expect(file["sha256"]?.text == SHA256.hex(copy))
                #expect(file["bytes"]?.int == copy.count)
            }
            #expect(try Files.read(bench.directory + "/backups/bad.db") == bytes)
            service.process.stop()
        }
    }

    @Test("Nothing is overwritten, and a database that is not there leaves nothing")
    func refusals() throws {
        try DatabaseBench.with { (bench) throws in
            let none = try bench.operations.backupDatabase(to: "backups/one.db", try bench.limits())
            #expect(none.state == .failed)
            #expect(try Files.list(bench.directory + "/backups") == [])
            try bench.makeDatabase()
            try bench.fixture.write("mine", to: "jarvis/backups/one.db-wal")
            let result = try bench.operations.backupDatabase(to: "backups/one.db", try bench.limits())
            #expect(result.state == .failed)
            #expect(result.summary.contains("is not overwritten"))
            #expect(try Files.list(bench.directory + "/backups") == ["one.db-wal"])
        }
    }

    @Test("A cancellation and a deadline in the middle leave nothing")
    func endings() throws {
        try DatabaseBench.with { (bench) throws in
            try bench.makeDatabase(rows: 60_000)
            let cancellation = try Cancellation()
            let limits = try bench.limits(cancellation: cancellation) { if $0.contains("pages copied") { cancellation.cancel() } }
            let cancelled = try bench.operations.backupDatabase(to: "backups/one.db", limits)
            #expect(cancelled.state == .notRun, "\(cancelled.summary)")
            let late = try bench.operations.backupDatabase(to: "backups/one.db", try bench.limits(milliseconds: 3))
            #expect(late.state == .failed, "\(late.summary)")
            #expect(try Files.list(bench.directory + "/backups") == [])
        }
    }
}
