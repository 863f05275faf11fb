import Execution
import Glibc
import JSONKit
import Operations
import Planning
import SystemKit
import TestSupport
import Testing

/// Writing one variable of a real `.env`.
@Suite(.ownThread) struct VariableOperationTests {
    @Test(
        "One value changes, and no other byte",
        arguments: [
            ("A=1\nX=1\nB=2\n", "A=1\nX=0\nB=2\n"), ("A=1\r\nX=1\r\nB=2\r\n", "A=1\r\nX=0\r\nB=2\r\n"), ("X=1", "X=0"),
            ("A=1", "A=1\nX=0\n"), ("X='1' # why\n", "X='0' # why\n"), ("X=1\nX=1\n", "X=1\nX=0\n"), ("", "X=0\n"),
            ("\u{FEFF}X=1\n", "\u{FEFF}X=0\n"), ("# X=1\n\n", "# X=1\n\nX=0\n"),
        ])
    func bytes(before: String, after: String) throws {
        try OperationsBench.with(before) { (bench) throws in
            let result = try bench.set("X", "0")
            #expect(result.state == .done, "\(result.summary)")
            #expect(try bench.text == after)
            #expect(try Files.list(bench.directory) == [".env"])
        }
    }

    @Test("The evidence tells the line, the old value, and lines that do not count")
    func evidence() throws {
        try OperationsBench.with("X=1\nA=2\nX=yes\n") { (bench) throws in
            let present = bench.operations.present(.setVariable(name: "X", value: "0"), limits: try bench.limits())
            #expect(present["value"]?.text == "yes")
            #expect(present["line"]?.int == 3)
            let result = try bench.set("X", "0")
            #expect(result.evidence["line"]?.int == 3)
            #expect(result.evidence["old_value"]?.text == "yes")
            #expect(result.evidence["duplicate_lines"]?.array?.map(\.int) == [1])
            #expect(result.summary == "X=0 written to .env (line 3; line 1 sets it too and does not count)")
        }
    }

    @Test("Mode, owner and group stay", arguments: [0o600, 0o640, 0o664, 0o604] as [UInt32])
    func attributes(mode: UInt32) throws {
        try OperationsBench.with("X=1\n") { (bench) throws in
            chmod(bench.path, mode)
            // Only root can give files away; everybody keeps their own.
            if getuid() == 0 { chown(bench.path, 1234, 5678) }
            let before = try bench.status()
            #expect(try bench.set("X", "0").state == .done)
            #expect(try bench.status() == before)
            #expect(before.mode == mode)
        }
    }

    @Test("A file that is not there is made, readable by its owner alone, whatever the umask")
    func made() throws {
        try OperationsBench.with { (bench) throws in
            #expect(bench.operations.present(.setVariable(name: "X", value: "0"), limits: try bench.limits())["exists"]?.bool == false)
            #expect(try bench.set("X", "0").state == .done)
            #expect(try bench.text == "X=0\n")
            #expect(try bench.status().mode == 0o600)
        }
    }

    @Test("A link stays a link: the file it leads to is written")
    func link() throws {
        try OperationsBench.with { (bench) throws in
            try bench.fixture.write("X=1\n", to: "real.env", mode: 0o600)
            symlink("../real.env", bench.path)
            #expect(try bench.set("X", "0").state == .done)
            #expect(Files.linkTarget(bench.path) == "../real.env")
            #expect(try Files.read(bench.fixture.path("real.env")) == Array("X=0\n".utf8))
        }
    }

    /// What cannot or must not be written.
    enum Obstacle: String, CaseIterable {
        case hardLink, danglingLink, directory, pipe, tooLong, wide, unreadableLine, readOnlyFile, readOnlyDirectory
    }

    @Test("What cannot be written with certainty is left as it is, and the reason is said", arguments: Obstacle.allCases)
    func obstacle(_ obstacle: Obstacle) throws {
        try OperationsBench.with { (bench) throws in
            var says = ".env was not changed: "
            switch obstacle {
            case .hardLink:
                try bench.fixture.write("X=1\n", to: "jarvis/.env")
                addName(bench.path, bench.directory + "/other")
                says = "has 2 names (hard links)"
            case .danglingLink:
                symlink("nowhere", bench.path)
                says = "exists already"
            case .directory: try bench.fixture.makeDirectory("jarvis/.env")
            case .pipe:
                mkfifo(bench.path, 0o600)
                return try pipe(bench)
            case .tooLong: try bench.fixture.write(String(repeating: "# x\n", count: 300_000), to: "jarvis/.env")
            case .wide:
                try bench.fixture.write([0xFF, 0xFE] + Array("X\u{0}=\u{0}1\u{0}".utf8), to: "jarvis/.env")
                says = "not UTF-8"
            case .unreadableLine:
                try bench.fixture.write("A=\"1\nX=1\n\"\n", to: "jarvis/.env")
                says = "line 2"
            // Root may write everywhere: what it cannot get around is the file's own attribute, which file systems here may not have.
            case .readOnlyFile, .readOnlyDirectory:
                guard getuid() != 0 else { return }
                try bench.fixture.write("X=1\n", to: "jarvis/.env", mode: obstacle == .readOnlyFile ? 0o400 : 0o600)
                if obstacle == .readOnlyDirectory { chmod(bench.directory, 0o500) }
            }
            let before = try bench.fixture.snapshot()
            let result = try bench.set("X", "0")
            #expect(result.state == .failed)
            #expect(result.summary.contains(says) && result.summary.hasPrefix(".env was not changed: "), "\(result.summary)")
            #expect(try bench.fixture.snapshot() == before)
            chmod(bench.directory, 0o700)
        }
    }

    /// Nobody writes into it, so whoever opened it to read would wait for ever.
    private func pipe(_ bench: OperationsBench) throws {
        let result = try bench.set("X", "0")
        #expect(result.state == .failed)
        #expect(Files.kind(bench.path) == .other)
    }

    @Test(
        "A name or a value that would need quotes is refused",
        arguments: [("X Y", "0"), ("", "0"), ("X", "a b"), ("X", "$HOME"), ("X", "\n")])
    func words(name: String, value: String) throws {
        try OperationsBench.with("X=1\n") { (bench) throws in
            #expect(try bench.set(name, value).state == .failed)
            #expect(try bench.text == "X=1\n")
        }
    }

    @Test(
        "Taking the line out again gives back what was there",
        arguments: [nil, "", "A=1\n", "A=1\r\nB=2\r\n", "X=1\n", "A=1\nX=yes # why\nB=2\n", "X=1\nX=0\n"] as [String?])
    func undo(before: String?) throws {
        try OperationsBench.with(before) { (bench) throws in
            let old = bench.operations.present(.setVariable(name: "X", value: "5"), limits: try bench.limits())["value"]?.text
            #expect(try bench.set("X", "5").state == .done)
            #expect(try bench.set("X", old).state == .done)
            #expect(try bench.text == before ?? "")
        }
    }

    @Test("A line that is not there is taken out by doing nothing", arguments: [nil, "A=1\n"] as [String?])
    func removeNothing(before: String?) throws {
        try OperationsBench.with(before) { (bench) throws in
            #expect(try bench.set("X", nil).state == .done)
            #expect(Files.exists(bench.path) == (before != nil))
        }
    }
}

/// `link` is also the name of a test.
private func addName(_ old: String, _ new: String) { link(old, new) }
