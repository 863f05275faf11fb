import DigestKit
import Execution
import Glibc
import JSONKit
import Operations
import Probes
import SQLiteKit
import SystemKit
import TestSupport
import Testing

/// Restoring a database: from a damaged one with its log to a sound one, and back.
@Suite(.ownThread) struct DatabaseRestoreTests {
    init() throws { try DatabaseBench.requireSight() }

    /// A damaged database in use, and a sound backup.
    private func withDamage(_ body: (DatabaseBench) throws -> Void) throws {
        try DatabaseBench.with { (bench) throws in
            try bench.makeDatabase("backup")
            let backup = try bench.operations.backupDatabase(to: "backups/good.db", try bench.limits())
            #expect(backup.evidence["sound"]?.bool == true, "\(backup.summary)")
            try bench.python("c.execute(\"update facts set mark = 'old'\")")
            try body(bench)
        }
    }

    private func restore(_ bench: DatabaseBench, from: String = "backups/good.db", sha256: String? = nil) throws -> OperationResult {
        try bench.operations.restoreDatabase(from: from, sha256: sha256, try bench.limits())
    }

    @Test("A database damaged at random pages while a reader and the service have it open", arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func damaged(seed: UInt64) throws {
        try withDamage { (bench) throws in
            let reader = try bench.hold("c.execute('begin'); c.execute('select count(*) from facts').fetchall()", name: "reader")
            let service = try PythonServer(
                """
                import sqlite3, time
                c = sqlite3.connect('\(bench.path)', isolation_level=None, timeout=60)
                print('ready 0')
                i = 1000000
                while True:
                    i += 1
                    try: c.execute("insert into facts values (?, 'old', hex(randomblob(300)))", (i,))
                    except sqlite3.DatabaseError: pass
                    time.sleep(0.001)
                """, in: bench.fixture, name: "service")
            // The last seeds reach the first page too, without which nothing opens.
            try bench.damage(pages: 4, seed: seed, first: seed > 4 ? 0 : 1)
            let copy = try bench.operations.backupDatabase(to: "backups/damaged.db", try bench.limits())
            #expect(copy.state == .done, "\(copy.summary)")

            let refused = try restore(bench)
            #expect(refused.state == .failed)
            let pids = refused.evidence["users"]?["processes"]?.array?.compactMap { $0["pid"]?.int } ?? []
            #expect(Set(pids) == [Int(reader.process.processID), Int(service.process.processID)], "\(refused.summary)")
            #expect(refused.summary.contains("service.py"))
            reader.process.stop()
            let again = try restore(bench)
            #expect(again.summary.contains("\(service.process.processID)"), "\(again.summary)")
            service.process.stop()

            let before = Set(try bench.names())
            let old = try Files.read(bench.path)
            let result = try restore(bench, sha256: SHA256.hex(try Files.read(bench.directory + "/backups/good.db")))
            #expect(result.state == .done, "\(result.summary)")
            let kept = (result.evidence["kept"]?.array ?? []).compactMap(\.text)
            let first = try #require(kept.first)
            #expect(try Files.read(first) == old)
            #expect(kept.contains { $0.hasSuffix("-wal") } == before.contains("jarvis.db-wal"))
            #expect(try bench.isSound())
            #expect(try bench.mark() == "backup")
            #expect(try bench.names().filter { !$0.contains(".bad-") } == ["jarvis.db"])
            #expect(PrivateDatabase.journalMode(bench.path) == .writeAheadLog)
            #expect(try bench.operations.restoredState(from: "backups/good.db", sha256: nil, try bench.limits()).state == .ok)
            // And it takes writes.
            try bench.python("c.execute(\"insert into facts values (5000000, 'new', 'x')\")")
            #expect(try bench.operations.restoredState(from: "backups/good.db", sha256: nil, try bench.limits()).state == .unhealthy)
        }
    }

    @Test("A log left by a service that was killed is kept beside, and comes back with its file")
    func log() throws {
        try withDamage { (bench) throws in
            let service = try bench.hold(
                "c.execute('pragma wal_autocheckpoint=0'); c.execute(\"insert into facts values (100000, 'zlate', 'x')\")")
            service.process.stop()
            #expect(try bench.mark() == "zlate")
            let result = try restore(bench)
            #expect(result.state == .done, "\(result.summary)")
            #expect(try bench.mark() == "backup")
            let kept = try #require(result.evidence["kept"]?[0]?.text)
            #expect(try bench.mark(kept) == "zlate")

            let back = try bench.operations.returnDatabase(kept: kept, try bench.limits())
            #expect(back.state == .done, "\(back.summary)")
            #expect(try bench.mark() == "zlate")
            #expect(!Files.exists(kept) && !Files.exists(kept + "-wal"))
            let aside = try #require(back.evidence["kept"]?[0]?.text)
            #expect(try bench.mark(aside) == "backup")
            #expect(try bench.operations.restoredState(from: "backups/good.db", sha256: nil, try bench.limits()).state == .unhealthy)
        }
    }

    @Test("Owner and mode stay those of the old file")
    func attributes() throws {
        try withDamage { (bench) throws in
            #expect(chmod(bench.path, 0o640) == 0)
            if geteuid() == 0 { #expect(chown(bench.path, 1234, 2345) == 0) }
            #expect(try restore(bench).state == .done)
            var status = stat()
            #expect(stat(bench.path, &status) == 0)
            #expect(status.st_mode & 0o7777 == 0o640)
            if geteuid() == 0 { #expect(status.st_uid == 1234 && status.st_gid == 2345) }
        }
    }

    @Test("A database that kept a rollback journal keeps one, whatever the backup had; a restore done again finds nothing to do")
    func journalMode() throws {
        try withDamage { (bench) throws in
            try bench.python("c.execute('pragma journal_mode=delete')")
            #expect(PrivateDatabase.journalMode(bench.directory + "/backups/good.db") == .writeAheadLog)
            #expect(try restore(bench).state == .done)
            #expect(PrivateDatabase.journalMode(bench.path) == .rollback)
            #expect(try bench.isSound())
            #expect(try bench.operations.restoredState(from: "backups/good.db", sha256: nil, try bench.limits()).state == .ok)
            let names = try bench.names()
            let again = try restore(bench)
            #expect(again.state == .done)
            #expect(again.summary.contains("in place already"))
            #expect(try bench.names() == names)
        }
    }

    @Test(
        "Backups that cannot be used change nothing",
        arguments: ["damaged", "missing", "short", "empty", "hash", "itself", "words", "no tables"])
    func unusable(what: String) throws {
        try withDamage { (bench) throws in
            let good = try Files.read(bench.directory + "/backups/good.db")
            var from = "backups/x.db"
            var sha256: String?
            switch what {
            case "damaged":
                var bytes = good
                for offset in 0..<300 { bytes[4096 * 5 + offset] = 0x5A }
                try bench.fixture.write(bytes, to: "jarvis/backups/x.db")
            case "short": try bench.fixture.write(Array(good.prefix(good.count - 8192)), to: "jarvis/backups/x.db")
            case "empty": try bench.fixture.write("", to: "jarvis/backups/x.db")
            case "words": try bench.fixture.write("only words, and more of them", to: "jarvis/backups/x.db")
            case "no tables": try bench.python("c.execute('vacuum')", bench.directory + "/backups/x.db")
            case "hash":
                from = "backups/good.db"
                sha256 = SHA256.hex([1, 2, 3])
            case "itself": from = "data/jarvis.db"
            default: break
            }
            let before = try bench.fixture.snapshot()
            let result = try restore(bench, from: from, sha256: sha256)
            #expect(result.state == .failed, "\(what): \(result.summary)")
            #expect(result.summary.hasPrefix("nothing was restored, and nothing changed: "))
            #expect(try bench.fixture.snapshot() == before, "\(what)")
            #expect(try bench.mark() == "old")
        }
    }

    @Test("A backup that still has its log is restored with what stands in the log")
    func backupWithLog() throws {
        try withDamage { (bench) throws in
            try bench.makeDatabase("other", bench.directory + "/backups/log.db")
            // Copied from a service in the middle of its work: the file and its log, without the shared memory.
            let path = bench.directory + "/backups/log.db"
            try bench.python(
                """
                import shutil
                c.execute('pragma wal_autocheckpoint=0')
                c.execute("insert into facts values (100000, 'zlate', 'x')")
                shutil.copy('\(path)', '\(path).bak'); shutil.copy('\(path)-wal', '\(path).bak-wal')
                """, path)
            let result = try restore(bench, from: "backups/log.db.bak")
            #expect(result.state == .done, "\(result.summary)")
            #expect(try bench.mark() == "zlate")
            #expect(try Files.list(bench.directory + "/backups") == ["good.db", "log.db", "log.db.bak", "log.db.bak-wal"])
        }
    }

    @Test("A missing database is restored too")
    func missing() throws {
        try withDamage { (bench) throws in
            for name in try bench.names() { try Files.remove(bench.directory + "/data/" + name) }
            let result = try restore(bench)
            #expect(result.state == .done, "\(result.summary)")
            #expect(try bench.mark() == "backup")
            #expect(try bench.names() == ["jarvis.db"])
        }
    }

    @Test("A cancellation and a deadline leave the old state")
    func endings() throws {
        try DatabaseBench.with { (bench) throws in
            try bench.makeDatabase("old", rows: 30_000)
            #expect(try bench.operations.backupDatabase(to: "backups/good.db", try bench.limits()).state == .done)
            try bench.python("c.execute(\"update facts set mark = 'newer'\")")
            let before = try bench.names()
            let cancellation = try Cancellation()
            let limits = try bench.limits(cancellation: cancellation) { if $0.contains("copied") { cancellation.cancel() } }
            let cancelled = try bench.operations.restoreDatabase(from: "backups/good.db", sha256: nil, limits)
            #expect(cancelled.state == .notRun, "\(cancelled.summary)")
            let late = try bench.operations.restoreDatabase(from: "backups/good.db", sha256: nil, try bench.limits(milliseconds: 5))
            #expect(late.state == .failed, "\(late.summary)")
            #expect(try bench.names() == before)
            #expect(try bench.mark() == "newer")
        }
    }

    @Test("The newest sound backup is found, and why newer ones were passed over")
    func newestSound() throws {
        try withDamage { (bench) throws in
            let good = try Files.read(bench.directory + "/backups/good.db")
            func write(_ bytes: [UInt8], _ name: String, minutesAgo: Int) throws {
                let path = try bench.fixture.write(bytes, to: "jarvis/" + name)
                var times = [timespec(), timespec()]
                for index in times.indices { times[index].tv_sec = time(nil) - 60 * minutesAgo }
                #expect(utimensat(AT_FDCWD, path, &times, 0) == 0)
            }
            try bench.fixture.makeDirectory("jarvis/data/backups")
            try write(good, "backups/good.db", minutesAgo: 50)
            try write(good, "backups/older.sqlite3", minutesAgo: 60)
            try write(Array(good.prefix(9000)), "data/backups/short.db", minutesAgo: 10)
            try write(Array("words".utf8), "data/words.bak", minutesAgo: 20)
            try write(good, "data/jarvis.db.bad-20260101-000000", minutesAgo: 1)
            try write(good, "data/other.db-wal", minutesAgo: 1)
            let choice = DatabaseBackups.newestSound(in: bench.configuration, environment: bench.environment, try bench.limits())
            #expect(choice.sound?.candidate.path == bench.directory + "/backups/good.db")
            #expect(choice.sound?.sha256 == SHA256.hex(good))
            #expect(choice.passedOver.map { Paths.name($0.candidate.path) } == ["short.db", "words.bak"])
            #expect(choice.passedOver.allSatisfy { !$0.why.isEmpty })
            #expect(
                BackupFiles.all(in: bench.configuration).map { Paths.name($0.path) }
                    == ["short.db", "words.bak", "good.db", "older.sqlite3"])
        }
    }
}
