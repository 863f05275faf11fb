import DigestKit
import Execution
import Glibc
import JSONKit
import Journal
import Probes
import SystemKit
import TestSupport
import Testing

@testable import Operations

/// A file of the Jarvis directory that is replaced, and put back.
@Suite(.ownThread) struct FileOperationTests {
    private static let old = Array("{\"provider\": \"a\", \"api_key\": \"sk-very-secret-value\"}\n".utf8)
    private static let new = Array("{\"provider\": \"b\", \"api_key\": \"sk-very-secret-value\"}\n".utf8)
    private static let path = "lifeos/config/jarvis.json"

    private func with(_ body: (OperationsBench) throws -> Void) throws {
        try OperationsBench.with { (bench) throws in
            for name in ["jarvis/lifeos", "jarvis/lifeos/config", "outside"] { try bench.fixture.makeDirectory(name) }
            try bench.fixture.write(Self.old, to: "jarvis/" + Self.path, mode: 0o640)
            try bench.fixture.write("outside\n", to: "outside/file")
            try body(bench.with(["XDG_STATE_HOME": bench.fixture.path("state")]))
        }
    }

    private func replace(
        _ bench: OperationsBench, _ path: String = path, expecting: [UInt8]? = old
    ) throws -> OperationResult {
        bench.operations.replaceFile(path, with: Self.new, expecting: expecting, try HeldLimits().limits())
    }

    private func bytes(_ bench: OperationsBench) throws -> [UInt8] { try Files.read(bench.fixture.path("jarvis/" + Self.path)) }

    @Test("The new bytes stand there with the old mode, and the old ones are kept for their owner alone")
    func done() throws {
        try with { (bench) throws in
            let result = try replace(bench)
            #expect(result.state == .done, "\(result.summary)")
            #expect(try bytes(bench) == Self.new)
            var status = stat()
            #expect(stat(bench.fixture.path("jarvis/" + Self.path), &status) == 0)
            #expect(status.st_mode & 0o7777 == 0o640)
            let hash = try #require(result.evidence["kept"]?.text)
            #expect(hash == SHA256.hex(Self.old))
            let kept = KeptFiles(bench.environment)
            #expect(try kept.load(hash) == Self.old)
            #expect(stat(kept.path(hash), &status) == 0)
            #expect(status.st_mode & 0o7777 == 0o600)
            #expect(stat(kept.directory, &status) == 0)
            #expect(status.st_mode & 0o7777 == 0o700)
            #expect(result.evidence["diff"]?.text?.contains("+{\"provider\": \"b\"") == true)
            #expect(bench.probes.fileIs(Self.path, sha256: SHA256.hex(Self.new)).state == .ok)
            #expect(bench.probes.fileIs(Self.path, sha256: hash).state == .unhealthy)
            // The second time there is nothing to do.
            #expect(try replace(bench, expecting: Self.old).state == .skipped)
        }
    }

    @Test("What is put back is what was there, secrets included, though the journal holds none of them")
    func undo() throws {
        try with { (bench) throws in
            let present = bench.operations.presentFile(Self.path)
            let hash = try #require(present["sha256"]?.text)
            #expect(present["kept"]?.text == hash)
            #expect(try replace(bench).state == .done)
            let held = try HeldLimits()
            let wrong = bench.operations.putKeptFile(Self.path, sha256: hash, expecting: SHA256.hex([1]), held.limits())
            #expect(wrong.state == .failed)
            #expect(wrong.summary.contains("somebody else"))
            let back = bench.operations.putKeptFile(Self.path, sha256: hash, expecting: SHA256.hex(Self.new), held.limits())
            #expect(back.state == .done, "\(back.summary)")
            #expect(try bytes(bench) == Self.old)
        }
    }

    @Test("Kept bytes that were changed, are gone, or are named by no hash are not put back")
    func damaged() throws {
        try with { (bench) throws in
            let kept = KeptFiles(bench.environment)
            let hash = try kept.store(Self.new)
            try AtomicFile.replace(kept.path(hash), with: Self.old)
            for (name, words) in [(hash, "no longer give"), (SHA256.hex([9]), "are gone"), ("../journal.db", "no SHA-256")] {
                let result = bench.operations.putKeptFile(Self.path, sha256: name, expecting: nil, try HeldLimits().limits())
                #expect(result.state == .failed)
                #expect(result.summary.contains(words), "\(result.summary)")
            }
            #expect(try bytes(bench) == Self.old)
            // Kept anew it is whole again.
            #expect(try kept.store(Self.new) == hash)
            #expect(try kept.load(hash) == Self.new)
        }
    }

