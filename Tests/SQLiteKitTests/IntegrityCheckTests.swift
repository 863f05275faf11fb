import SQLiteKit
import Synchronization
import SystemKit
import TestSupport
import Testing

private let large = """
    c.execute('pragma synchronous=off')
    c.execute('create table t (a, b)')
    c.execute('with recursive n(i) as (select 1 union all select i + 1 from n where i < 150000) insert into t select i, hex(randomblob(100)) from n')
    c.execute('create index i on t (b)')
    """

/// integrity_check with its progress, its end before time, and its findings.
@Suite(.ownThread) struct IntegrityCheckTests {
    @Test("A sound database is sound, every page of it read", arguments: ["delete", "wal"])
    func sound(mode: String) throws {
        try Fixture.with { fixture in
            let path = try makeDatabase("c.execute('pragma journal_mode=\(mode)')\n" + large, in: fixture)
            let report = try openDatabase(path).checkIntegrity(deadline: .generous, cancellation: Cancellation())
            #expect(report.isSound)
            #expect(report.end.pageCount > 5000)
            #expect(report.end.pagesRead >= report.end.pageCount - 2)
        }
    }

    @Test("Pages that stand in a log count too")
    func log() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase("c.execute('pragma journal_mode=wal'); c.execute('create table x (a)')", in: fixture)
            let holder = try holdDatabase(
                path, "c.execute('pragma wal_autocheckpoint=0')\n" + large + "\nprint('ready 0')", in: fixture)
            let report = try openDatabase(path).checkIntegrity(deadline: .generous, cancellation: Cancellation())
            #expect(report.isSound)
            #expect(report.end.pagesRead >= report.end.pageCount - 2)
            holder.process.stop()
        }
    }

    @Test("A damaged page is found, in SQLite's words")
    func damaged() throws {
        try Fixture.with { fixture in
            var bytes = try Files.read(makeDatabase(large, in: fixture))
            for offset in 0..<64 { bytes[4096 * 100 + offset] = 0xA5 }
            let path = try fixture.write(bytes, to: "damaged.db")
            let report = try openDatabase(path).checkIntegrity(findingLimit: 5, deadline: .generous, cancellation: Cancellation())
            #expect(!report.isSound)
            #expect(report.findings.count <= 6)
        }
    }

    @Test("It tells how far it is while it runs, and a cancellation ends it")
    func cancelled() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase(
                large.split(separator: "\n").map { $0.contains("recursive") ? "for _ in range(6): \($0)" : String($0) }.joined(
                    separator: "\n"),
                in: fixture)
            let cancellation = try Cancellation()
            let seen = Mutex<[IntegrityProgress]>([])
            let begin = MonotonicTime.now()
            let error = sqliteError {
                try openDatabase(path).checkIntegrity(deadline: .generous, cancellation: cancellation) { progress in
                    seen.withLock { $0.append(progress) }
                    if progress.pagesRead > 0 { cancellation.cancel() }
                }
            }
            let took = MonotonicTime.now().milliseconds(since: begin)
            // A machine that is quick enough to be done within a fifth of a second shows nothing to be cancelled.
            guard let error else { return #expect(took < 400) }
            #expect(error.kind == .cancelled)
            let progress = try #require(seen.withLock { $0.last })
            #expect(progress.pagesRead > 0)
            #expect(progress.pageCount > 10_000)
            #expect(progress.elapsedMilliseconds >= 190)
        }
    }

    @Test("It ends at its deadline")
    func deadline() throws {
        try Fixture.with { fixture in
            let database = try openDatabase(makeDatabase(large, in: fixture))
            let error = sqliteError { try database.checkIntegrity(deadline: .after(milliseconds: 20), cancellation: Cancellation()) }
            #expect(error?.kind == .timedOut)
            #expect(try database.checkIntegrity(quick: true, deadline: .generous, cancellation: Cancellation()).isSound)
        }
    }
}
