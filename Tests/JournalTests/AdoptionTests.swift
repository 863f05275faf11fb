import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// A new chain after a damaged journal, and what remains of the damaged one.
@Suite(.ownThread) struct AdoptionTests {
    @Test("After any damage there is a whole chain that says what was wrong, and what was damaged is kept", arguments: TamperingTests.cases)
    func everyDamage(_ damage: TamperingTests.Case) throws {
        try Fixture.with { fixture in
            try fixture.filled()
            try fixture.damage(damage)
            let before = try fixture.verify()
            let left = try fixture.snapshot()
            let adopted = try #require(try fixture.adopt())
            #expect(adopted.found.findings == before.findings)
            let check = try fixture.verify()
            #expect(check.findings == [] && check.anchored == adopted.head)
            let adoption = try #require(check.adoption)
            #expect(adoption.reason == "a test" && adoption.findings == before.findings.count)
            #expect(adoption.anchored == before.anchored && adoption.head == before.head && adoption.putAside == adopted.putAside)
            // Whatever lay there still does, under one name or another.
            let now = Set(try fixture.snapshot().values)
            for (path, bytes) in left where !path.hasSuffix("-shm") && !path.hasSuffix("-wal") { #expect(now.contains(bytes), "\(path)") }
            // It is written on, and the next check finds nothing.
            let journal = try fixture.journal()
            try journal.requireWhole()
            try journal.append(sampleRun("after"))
            journal.close()
            #expect(try fixture.verify().findings == [])
        }
    }

    @Test("What stood in a damaged journal can still be read, and not as rows of the present one")
    func readable() throws {
        try Fixture.with { fixture in
            try fixture.filled()
            try fixture.tamper("c.execute('delete from decisions where seq = 15')")
            try fixture.adopt()
            let old = Journal.putAside(directory: fixture.state, deadline: .generous)
            #expect(try old.map { try $0.runs().map(\.id) } == [["run-3", "run-2", "run-1"]])
            #expect(old.first?.warning?.kind == .tampered)
            #expect(try fixture.journal().runs().map(\.id) == ["adoption"])
            // Adopted once more, the newest comes first.
            try fixture.tamper("c.execute('delete from runs where seq = 2')")
            try fixture.adopt()
            #expect(
                try Journal.putAside(directory: fixture.state, deadline: .generous).map { try $0.runs().count } == [1, 3])
            #expect(try fixture.verify().findings == [])
        }
    }

    @Test("A journal that verifies, and none at all, are left as they are")
    func nothing() throws {
        try Fixture.with { fixture in
            #expect(try fixture.adopt() == nil)
            #expect(!Files.exists(fixture.state))
            try fixture.filled()
            let before = try fixture.snapshot()
            #expect(try fixture.adopt() == nil)
            #expect(try fixture.snapshot() == before)
        }
    }