    @Test(
        "Nothing outside of the directory is written: by dots, by an absolute path, by links of the file or of a directory above it",
        arguments: ["../outside/file", "lifeos/../../outside/file", "ABSOLUTE", "link", "linked/file", "lifeos/config/link"])
    func escape(path: String) throws {
        try with { (bench) throws in
            #expect(symlink("../outside/file", bench.fixture.path("jarvis/link")) == 0)
            #expect(symlink("../outside", bench.fixture.path("jarvis/linked")) == 0)
            #expect(symlink("../../../outside/file", bench.fixture.path("jarvis/lifeos/config/link")) == 0)
            let asked = path == "ABSOLUTE" ? bench.fixture.path("outside/file") : path
            let result = try replace(bench, asked, expecting: nil)
            #expect(result.state == .failed)
            #expect(result.summary.contains("leads out of"), "\(result.summary)")
            #expect(try Files.read(bench.fixture.path("outside/file")) == Array("outside\n".utf8))
            #expect(bench.operations.presentFile(asked)["sha256"] == nil)
            #expect(bench.probes.fileIs(asked, sha256: "").state == .unhealthy)
        }
    }

    @Test("A link that stays inside is followed, and stays a link")
    func link() throws {
        try with { (bench) throws in
            #expect(symlink("lifeos/config/jarvis.json", bench.fixture.path("jarvis/link")) == 0)
            #expect(try replace(bench, "link").state == .done)
            #expect(try bytes(bench) == Self.new)
            #expect(Files.linkTarget(bench.fixture.path("jarvis/link")) != nil)
        }
    }

    @Test("A directory, a pipe, a file that is not there, one with two names, and one that was changed since are left alone")
    func refused() throws {
        try with { (bench) throws in
            #expect(mkfifo(bench.fixture.path("jarvis/pipe"), 0o600) == 0)
            #expect(symlink("nowhere", bench.fixture.path("jarvis/dangling")) == 0)
            for (path, words) in [
                ("lifeos", "no regular file"), ("pipe", "no regular file"), ("none.json", "not there"), ("dangling", "No such file"),
            ] {
                let result = try replace(bench, path, expecting: nil)
                #expect(result.state == .failed)
                #expect(result.summary.contains(words), "\(path): \(result.summary)")
            }
            let changed = try replace(bench, expecting: [1, 2])
            #expect(changed.state == .failed)
            #expect(changed.summary.contains("somebody else"))
            #expect(Glibc.link(bench.fixture.path("jarvis/" + Self.path), bench.fixture.path("jarvis/second")) == 0)
            #expect(try replace(bench).state == .failed)
            #expect(try bytes(bench) == Self.old)
            #expect(!Files.exists(bench.fixture.path("jarvis/none.json")))
            #expect(bench.operations.presentFile("none.json")["exists"]?.bool == false)
        }
    }

    @Test("What cannot be kept is not replaced")
    func notKept() throws {
        try with { (bench) throws in
            try bench.fixture.write("", to: "file")
            let result = try replace(bench.with(["XDG_STATE_HOME": bench.fixture.path("file")]))
            #expect(result.state == .failed)
            #expect(result.summary.contains("could not be kept"), "\(result.summary)")
            #expect(try bytes(bench) == Self.old)
        }
    }

    @Test("Two that write at once: each file that is seen is one of the whole ones, and nobody's change is lost unseen")
    func race() throws {
        try with { (bench) throws in
            let operations = bench.operations
            let texts = (0..<8).map { Array("{\"provider\": \"\($0)\"}\n".utf8) }
            let old = Self.old
            let path = Self.path
            let threads = try texts.map { text in
                try BlockingThread {
                    (try? HeldLimits()).map { operations.replaceFile(path, with: text, expecting: old, $0.limits()).state == .done }
                        ?? false
                }
            }
            let winners = threads.map { $0.value() }
            #expect(winners.contains(true))
            let last = try bytes(bench)
            #expect(zip(texts, winners).contains { $0 == last && $1 })
            #expect(try Files.list(bench.fixture.path("jarvis/lifeos/config")) == ["jarvis.json"])
        }
    }
}
