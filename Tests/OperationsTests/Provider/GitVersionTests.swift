import Glibc
import Planning
import Probes
import PythonOracle
import SystemKit
import TestSupport
import Testing

/// The committed version of a file, from repositories made for it.
@Suite(.ownThread) struct GitVersionTests {
    private static let path = "lifeos/config/jarvis.json"

    @discardableResult
    private func git(_ fixture: Fixture, _ arguments: [String]) throws -> String {
        let names = [
            "GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.org", "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@example.org",
        ]
        let process = try ChildProcess(
            ["git", "-C", fixture.path("jarvis"), "-c", "commit.gpgsign=false"] + arguments,
            output: fixture.path("git-\(arguments.hashValue).out"),
            environment: names.merging(["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"]) { $1 })
        let code = try process.wait()
        guard code == 0 else { throw TestSupportError("git \(arguments) ended with \(code): \(process.output)") }
        return process.output
    }

    private func repository(_ body: (Fixture, [String: String]) throws -> Void) throws {
        try Fixture.with { fixture in
            for name in ["jarvis", "jarvis/lifeos", "jarvis/lifeos/config"] { try fixture.makeDirectory(name) }
            try git(fixture, ["init", "-q"])
            try fixture.write("{\"provider\": \"a\"}\r\n", to: "jarvis/" + Self.path)
            try git(fixture, ["add", "-A"])
            try git(fixture, ["commit", "-q", "-m", "first"])
            let environment = ["PATH": ProcessEnvironment.snapshot()["PATH"] ?? "/usr/bin:/bin", "HOME": fixture.directory]
            try body(fixture, environment)
        }
    }

    private func committed(_ fixture: Fixture, _ environment: [String: String], _ path: String = path) throws -> GitVersion.Committed {
        try GitVersion.committed(path, directory: fixture.path("jarvis"), environment: environment, HeldLimits().limits())
    }

    @Test("The committed bytes, the commit, and whether the disk holds something else")
    func committed() throws {
        try repository { (fixture, environment) throws in
            let first = try committed(fixture, environment)
            #expect(first.bytes == Array("{\"provider\": \"a\"}\r\n".utf8))
            let head = try git(fixture, ["rev-parse", "HEAD"])
            #expect(first.commit + "\n" == head)
            #expect(first.isDifferent == false)
            try fixture.write("{}", to: "jarvis/" + Self.path)
            let second = try committed(fixture, environment)
            #expect(second.isDifferent == true)
            #expect(second.bytes == first.bytes)
            // Staged is not committed.
            try git(fixture, ["add", "-A"])
            #expect(try committed(fixture, environment).bytes == first.bytes)
            #expect(unlink(fixture.path("jarvis/" + Self.path)) == 0)
            #expect(try committed(fixture, environment).isDifferent == nil)
        }
    }

    @Test("Variables that lead git elsewhere, and a repository's own programs, do nothing")
    func hardened() throws {
        try repository { (fixture, environment) throws in
            let marker = fixture.path("ran")
            try git(fixture, ["config", "core.pager", "touch \(marker)"])
            try git(fixture, ["config", "core.fsmonitor", "touch \(marker)"])
            try git(fixture, ["config", "alias.cat-file", "!touch \(marker)"])
            try git(fixture, ["config", "filter.x.smudge", "touch \(marker)"])
            try git(fixture, ["config", "diff.x.textconv", "touch \(marker)"])
            try fixture.write("* filter=x diff=x\n", to: "jarvis/.gitattributes")
            let led = environment.merging(["GIT_DIR": "/nowhere", "GIT_WORK_TREE": "/", "GIT_EXTERNAL_DIFF": "touch \(marker)"]) { $1 }
            #expect(try committed(fixture, led).bytes == Array("{\"provider\": \"a\"}\r\n".utf8))
            #expect(!Files.exists(marker))
        }
    }

    @Test("A repository of another user is read, since this directory was named", .enabled(if: geteuid() == 0))
    func otherOwner() throws {
        try repository { (fixture, environment) throws in
            for name in ["jarvis", "jarvis/.git"] { #expect(chown(fixture.path(name), 65534, 65534) == 0) }
            #expect(try committed(fixture, environment).isDifferent == false)
        }
    }

    @Test("What is not there is said: no repository, no commit, not committed, a link")
    func absent() throws {
        try repository { (fixture, environment) throws in
            #expect(throws: GitVersionError.notCommitted("other.json")) { try committed(fixture, environment, "other.json") }
            #expect(throws: GitVersionError.notAFile("lifeos")) { try committed(fixture, environment, "lifeos") }
            #expect(symlink("/etc/passwd", fixture.path("jarvis/link")) == 0)
            try git(fixture, ["add", "-A"])
            try git(fixture, ["commit", "-q", "-m", "link"])
            #expect(throws: GitVersionError.notAFile("link")) { try committed(fixture, environment, "link") }
            #expect(throws: GitVersionError.notInstalled) {
                try committed(fixture, ["PATH": fixture.path("jarvis")])
            }
            try fixture.makeDirectory("empty")
            try git(fixture, ["-C", fixture.path("empty"), "init", "-q"])
            #expect {
                try GitVersion.committed("x", directory: fixture.path("empty"), environment: environment, HeldLimits().limits())
            } throws: { if case GitVersionError.failed = $0 { true } else { false } }
        }
        try Fixture.with { fixture in
            let directory = fixture.directory
            #expect(throws: GitVersionError.noRepository(directory)) {
                _ = try GitVersion.committed("x", directory: directory, environment: [:], HeldLimits().limits())
            }
            return
        }
    }

    @Test("`git apply` makes the new text of every diff, also without last newlines and with CRs", arguments: 0..<12)
    func apply(seed: Int) throws {
        try repository { (fixture, _) throws in
            var random = TestRandom(seed: UInt64(seed))
            func text() -> [String] { (0..<random.below(30)).map { _ in ["a", "b", "c\r", "", "{", "  x"][random.below(6)] } }
            var lines = text()
            let old = lines.joined(separator: "\n") + (random.below(2) == 0 ? "\n" : "")
            for _ in 0..<(1 + random.below(6)) {
                let at = random.below(lines.count + 1)
                switch random.below(3) {
                case 0 where at < lines.count: lines.remove(at: at)
                case 1 where at < lines.count: lines[at] += "!"
                default: lines.insert("new", at: at)
                }
            }
            let new = lines.joined(separator: "\n") + (random.below(2) == 0 ? "\n" : "")
            let diff = TextDiff.unified(old: old, new: new, path: Self.path)
            guard !diff.isEmpty else { return #expect(old == new) }
            try fixture.write(old, to: "jarvis/" + Self.path)
            try fixture.write(diff, to: "diff")
            try git(fixture, ["apply", "--whitespace=nowarn", "--unidiff-zero", fixture.path("diff")])
            let made = (try? Files.read(fixture.path("jarvis/" + Self.path))) ?? []
            #expect(made == Array(new.utf8), "\(diff)")
        }
    }
}
