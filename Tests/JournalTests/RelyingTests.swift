import Journal
import SystemKit
import TestSupport
import Testing

/// Before a rule relies on a row, all of the journal is looked at.
@Suite(.ownThread) struct RelyingTests {
    /// Rows that are not what was written: the last ones, which a quick look sees too, and those before them.
    private static let rows = TamperingTests.cases.filter { $0.row != nil && $0.table != "evidence" && $0.shell.isEmpty }

    @Test("Rows that are not what was written make it no journal, for writing and for reading", arguments: rows)
    func damaged(_ damage: TamperingTests.Case) throws {
        try Fixture.with { fixture in
            try fixture.filled()
            let open = try fixture.journal()
            let reading = try #require(try Journal.openForReading(directory: fixture.state, deadline: .generous))
            try open.requireWhole()
            try reading.requireWhole()
            try fixture.damage(damage)
            // It was whole a moment ago, and is asked for again.
            #expect(journalError { try open.requireWhole() }?.kind == .tampered)
            #expect(journalError { try reading.requireWhole() }?.kind == .tampered)
            // Whoever comes later sees it at once.
            let later = try #require(try Journal.openForReading(directory: fixture.state, deadline: .generous))
            #expect(journalError { try later.requireWhole() }?.kind == .tampered)
        }
    }

    @Test("So does a row that stands before the first one")
    func before() throws {
        try Fixture.with { fixture in
            try fixture.filled()
            try fixture.tamper(
                """
                r = list(c.execute('select * from runs where seq = 1').fetchone())
                c.execute('insert into runs values(?, ?, ?, ?, ?, ?, ?, ?, ?)', [-3] + r[1:])
                """)
            #expect(journalError { try fixture.journal().requireWhole() }?.kind == .tampered)
        }
    }

    @Test("An anchor that is gone, or of another head, makes it none", arguments: ["rm", "sed -i 's/\"head\":\"./\"head\":\"x/'"])
    func anchor(command: String) throws {
        try Fixture.with { fixture in
            try fixture.filled()
            let journal = try fixture.journal()
            let shell = try ChildProcess(["sh", "-c", "\(command) '\(fixture.anchor)'"], output: fixture.path("sh.out"))
            #expect(try shell.wait() == 0)
            #expect(journalError { try journal.requireWhole() }?.kind == .tampered)
        }
    }

    @Test("What a quick look found beside the rows is said again")
    func warned() throws {
        try Fixture.with { fixture in
            try fixture.filled()
            try fixture.tamper("c.execute('create table notes(x)')")
            let reading = try #require(try Journal.openForReading(directory: fixture.state, deadline: .generous))
            let warning = try #require(reading.warning)
            #expect(journalError { try reading.requireWhole() } == warning)
        }
    }

    @Test("What another process added is looked at too, and is no damage")
    func added() throws {
        try Fixture.with { fixture in
            try fixture.filled()
            let reading = try #require(try Journal.openForReading(directory: fixture.state, deadline: .generous))
            try reading.requireWhole()
            let journal = try fixture.journal()
            try journal.append(sampleRun("after"))
            try reading.requireWhole()
            journal.close()
        }
    }
}
