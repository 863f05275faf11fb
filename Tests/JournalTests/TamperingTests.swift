import Glibc
import Journal
import SystemKit
import TestSupport
import Testing

/// What somebody with a database tool and a shell can do, each found with its row.
@Suite(.ownThread) struct TamperingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Python; `c` is the database, in autocommit mode.
        var sql = ""
        var shell = ""
        let kind: JournalFinding.Kind
        let table: String?
        let row: Int?
    }

    static let cases: [Case] = [
        Case(
            testDescription: "an edited row", sql: "c.execute(\"update runs set body = replace(body, 'mesh', 'mush') where seq = 12\")",
            kind: .edited, table: "runs", row: 12),
        Case(
            testDescription: "a row removed in the middle", sql: "c.execute('delete from decisions where seq = 15')", kind: .missing,
            table: nil, row: 15),
        Case(
            testDescription: "the last rows cut",
            sql: "for t in ['runs','steps','observations','decisions','approvals']: c.execute(f'delete from {t} where seq > 30')",
            kind: .missing, table: nil, row: 31),
        Case(
            testDescription: "two rows swapped",
            sql: """
                c.execute('update steps set seq = -1 where seq = 7')
                c.execute('update steps set seq = 7 where seq = 9')
                c.execute('update steps set seq = 9 where seq = -1')
                """, kind: .outOfOrder, table: "steps", row: 7),
        Case(testDescription: "the file deleted", shell: "rm -f DIR/journal.db*", kind: .missing, table: "journal", row: nil),
        Case(testDescription: "the anchor deleted", shell: "rm DIR/journal.anchor", kind: .missing, table: "anchor", row: nil),
        Case(testDescription: "the anchor emptied", shell: ": > DIR/journal.anchor", kind: .edited, table: "anchor", row: nil),
        Case(
            testDescription: "another head in the anchor", shell: "sed -i 's/\"head\":\"./\"head\":\"x/' DIR/journal.anchor", kind: .edited,
            table: "anchor", row: nil),
        Case(testDescription: "the file emptied", shell: ": > DIR/journal.db", kind: .missing, table: nil, row: 1),
        Case(
            testDescription: "a row moved to another table",
            sql: "c.execute('insert into decisions select * from steps where seq = 7'); c.execute('delete from steps where seq = 7')",
            kind: .edited, table: "decisions", row: 7),
        Case(
            testDescription: "a row added at the end, with a hash that chains but is not the right one",
            sql: "c.execute('insert into steps select 34, run, step, event, at, body, evidence, hash, hash from runs where seq = 33')",
            kind: .added, table: "steps", row: 34),
        Case(
            testDescription: "a table added", sql: "c.execute('create table notes(x)')", kind: .added, table: "schema", row: nil),
        Case(
            testDescription: "statistics, which are a table too", sql: "c.execute('analyze')", kind: .added, table: "schema", row: nil),
        Case(
            testDescription: "a column added", sql: "c.execute('alter table steps add column x')", kind: .edited, table: "schema", row: nil),
        Case(
            testDescription: "an index added", sql: "c.execute('create index i on steps(run)')", kind: .added, table: "schema", row: nil),
        Case(
            testDescription: "a trigger added",
            sql: "c.execute('create trigger t after insert on steps begin delete from runs; end')", kind: .added, table: "schema", row: nil),
        Case(
            testDescription: "another number of the format", sql: "c.execute('pragma user_version = 0')", kind: .edited, table: "schema",
            row: nil),
        Case(
            testDescription: "a table dropped", sql: "c.execute('drop table approvals')", kind: .edited, table: "schema", row: nil),
        Case(
            testDescription: "bytes of the evidence replaced",
            sql: "c.execute('update evidence set bytes = ? where id = 2', [b'nothing happened'])", kind: .edited, table: "evidence", row: 2),
        Case(
            testDescription: "evidence and its hash replaced",
            sql: """
                import hashlib
                b = b'nothing happened'
                c.execute('update evidence set bytes = ?, sha256 = ? where id = 2', [b, hashlib.sha256(b).hexdigest()])
                """, kind: .edited, table: "evidence", row: 2),
        Case(
            testDescription: "evidence removed", sql: "c.execute('delete from evidence where id = 3')", kind: .missing, table: "evidence",
            row: 3),
        Case(
            testDescription: "evidence added",
            sql: "import hashlib; c.execute('insert into evidence values(9, ?, ?)', [hashlib.sha256(b'x').hexdigest(), b'x'])",
            kind: .added, table: "evidence", row: 9),
        Case(
            testDescription: "two pieces of evidence swapped",
            sql: """
                c.execute('update evidence set id = -1 where id = 1')
                c.execute('update evidence set id = 1 where id = 2')
                c.execute('update evidence set id = 2 where id = -1')
                """, kind: .outOfOrder, table: "evidence", row: 1),
        Case(
            testDescription: "a row rewritten with a hash made for it",
            sql: """
                import hashlib
                r = list(c.execute('select * from runs where seq = 11').fetchone())
                r[5] = '{"outcome":"done","exit_code":0}'
                f = ['runs', str(r[0]), r[1], r[2], r[3], str(r[4]), r[5], r[6], r[7]]
                t = b'jarvis-ops journal 1\\n' + b''.join(b'-\\n' if x is None else b'%d:%s\\n' % (len(x.encode()), x.encode()) for x in f)
                c.execute('update runs set body = ?, hash = ? where seq = 11', [r[5], hashlib.sha256(t).hexdigest()])
                """, kind: .edited, table: "runs", row: 11),
    ]

    @Test("Noticed, with its row:", arguments: cases)
    func noticed(_ tampering: Case) throws {
        try Fixture.with { fixture in
            try fixture.filled()
            #expect(try fixture.verify().findings == [])
            try fixture.damage(tampering)
            let findings = try fixture.verify().findings
            #expect(
                findings.contains { $0.kind == tampering.kind && $0.table == tampering.table && $0.row == tampering.row }, "\(findings)")
        }
    }

    @Test("The file replaced by an older copy is noticed, with the rows that are gone")
    func olderCopy() throws {
        try Fixture.with { fixture in
            try fixture.filled(runs: 1)
            let old = try Files.read(fixture.database)
            let journal = try fixture.journal()
            try journal.append(sampleRun("run-2"))
            journal.close()
            try fixture.write(old, to: "state/jarvis-ops/journal.db", mode: 0o600)
            let check = try fixture.verify()
            #expect(check.findings.map(\.kind) == Array(repeating: .missing, count: 11))
            #expect(check.findings.compactMap(\.row) == Array(12...22))
            #expect(check.head.rows == 11)
            #expect(journalError { try fixture.journal() }?.kind == .tampered)
        }
    }

    @Test("What a quick look can see keeps the journal from being written, and never from being read")
    func refusedForWriting() throws {
        for statement in ["delete from runs where seq = 33", "create table notes(x)", "update runs set hash = 'x' where seq = 33"] {
            try Fixture.with { fixture in
                try fixture.filled()
                try fixture.tamper("c.execute(\"\(statement)\")")
                let error = try #require(journalError { try fixture.journal() })
                #expect(error.kind == .tampered)
                #expect(error.hint?.contains("audit verify") == true)
                let reading = try #require(try Journal.openForReading(directory: fixture.state, deadline: .generous))
                #expect(reading.warning?.kind == .tampered)
                #expect(try reading.runs().count == 3)
            }
        }
    }

    @Test(
        "A link, a directory or a pipe in the place of a file is a finding, and no place to write to",
        arguments: ["journal.db", "journal.anchor", "journal.db-wal"].flatMap { name in ["link", "directory", "pipe"].map { (name, $0) } })
    func replaced(name: String, kind: String) throws {
        try Fixture.with { fixture in
            try fixture.filled()
            let path = fixture.state + "/" + name
            let elsewhere = fixture.path("elsewhere")
            if Files.exists(path) { try #require(rename(path, elsewhere) == 0) }
            switch kind {
            case "link": try #require(symlink(elsewhere, path) == 0)
            case "directory": try #require(mkdir(path, 0o700) == 0)
            default: try #require(mkfifo(path, 0o600) == 0)
            }
            let findings = try fixture.verify().findings
            #expect(findings.contains { $0.message.contains("no regular file") }, "\(findings)")
            #expect(journalError { try fixture.journal() }?.kind == .tampered)
        }
    }

    @Test("A file of a later format is not touched, and said to be one")
    func newerFormat() throws {
        try Fixture.with { fixture in
            try fixture.filled()
            try fixture.tamper("c.execute('pragma user_version = 3')")
            #expect(journalError { try fixture.journal() }?.kind == .newerFormat)
        }
    }

    @Test("A journal that is replaced while it is open takes no further rows")
    func replacedWhileOpen() throws {
        try Fixture.with { fixture in
            let journal = try fixture.journal()
            try journal.append(sampleRun("run-1"))
            let shell = try ChildProcess(
                ["sh", "-c", "cp \(fixture.database) \(fixture.path("copy")); mv \(fixture.path("copy")) \(fixture.database)"],
                output: fixture.path("sh.out"))
            #expect(try shell.wait() == 0)
            #expect(journalError { try journal.append(sampleRun("run-2")) }?.kind == .tampered)
        }
    }
}
