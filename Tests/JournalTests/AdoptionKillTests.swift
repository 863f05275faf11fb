import Glibc
import Journal
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct AdoptionKillTests {
    /// What is adopted: a readable database with a row that was edited, and bytes that are no database, beside a log.
    enum Damage: String, CaseIterable { case row, file }

    @Test(
        "Killed before any such system call, an adoption leaves the damaged journal or the new one, and can be done again",
        arguments: [
            ("openat", 20), ("write", 2), ("pwrite64", 10), ("fsync", 4), ("fdatasync", 2), ("renameat,rename,renameat2", 2),
            ("ftruncate", 1), ("unlink,unlinkat", 4), ("linkat,link", 2), ("flock", 1), ("close", 20),
        ])
    func everywhere(call: String, atLeast expected: Int) throws {
        try Strace.require()
        for damage in Damage.allCases {
            let points = try KillPoints.each(of: "adopt \(damage.rawValue) \(call)") { try kill(at: $0, of: call, damage) }
            print("killed at \(points) points of \(call), \(damage.rawValue)")
            #expect(points >= KillPoints.least(expected))
        }
    }

    /// False when the program ended before the call was made so many times.
    private func kill(at number: Int, of call: String, _ damage: Damage) throws -> Bool {
        try Fixture.with { fixture in
            try fixture.filled()
            switch damage {
            case .row: try fixture.tamper("c.execute(\"update runs set body = '{}' where seq = 12\")")
            case .file:
                try fixture.write(Array(repeating: 7, count: 9000), to: "state/jarvis-ops/journal.db", mode: 0o600)
                try fixture.write(Array(repeating: 8, count: 9000), to: "state/jarvis-ops/journal.db-wal", mode: 0o600)
            }
            let before = try fixture.verify().findings
            let left = Set(try fixture.snapshot().values)
            let command =
                Strace.words(call, "signal=KILL:when=\(number)")
                + [JournalHelper.path, "adopt", fixture.state]
            let child = try ChildProcess(command, output: fixture.path("out"))
            let code = try child.wait()
            let what: Comment = "\(call) \(number), \(damage.rawValue): \(child.output)"
            // Looking changes nothing, and sees the one or the other.
            let after = try fixture.verify()
            #expect(after.findings == (after.adoption == nil ? before : []), what)
            #expect(left.isSubset(of: Set(try fixture.snapshot().values)), what)
            let again = try fixture.adopt()
            #expect((again == nil) == (after.adoption != nil), what)
            let journal = try fixture.journal()
            try journal.requireWhole()
            try journal.append(sampleRun("after"))
            journal.close()
            let check = try fixture.verify()
            #expect(check.findings == [] && check.adoption != nil, what)
            #expect(left.isSubset(of: Set(try fixture.snapshot().values)), what)
            let old = Journal.putAside(directory: fixture.state, deadline: .generous)
            if damage == .row { #expect(try old.map { try $0.runs().count } == [3], what) }
            return code != 0
        }
    }
}
