import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct LimitTests {
    @Test("Directory and files are for their owner alone, whatever the umask, and nothing else lies there")
    func modes() throws {
        for mask in ["0", "0777", "0277"] {
            try Fixture.with { fixture in
                let script = "umask \(mask); exec '\(JournalHelper.path)' append '\(fixture.state)' r 2"
                let helper = try ChildProcess(["sh", "-c", script], output: fixture.path("out"))
                #expect(try helper.wait() == 0, "\(helper.output)")
                #expect(mode(fixture.path("state")) == 0o700)
                #expect(mode(fixture.state) == 0o700)
                for name in try Files.list(fixture.state) { #expect(mode(fixture.state + "/" + name) == 0o600, "\(name)") }
                #expect(try Files.list(fixture.state) == ["journal.anchor", "journal.db"])
            }
        }
    }

    @Test("What the superuser writes stays the owner's to read and to go on with", .enabled(if: geteuid() == 0))
    func superuser() throws {
        try Fixture.with { fixture in
            try fixture.filled(runs: 1)
            for path in [fixture.state, fixture.database, fixture.anchor] { try #require(chown(path, 65534, 65534) == 0) }
            let journal = try fixture.journal()
            try journal.append(sampleRun("run-2"))
            journal.close()
            for path in [fixture.database, fixture.anchor] {
                var status = stat()
                try #require(stat(path, &status) == 0)
                #expect(status.st_uid == 65534 && status.st_gid == 65534)
            }
        }
    }

    @Test("While it is open the log beside it has the same mode")
    func logModes() throws {
        try Fixture.with { fixture in
            let journal = try fixture.journal()
            try journal.append(sampleRun("run-1"))
            #expect(try Files.list(fixture.state) == ["journal.anchor", "journal.db", "journal.db-shm", "journal.db-wal"])
            for name in try Files.list(fixture.state) { #expect(mode(fixture.state + "/" + name) == 0o600, "\(name)") }
            journal.close()
            #expect(try Files.list(fixture.state) == ["journal.anchor", "journal.db"])
        }
    }

    @Test("Evidence is kept whole up to its limit, and beyond it as head and tail with a line that says how much is missing")
    func evidence() throws {
        let small = JournalEvidence(name: "a", bytes: Array(repeating: 65, count: JournalEvidence.limit))
        #expect(small.bytes.count == JournalEvidence.limit && small.leftOut == 0)
        let source = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 / 251) }
        let large = JournalEvidence(name: "a", bytes: source)
        #expect(large.bytes.count <= JournalEvidence.limit)
        #expect(large.bytes.starts(with: source.prefix(130_000)))
        #expect(large.bytes.suffix(130_000) == source.suffix(130_000))
        let mark = "[… \(large.leftOut) bytes left out …]"
        #expect(large.leftOut > 1_700_000)
        #expect(String(decoding: large.bytes, as: UTF8.self).contains(mark))
        try Fixture.with { fixture in
            let journal = try fixture.journal()
            try journal.append([JournalEntry(.steps, run: "r", step: "s", event: "done", evidence: [large, small, large])])
            let kept = try journal.rows(run: "r")[0].evidence
            #expect(kept.map(\.leftOut) == [large.leftOut, 0, large.leftOut])
            #expect(kept.map(\.row) == [1, 2, 1])
            #expect(try journal.evidence(large.sha256) == large.bytes)
            #expect(try fixture.verify().findings == [])
        }
    }

    @Test("An approval counts once, also for another process and within one append")
    func approvals() throws {
        try Fixture.with { fixture in
            let spent = JournalEntry(.approvals, run: "r", event: "spent", body: ["id": "a-1"])
            let first = try fixture.journal()
            let second = try fixture.journal()
            let twice = try #require(journalError { try first.append([spent, spent]) })
            #expect(twice.kind == .spentBefore)
            #expect(try first.head() == .empty)
            try first.append([spent])
            let error = try #require(journalError { try second.append([JournalEntry(.steps, run: "q", step: "s", event: "done"), spent]) })
            #expect(error.kind == .spentBefore)
            #expect(error.message.contains("a-1") && error.message.contains("run r"))
            #expect(try second.head().rows == 1)
            #expect(try fixture.verify().findings == [])
        }
    }

    @Test("A disk that fills up ends an append with nothing of it kept; with room again the chain goes on", arguments: [1, 8, 24, 60])
    func fullDisk(kilobytes: Int) throws {
        try Fixture.with { fixture in
            let head = try fixture.filled(runs: 1)
            // A limit on file sizes stands for a full disk: it needs no rights, and fails in the same calls.
            let script = "ulimit -f \(kilobytes); exec '\(JournalHelper.path)' append '\(fixture.state)' r 400"
            let helper = try ChildProcess(["sh", "-c", script], output: fixture.path("out"))
            #expect(try helper.wait() == 1)
            #expect(helper.output.contains("error diskFull"), "\(helper.output)")
            let check = try fixture.verify()
            #expect(check.findings == [])
            #expect(check.head.rows == durable(helper.output) ?? head.rows)
            let journal = try fixture.journal()
            try journal.append(sampleRun("run-2"))
            #expect(try fixture.verify().findings == [])
        }
    }

    @Test("On a file system that is mounted for reading only, reading goes on and writing is refused")
    func readOnly() throws {
        try Fixture.with { fixture in
            try fixture.filled(runs: 1)
            // Own mounts need a mount namespace, which some machines do not give.
            let script = """
                mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 99
                "$2" append "$1" r 1; "$2" append "$1/new" r 1; "$2" append "$1/journal.db/x" r 1; exit 0
                """
            let child = try ChildProcess(
                ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", fixture.state, JournalHelper.path],
                output: fixture.path("out"))
            let code = try child.wait()
            if code != 0 {
                print("NOT TESTED: a journal on a read-only file system; it needs a mount namespace")
                try Test.cancel("no mount namespace here (\(code))")
            }
            let lines = child.output.split(separator: "\n")
            #expect(lines.count == 3)
            #expect(lines[0].hasPrefix("error readOnly"), "\(lines[0])")
            #expect(lines[1].hasPrefix("error cannotCreate"), "\(lines[1])")
            #expect(lines[2].hasPrefix("error cannotCreate"), "\(lines[2])")
            #expect(try fixture.verify().findings == [])
        }
    }

    @Test("A journal that another process holds is waited for until the deadline, and then said to be held")
    func locked() throws {
        try Fixture.with { fixture in
            try fixture.filled(runs: 1)
            let holder = try PythonServer(
                "import fcntl, os, sys, time\nd = os.open(sys.argv[1], os.O_RDONLY)\nfcntl.flock(d, fcntl.LOCK_EX)\nprint('ready 0')\ntime.sleep(3600)",
                in: fixture, arguments: [fixture.state])
            let soon = Deadline.after(milliseconds: 50)
            #expect(journalError { try Journal.open(directory: fixture.state, deadline: soon) }?.kind == .locked)
            #expect(journalError { try Journal.verify(directory: fixture.state, deadline: soon) }?.kind == .locked)
            holder.process.stop()
            #expect(try fixture.journal().head().rows == 11)
        }
    }

    @Test("A database that another program holds for itself is waited for until the deadline, and then said to be held")
    func lockedDatabase() throws {
        try Fixture.with { fixture in
            try fixture.filled(runs: 1)
            let holder = try PythonServer(
                """
                import sqlite3, sys, time
                c = sqlite3.connect(sys.argv[1], isolation_level=None)
                c.execute('pragma locking_mode = exclusive')
                c.execute('begin exclusive')
                print('ready 0')
                time.sleep(3600)
                """, in: fixture, arguments: [fixture.database])
            let soon = Deadline.after(milliseconds: 50)
            #expect(journalError { try Journal.open(directory: fixture.state, deadline: soon) }?.kind == .locked)
            holder.process.stop()
            #expect(try fixture.journal().head().rows == 11)
        }
    }

    @Test("Ten thousand rows are checked, and the newest run is found among them")
    func many() throws {
        try Fixture.with { fixture in
            let journal = try fixture.journal()
            for number in 0..<10 {
                try journal.append((0..<1000).map { JournalEntry(.steps, run: "r-\(number)", step: "s-\($0)", event: "done") })
            }
            let check = try fixture.verify()
            #expect(check.findings == [] && check.head.rows == 10_000)
            let run = try journal.run("last")
            #expect(run.id == "r-9" && run.steps.count == 1000)
        }
    }
}

func mode(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
}

/// The last number of rows that the helper saw on the disk; nil when there was none.
func durable(_ output: String) -> Int? {
    output.split(separator: "\n").last { $0.hasPrefix("durable ") }.flatMap { Int($0.dropFirst(8)) }
}

/// The program `journal-helper` beside the test bundle.
enum JournalHelper {
    static let path: String = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? Files.linkTarget("/proc/self/exe") ?? ""
        return Paths.parent(bundle) + "/journal-helper"
    }()
}
