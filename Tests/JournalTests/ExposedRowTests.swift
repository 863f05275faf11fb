import Glibc
import JSONKit
import SystemKit
import TestSupport
import Testing

@testable import Journal

/// Rows that were written while others could write the journal too.
@Suite(.ownThread) struct ExposedRowTests {
    /// Appends a row for each mode of the file in turn; the events of that table that rules may rely on afterwards.
    private func relied(_ modes: [mode_t], directory: [mode_t] = []) throws -> [String] {
        try Fixture.with { fixture in
            let path = fixture.path("jarvis-ops")
            try Journal.open(directory: path, deadline: .generous).close()
            for (index, mode) in modes.enumerated() {
                try #require(chmod(path + "/journal.db", mode) == 0)
                if index < directory.count { try #require(chmod(path, directory[index]) == 0) }
                let journal = try Journal.open(directory: path, deadline: .generous)
                try journal.append([
                    JournalEntry(.observations, run: "r\(index)", event: "seen", body: ["n": index.json]),
                    JournalEntry(.runs, run: "r\(index)", event: "began", body: ["command": "x", "kind": "read"]),
                ])
                journal.close()
            }
            try #require(chmod(path + "/journal.db", 0o600) == 0 && chmod(path, 0o700) == 0)
            let journal = try #require(try Journal.openForReading(directory: path, deadline: .generous))
            try journal.requireWhole()
            let relied = try ReliedJournal(journal)
            let rows = try relied.rows(table: .observations, event: "seen")
            #expect(try relied.rows(table: .runs, event: "began").map(\.run) == rows.map(\.run))
            #expect(try journal.rows(table: .observations, event: "seen").count == modes.count)
            for row in try journal.rows(table: .observations, event: "seen") {
                #expect(relied.counts(row) == rows.contains { $0.seq == row.seq })
                #expect(try relied.rows(run: row.run).isEmpty != relied.counts(row))
            }
            return rows.map(\.run)
        }
    }

    @Test("They count for nothing once it is closed, nor does what stood before them; what is written afterwards counts")
    func exposed() throws {
        #expect(try relied([0o600, 0o600]) == ["r0", "r1"])
        #expect(try relied([0o600, 0o666]) == [])
        #expect(try relied([0o600, 0o666, 0o600]) == ["r2"])
        #expect(try relied([0o660]) == [] && relied([0o644]) == ["r0"])
        #expect(try relied([0o600, 0o600, 0o600], directory: [0o700, 0o777, 0o700]) == ["r2"])
        #expect(try relied([0o660, 0o660], directory: [0o2770, 0o2770]) == ["r0", "r1"])
    }

    @Test("A body that speaks of it in its own words makes no row an exposed one")
    func words() throws {
        try Fixture.with { fixture in
            let path = fixture.path("jarvis-ops")
            let journal = try Journal.open(directory: path, deadline: .generous)
            let text = "\"exposed\":true"
            try journal.append([
                JournalEntry(.observations, run: "a", event: "seen", body: ["text": text.json, "deep": ["exposed": true]])
            ])
            #expect(try ReliedJournal(journal).rows(table: .observations, event: "seen").count == 1)
        }
    }
}
