import Glibc
import Journal
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct KillTests {
    @Test(
        "Killed before any such system call: what was said to be durable is there, and the chain is whole",
        arguments: [
            ("openat", 20), ("write", 4), ("pwrite64", 20), ("fsync", 5), ("fdatasync", 6), ("renameat,rename,renameat2", 3),
            ("ftruncate", 1),
            ("unlink,unlinkat", 2), ("mkdir", 2), ("flock", 6), ("close", 20),
        ])
    func everywhere(call: String, atLeast expected: Int) throws {
        try Strace.require()
        let points = try KillPoints.each(of: "journal \(call)") { try kill(at: $0, of: call) }
        print("killed at \(points) points of \(call)")
        #expect(points >= KillPoints.least(expected))
    }

    /// False when the program ended before the call was made so many times.
    private func kill(at number: Int, of call: String) throws -> Bool {
        try Fixture.with { fixture in
            let command =
                Strace.words(call, "signal=KILL:when=\(number)")
                + [JournalHelper.path, "append", fixture.state, "r", "2"]
            let child = try ChildProcess(command, output: fixture.path("out"))
            let code = try child.wait()
            let claimed = durable(child.output) ?? 0
            let what: Comment = "\(call) \(number): \(child.output)"
            // What looks first changes nothing and finds nothing.
            let before = try fixture.verify()
            #expect(before.findings == [], what)
            #expect(before.head.rows >= claimed && before.head.rows % 2 == 0, what)
            let journal = try fixture.journal()
            #expect(try journal.head() == before.head, what)
            let head = try journal.append(sampleRun("after"))
            #expect(head.rows == before.head.rows + 11, what)
            journal.close()
            let check = try fixture.verify()
            #expect(check.findings == [] && check.anchored == head, what)
            #expect(try Files.list(fixture.state) == ["journal.anchor", "journal.db"], what)
            return code != 0
        }
    }

    @Test("A process that is killed at no chosen moment leaves a journal that goes on")
    func anyMoment() throws {
        try Fixture.with { fixture in
            var claimed = 0
            for round in 1...6 {
                let child = try ChildProcess(
                    [JournalHelper.path, "append", fixture.state, "r-\(round)", "100000"], output: fixture.path("out-\(round)"))
                try waitUntil("a few appends are done") { (durable(child.output) ?? 0) > claimed + round * 5 }
                child.stop()
                claimed = durable(child.output) ?? claimed
                let check = try fixture.verify()
                #expect(check.findings == [])
                #expect(check.head.rows >= claimed)
                // At most one append is committed and not anchored yet.
                #expect(check.head.rows - (check.anchored?.rows ?? 0) <= 2)
                claimed = check.head.rows
            }
            #expect(try fixture.journal().head().rows == claimed)
        }
    }

    @Test("An anchor that is behind by rows that chain is accepted, and replaced at the next opening")
    func anchorBehind() throws {
        try Fixture.with { fixture in
            try fixture.filled(runs: 1)
            let old = try Files.read(fixture.anchor)
            let journal = try fixture.journal()
            let head = try journal.append(sampleRun("run-2"))
            journal.close()
            try fixture.write(old, to: "state/jarvis-ops/journal.anchor")
            let check = try fixture.verify()
            #expect(check.findings == [] && check.head == head && check.anchored?.rows == 11)
            #expect(try fixture.journal().head() == head)
            #expect(try fixture.verify().anchored == head)
            #expect(try Files.read(fixture.anchor) != old)
        }
    }

    @Test("Processes that append at once and a reader beside them: one whole chain, with every row that was said to be durable")
    func atOnce() throws {
        try Fixture.with { fixture in
            let helpers = try (1...3).map { number in
                try ChildProcess([JournalHelper.path, "append", fixture.state, "r-\(number)", "40"], output: fixture.path("out-\(number)"))
            }
            try waitUntil("all have appended", seconds: 120) {
                let findings = try fixture.verify().findings
                #expect(findings == [])
                return !helpers.contains(where: \.isRunning)
            }
            for helper in helpers { #expect(try helper.wait() == 0, "\(helper.output)") }
            let check = try fixture.verify()
            #expect(check.findings == [] && check.head.rows == 240 && check.anchored == check.head)
            let journal = try fixture.journal()
            for number in 1...3 {
                let steps = try journal.run("r-\(number)").steps
                #expect(steps.map(\.id) == (0..<40).map { "s/\($0)" })
                #expect(steps.allSatisfy { $0.state == "done" })
            }
        }
    }
}