    @Test("A file that is no database any more is put aside as it is", arguments: ["garbage", "cut", "header", "pages"])
    func damagedFile(kind: String) throws {
        try Fixture.with { fixture in
            try fixture.filled()
            var bytes = try Files.read(fixture.database)
            var random = Seeded(state: 7)
            switch kind {
            case "garbage": bytes = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) }
            case "cut": bytes = Array(bytes.prefix(5000))
            case "header": for index in 16..<100 { bytes[index] = UInt8.random(in: 0...255, using: &random) }
            default: for index in 4096..<bytes.count { bytes[index] = UInt8.random(in: 0...255, using: &random) }
            }
            try fixture.write(bytes, to: "state/jarvis-ops/journal.db", mode: 0o600)
            let log = Array(repeating: UInt8(3), count: kind == "garbage" ? 4000 : 0)
            if !log.isEmpty { try fixture.write(log, to: "state/jarvis-ops/journal.db-wal", mode: 0o600) }
            let name = try #require(try fixture.adopt()?.putAside)
            #expect(try Files.read(fixture.state + "/" + name) == bytes)
            if !log.isEmpty { #expect(try Files.read(fixture.state + "/" + name + "-wal") == log) }
            #expect(try fixture.verify().findings == [])
            // Whether it can be read or not, nobody fails of it.
            for old in Journal.putAside(directory: fixture.state, deadline: .generous) { _ = try? old.runs() }
        }
    }

    @Test("Three hundred databases with damaged bytes: each can be gone on from")
    func damagedBytes() throws {
        try Fixture.with { fixture in
            try fixture.filled(runs: 2)
            let whole = try Files.read(fixture.database)
            let anchor = try Files.read(fixture.anchor)
            var random = Seeded(state: 11)
            for round in 0..<300 {
                var bytes = whole
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                let state = fixture.path("\(round)")
                try #require(mkdir(state, 0o700) == 0)
                try fixture.write(bytes, to: "\(round)/journal.db", mode: 0o600)
                try fixture.write(anchor, to: "\(round)/journal.anchor", mode: 0o600)
                let before = try Journal.verify(directory: state, deadline: .generous)
                let adopted = try fixture.adopt(state)
                #expect((adopted == nil) == before.findings.isEmpty, "\(round): \(before.findings)")
                #expect(try Journal.verify(directory: state, deadline: .generous).findings == [], "\(round)")
                try Journal.open(directory: state, deadline: .generous).requireWhole()
            }
        }
    }

    @Test(
        "A link, a directory or a pipe in the place of a file is moved out of the way",
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
            #expect(try fixture.adopt() != nil)
            #expect(try fixture.verify().findings == [])
            #expect(try fixture.journal().head().rows == 2)
        }
    }

    @Test("The new files are for their owner alone, whatever the umask")
    func modes() throws {
        try Fixture.with { fixture in
            try fixture.filled()
            try fixture.tamper("c.execute('delete from decisions where seq = 15')")
            let script = "umask 0; exec '\(JournalHelper.path)' adopt '\(fixture.state)'"
            #expect(try ChildProcess(["sh", "-c", script], output: fixture.path("out")).wait() == 0)
            for name in try Files.list(fixture.state) { #expect(mode(fixture.state + "/" + name) == 0o600, "\(name)") }
            #expect(try Files.list(fixture.state).count == 4)
        }
    }

    @Test("A change anywhere, also far before the last rows, is seen before a row is relied on")
    func everyRow() throws {
        for statement in [
            "update runs set body = '{}' where seq = 1", "delete from steps where seq = 8",
            "update approvals set at = at + 1 where seq = 16",
            "insert into observations select -5, run, step, event, at, body, evidence, previous, hash from observations where seq = 3",
        ] {
            try Fixture.with { fixture in
                try fixture.filled()
                let journal = try fixture.journal()
                try journal.requireWhole()
                try fixture.tamper("c.execute(\"\(statement)\")")
                // The end of the chain is as it was: rows are still added. What it holds is not relied on, by whoever has it open either.
                #expect(journalError { try journal.requireWhole() }?.kind == .tampered, "\(statement)")
                #expect(journalError { try fixture.journal().requireWhole() }?.kind == .tampered, "\(statement)")
                let reader = try #require(try Journal.openForReading(directory: fixture.state, deadline: .generous))
                #expect(journalError { try reader.requireWhole() }?.kind == .tampered, "\(statement)")
            }
        }
    }
}

extension Fixture {
    /// Adopts as `audit adopt` does.
    @discardableResult
    func adopt(_ directory: String? = nil) throws -> Journal.Adopted? {
        try Journal.adopt(directory: directory ?? state, deadline: .generous) { found, putAside in
            let body = Adoption.body(found, putAside: putAside, reason: "a test", by: .null)
            return [
                JournalEntry(.runs, run: "adoption", event: Journal.adoptionEvent, body: body),
                JournalEntry(.runs, run: "adoption", event: "ended"),
            ]
        }
    }

    /// Does to the journal what a case of tampering says.
    func damage(_ tampering: TamperingTests.Case) throws {
        if !tampering.sql.isEmpty { try tamper(tampering.sql) }
        guard !tampering.shell.isEmpty else { return }
        let command = tampering.shell.replacing("DIR", with: state)
        let shell = try ChildProcess(["sh", "-c", command], output: path("sh.out"))
        #expect(try shell.wait() == 0)
    }
}
