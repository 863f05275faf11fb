import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// One journal of several users: a group's, or one that is only looked at.
@Suite(.ownThread, .enabled(if: OtherUserTests.isPossible)) struct SharedJournalTests {
    private static let group: UInt32 = 61_000
    /// Members of the group with accounts of their own; their umask leaves nothing to others.
    private static let (ann, bob): (UInt32, UInt32) = (61_001, 61_002)
    private static let stranger: UInt32 = 61_003

    private struct Person {
        let id: UInt32
        var isMember = true
    }

    /// A bench whose directory everybody may look into, with a state directory of the group.
    private func with(mode: UInt32 = 0o2770, _ body: (ChangeBench, String) throws -> Void) throws {
        try ChangeBench.with { (bench) throws in
            chmod(bench.fixture.directory, 0o755)
            let shared = try bench.fixture.makeDirectory("shared")
            chown(shared, 0, Self.group)
            chmod(shared, mode)
            try body(bench, shared)
        }
    }

    private func run(
        _ person: Person, _ arguments: [String], _ bench: ChangeBench, state: String
    ) throws -> (code: Int32, output: String) {
        let groups = person.isMember ? "--groups=\(Self.group)" : "--clear-groups"
        let home = bench.fixture.path("home-\(person.id)")
        if !Files.exists(home) {
            try bench.fixture.makeDirectory("home-\(person.id)")
            chown(home, person.id, person.id)
        }
        let child = try bench.start(
            arguments, ["HOME": home, "XDG_STATE_HOME": home, "JARVIS_OPS_STATE": state, "TMPDIR": home],
            prefix: [
                "setpriv", "--reuid=\(person.id)", "--regid=\(person.id)", groups, "sh", "-c", "umask 077; exec \"$@\"", "sh",
            ], name: "person")
        return (try child.wait(), child.output)
    }

    @Test("Members write one journal by turns, whatever their umask, and each sees what the others did")
    func members() throws {
        try with { (bench, shared) throws in
            for round in 1...2 {
                for person in [Self.ann, Self.bob] {
                    let note = try run(Person(id: person), ["runs", "note", "\(person), \(round)"], bench, state: shared)
                    #expect(note.code == 0, "\(note.output)")
                }
                #expect(try bench.run(["runs", "note", "root, \(round)"], ["JARVIS_OPS_STATE": shared]).code == 0)
            }
            for name in try Files.list(shared) {
                var status = stat()
                stat(shared + "/" + name, &status)
                #expect(status.st_mode & 0o777 == 0o660 && status.st_gid == Self.group, "\(name)")
            }
            for person in [Self.ann, Self.bob] {
                let list = try run(Person(id: person), ["runs", "-o", "json"], bench, state: shared)
                let document = try JSONReader().read(String(list.output.drop { $0 != "{" }))
                #expect(document["total"]?.int == 6, "\(list.output)")
                #expect(document["history"]?["shared"]?.bool == true && document["history"]?["group"]?.text == "\(Self.group)")
                let text = try run(Person(id: person), ["runs"], bench, state: shared)
                #expect(text.output.contains("history of the group \(Self.group), in \(shared)"), "\(text.output)")
                #expect(!text.output.contains("another user") && !text.output.contains("by others"), "\(text.output)")
                #expect(try run(Person(id: person), ["audit", "verify"], bench, state: shared).code == 0)
            }
            #expect(try Journal.verify(directory: shared).isWhole)
        }
    }

    @Test("The log beside an open journal, and what a killed member left, are the group's")
    func killed() throws {
        try with { (bench, shared) throws in
            #expect(try run(Person(id: Self.ann), ["runs", "note", "x"], bench, state: shared).code == 0)
            let journal = try Journal.open(directory: shared, deadline: .generous)
            try journal.append([JournalEntry(.runs, run: "r", event: "began")])
            for name in try Files.list(shared) {
                var status = stat()
                stat(shared + "/" + name, &status)
                #expect(status.st_mode & 0o777 == 0o660 && status.st_gid == Self.group, "\(name)")
            }
            #expect(try Files.list(shared).contains("journal.db-wal"))
            // The next anchor of another member, who was killed.
            try bench.fixture.write("{}", to: "shared/journal.anchor.new", mode: 0o600)
            chown(shared + "/journal.anchor.new", Self.ann, Self.ann)
            #expect(try run(Person(id: Self.bob), ["runs", "note", "y"], bench, state: shared).code == 0)
            journal.close()
            #expect(try Journal.verify(directory: shared).isWhole)
        }
    }

    @Test("A member adopts what another wrote and somebody damaged")
    func adopts() throws {
        try with { (bench, shared) throws in
            #expect(try run(Person(id: Self.ann), ["runs", "note", "x"], bench, state: shared).code == 0)
            try PythonServer.run(
                "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nc.execute('update runs set at = at + 1')\nc.commit()",
                in: bench.fixture, arguments: [shared + "/journal.db"])
            let adopt = try run(
                Person(id: Self.bob), ["audit", "adopt", "--reason", "edited", "--confirm", "adopt"], bench, state: shared)
            #expect(adopt.code == 0, "\(adopt.output)")
            #expect(try run(Person(id: Self.ann), ["runs", "note", "y"], bench, state: shared).code == 0)
            let list = try run(Person(id: Self.ann), ["runs"], bench, state: shared).output
            #expect(list.contains("in a damaged journal"), "\(list)")
        }
    }

    @Test(
        "Others are kept out: a shared directory that they may read or write takes no rows",
        arguments: [0o2775, 0o2777, 0o2771] as [UInt32])
    func exposed(mode: UInt32) throws {
        try with(mode: mode) { bench, shared in
            let note = try run(Person(id: Self.ann), ["runs", "note", "x"], bench, state: shared)
            #expect(note.code == 78 && note.output.contains("chmod o-rwx \(shared)"), "\(note.code) \(note.output)")
            #expect(try Files.list(shared) == [])
        }
    }

    @Test("Reading wants no right to write, and says whose history it is", arguments: [true, false])
    func readers(isCutOff: Bool) throws {
        try with { (bench, shared) throws in
            let note = try bench.run(["runs", "note", "x", "-o", "json"], ["JARVIS_OPS_STATE": shared])
            let id = try #require(try note.json()["run"]?.text)
            if isCutOff {
                // A writer that was killed leaves a log that only a writer could put in order.
                let copy = bench.fixture.path("copy")
                let journal = try Journal.open(directory: shared, deadline: .generous)
                try journal.append([JournalEntry(.runs, run: "cut-off", event: "began", body: ["directory": bench.directory.json])])
                let shell = try ChildProcess(
                    ["sh", "-c", "cp -p '\(shared)/journal.db-wal' '\(copy)'"], output: bench.fixture.path("sh.out"))
                #expect(try shell.wait() == 0)
                let database = try Files.read(shared + "/journal.db")
                journal.close()
                try bench.fixture.write(database, to: "shared/journal.db")
                try #require(rename(copy, shared + "/journal.db-wal") == 0)
            }
            chmod(shared, 0o2750)
            for name in try Files.list(shared) { chmod(shared + "/" + name, 0o640) }
            let before = try Files.list(shared)
            let bob = Person(id: Self.bob)
            for command in [["runs", "--all"], ["runs", "show", id], ["report", id], ["audit", "verify"]] {
                let look = try run(bob, command, bench, state: shared)
                #expect(look.code == 0, "\(command): \(look.code) \(look.output)")
                #expect(command[0] == "audit" || look.output.contains("history of root, in \(shared)"), "\(command): \(look.output)")
            }
            #expect(try run(bob, ["runs", "--all"], bench, state: shared).output.contains("cut-off") == isCutOff)
            #expect(try run(bob, ["runs", "note", "y"], bench, state: shared).code == 74)
            #expect(try Files.list(shared) == before)
            // Nothing of a copy is left.
            #expect(try Files.list(bench.fixture.path("home-\(Self.bob)")) == [])
        }
    }

    @Test("A directory whose files would be their makers' is no group's: it is said what makes it one")
    func withoutTheBit() throws {
        try with(mode: 0o770) { (bench, shared) throws in
            let note = try run(Person(id: Self.ann), ["runs", "note", "x"], bench, state: shared)
            #expect(note.code == 78 && note.output.contains("chmod g+s \(shared)"), "\(note.code) \(note.output)")
            chmod(shared, 0o2770)
            #expect(try run(Person(id: Self.ann), ["runs", "note", "x"], bench, state: shared).code == 0)
        }
    }

    @Test("Whoever is no member reads nothing")
    func strangers() throws {
        try with { (bench, shared) throws in
            #expect(try run(Person(id: Self.ann), ["runs", "note", "x"], bench, state: shared).code == 0)
            let look = try run(Person(id: Self.stranger, isMember: false), ["runs"], bench, state: shared)
            #expect(look.code == 74 && !look.output.contains("runs note"), "\(look.code) \(look.output)")
        }
    }

    @Test("A directory that nobody made is not made for a group that nobody named")
    func missing() throws {
        try ChangeBench.with { (bench) throws in
            let state = ["JARVIS_OPS_STATE": bench.fixture.path("none")]
            let run = try bench.run(ChangeBench.disableAll + ["--yes"], state)
            #expect(run.code == 73 && run.errors.contains("install -d -m 2770 -g GROUP"), "\(run.code) \(run.errors)")
            #expect(try bench.run(["diagnose", "mesh"], state).errors.contains("not recorded"))
            #expect(try bench.run(["runs"], state).code == 0)
            #expect(!Files.exists(bench.fixture.path("none")))
        }
    }

    @Test("A relative path of it belongs to the Jarvis directory, wherever the command is given")
    func relative() throws {
        try ChangeBench.with { (bench) throws in
            let state = try bench.fixture.makeDirectory("jarvis/data/ops")
            chmod(state, 0o2770)
            #expect(try bench.run(["runs", "note", "x"], ["JARVIS_OPS_STATE": "data/ops"]).code == 0)
            #expect(try Files.list(state) == ["journal.anchor", "journal.db"])
            let json = try bench.run(["audit", "verify", "-C", bench.directory, "-o", "json"], ["JARVIS_OPS_STATE": "data/ops"]).json()
            #expect(json["directory"]?.text == state && json["rows"]?.int == 3)
        }
    }
}
