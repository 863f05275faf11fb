import Glibc
import JSONKit
import ProcessKit
import SystemKit
import TestSupport
import Testing

/// One outbox, whoever comes to it by whatever path: it is written by one retry at a time, only as it was judged, and a commit that was
/// begun there is known there.
@Suite(.ownThread, .enabled(if: RetryBench.isPossible)) struct RetryOutboxTests {
    /// What happens while the first commit is under way.
    private func with(_ hook: String, _ body: (RetryBench, NATSServer) throws -> Void) throws {
        try RetryBench.with { bench in
            for name in ["services", "services/compute"] {
                try bench.fixture.makeDirectory("jarvis/" + name)
                try bench.fixture.write("", to: "jarvis/\(name)/__init__.py")
            }
            try bench.fixture.write(RetryCommitTests.standIn, to: "jarvis/services/compute/mesh_attestation_service.py")
            try bench.fixture.write("committed", to: "jarvis/services/compute/mode")
            try bench.fixture.write("outbox = '\(bench.outbox)'\n" + hook, to: "jarvis/services/compute/hook.py")
            try body(bench, try bench.server())
        }
    }

    /// The events for which a commit was asked, one entry for each time.
    private func asked(_ bench: RetryBench) throws -> [String] {
        let path = bench.fixture.path("jarvis/services/compute/asked")
        guard Files.exists(path) else { return [] }
        return try String(decoding: Files.read(path), as: UTF8.self).split(separator: "\n").compactMap {
            try JSONReader().read(String($0)).array?[1].text
        }
    }

    private static let twoCommits: JSONValue = [["id": "a", "status": "pending_commit"], ["id": "b", "status": "pending_commit"]]
    /// The commit ends when the test says so.
    private static let waits = """
        import os, time
        while not os.path.exists(os.path.join(here, "go")): time.sleep(0.01)
        """

    @Test("An outbox that is replaced while a commit is under way: it stops, says so, and nothing is asked for twice")
    func replaced() throws {
        let hook = """
            import os, shutil
            if event_id == "a" and not os.path.exists(outbox + ".old"):
                shutil.copy(outbox, outbox + ".new")
                os.rename(outbox, outbox + ".old")
                os.rename(outbox + ".new", outbox)
            """
        try with(hook) { bench, nats in
            try bench.makeOutbox(Self.twoCommits)
            let before = try bench.bytes
            let run = try bench.retry(["--yes", "-o", "json"], RetryCommitTests.on, nats: nats)
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "mesh-retry")
            #expect(try asked(bench) == ["a"])
            #expect(try run.event("a")?["now"]?.text == "pending_commit")
            #expect(try run.json()["outbox_failure"]?.text?.contains("replaced or cut") == true, "\(run.output)")
            #expect(try bench.bytes == before)
            let again = try bench.retry(["--yes", "--no-input"], RetryCommitTests.on, nats: nats)
            #expect(again.code == 77)
            #expect(again.errors.contains("--confirm mesh/retry.a"), "\(again.errors)")
            #expect(!again.errors.contains("mesh/retry.b"), "\(again.errors)")
            #expect(try asked(bench) == ["a"])
        }
    }

    @Test("An outbox that is cut in place, and says something else then: what was judged is not done any more", arguments: [false, true])
    func cut(isLong: Bool) throws {
        let hook = """
            if event_id == "a":
                with open(outbox, "r+b") as file:
                    file.truncate(0)
                    file.write(b'{"event_id":"b","status":"invalid_envelope"}\\n' * (\(isLong ? 1000 : 1)))
            """
        try with(hook) { bench, nats in
            try bench.makeOutbox(Self.twoCommits)
            let run = try bench.retry(["--yes", "-o", "json"], RetryCommitTests.on, nats: nats)
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            #expect(try asked(bench) == ["a"])
            #expect(try !String(decoding: bench.bytes, as: UTF8.self).contains("committed"))
        }
    }

    @Test("An outbox that is replaced after the last record was appended: it says so, and the run is not a success")
    func replacedAtTheEnd() throws {
        try with(Self.waits) { bench, nats in
            try bench.makeOutbox([["id": "a", "status": "pending_commit"]])
            let start = try bench.bytes.count
            let child = try bench.start(["--yes", "-o", "json"], RetryCommitTests.on, nats: nats)
            defer { child.stop() }
            try waitUntil("the commit is under way") { try !asked(bench).isEmpty || !child.isRunning }
            // While somebody else has the journal, the result waits between the outbox and the journal.
            let journal = open(bench.state + "/jarvis-ops", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            try #require(flock(journal, LOCK_EX) == 0)
            try bench.fixture.write("", to: "jarvis/services/compute/go")
            try waitUntil("the last record is appended") { try bench.bytes.count > start || !child.isRunning }
            try bench.fixture.write(try bench.bytes, to: "copy")
            #expect(rename(bench.fixture.path("copy"), bench.outbox) == 0)
            close(journal)
            #expect(try child.wait() == 1, "\(child.output)")
            #expect(child.output.contains("the outbox was replaced or cut while events were sent"), "\(child.output)")
            #expect(try asked(bench) == ["a"])
        }
    }

    @Test("One outbox retried from two directories: the second learns who has it, 75, and nothing is done twice")
    func twoDirectories() throws {
        try with(Self.waits) { bench, nats in
            try bench.makeOutbox(Self.twoCommits)
            let start = try bench.bytes.count
            for name in ["two", "two/data", "state-two"] { try bench.fixture.makeDirectory(name) }
            let first = try bench.start(["--yes", "-o", "json"], RetryCommitTests.on, nats: nats)
            defer { first.stop() }
            try waitUntil("a commit is under way") { try !asked(bench).isEmpty || !first.isRunning }
            let second = try Run(
                ["-C", bench.fixture.path("two"), "mesh", "retry", "--yes", "--confirm", "mesh/retry.a", "--outbox", bench.outbox],
                environment: bench.variables(
                    RetryCommitTests.on.merging(["XDG_STATE_HOME": bench.fixture.path("state-two")]) { $1 }, nats))
            #expect(second.code == 75, "\(second.output) \(second.errors)")
            #expect(second.errors.contains("process \(first.processID)"), "\(second.errors)")
            try bench.fixture.write("", to: "jarvis/services/compute/go")
            #expect(try first.wait() == 0, "\(first.output)")
            #expect(try asked(bench) == ["a", "b"])
            #expect(Set(try bench.statuses(after: start).values) == ["committed"])
            // All commits are settled: nothing is left beside the outbox.
            #expect(try Files.list(bench.fixture.path("jarvis/data/mesh")) == ["outbox.jsonl"])
        }
    }

    enum Way: String, CaseIterable { case sameUser, otherState, symlink, trailingSlash, renamed, named, hardLink }

    @Test("A commit that was under way when the program was killed is asked about, whoever comes by whatever path", arguments: Way.allCases)
    func killed(way: Way) throws {
        try with(Self.waits) { bench, nats in
            try bench.makeOutbox([["id": "e", "status": "pending_commit"], ["id": "later", "status": "pending_commit"]])
            let child = try bench.start(["--yes"], RetryCommitTests.on, nats: nats)
            defer { child.stop() }
            try waitUntil("a commit is under way") { try !asked(bench).isEmpty || !child.isRunning }
            child.signal(SIGKILL)
            _ = try child.wait()
            try bench.fixture.write("", to: "jarvis/services/compute/go")
            var (directory, state, options) = (bench.directory, bench.fixture.path("state-two"), [String]())
            try bench.fixture.makeDirectory("state-two")
            switch way {
            case .sameUser: state = bench.state
            case .otherState: break
            case .symlink:
                directory = bench.fixture.path("link")
                #expect(symlink(bench.directory, directory) == 0)
            case .trailingSlash: directory += "/./"
            case .renamed:
                directory = bench.fixture.path("moved")
                #expect(rename(bench.directory, directory) == 0)
            case .named, .hardLink:
                for name in ["two", "two/data"] { try bench.fixture.makeDirectory(name) }
                var named = bench.outbox
                if way == .hardLink {
                    named = bench.fixture.path("jarvis/data/mesh/other-name")
                    #expect(link(bench.outbox, named) == 0)
                }
                directory = bench.fixture.path("two")
                options = ["--outbox", named]
            }
            let run = try Run(
                ["-C", directory, "mesh", "retry", "--yes", "--no-input"] + options,
                environment: bench.variables(RetryCommitTests.on.merging(["XDG_STATE_HOME": state]) { $1 }, nats))
            #expect(run.code == 77, "\(run.output) \(run.errors)")
            #expect(run.errors.contains("--confirm mesh/retry.e"), "\(run.errors)")
            // Another user's journal need not be asked to know that the second one was not begun.
            if way != .sameUser { #expect(!run.errors.contains("mesh/retry.later"), "\(run.errors)") }
        }
    }

    @Test("What a person confirmed is committed, and settled for everybody")
    func settled() throws {
        try with(Self.waits) { bench, nats in
            try bench.makeOutbox([["id": "e", "status": "pending_commit"]])
            let start = try bench.bytes.count
            let child = try bench.start(["--yes"], RetryCommitTests.on, nats: nats)
            defer { child.stop() }
            try waitUntil("a commit is under way") { try !asked(bench).isEmpty || !child.isRunning }
            child.signal(SIGKILL)
            _ = try child.wait()
            try bench.fixture.write("", to: "jarvis/services/compute/go")
            let confirmed = try bench.retry(["--yes", "--confirm", "mesh/retry.e"], RetryCommitTests.on, nats: nats)
            #expect(confirmed.code == 0, "\(confirmed.output) \(confirmed.errors)")
            #expect(try bench.statuses(after: start) == ["e": "committed"])
            #expect(try Files.list(bench.fixture.path("jarvis/data/mesh")) == ["outbox.jsonl"])
        }
    }

    @Test("A commit that cannot be noted beside the outbox is not begun")
    func cannotBeNoted() throws {
        try with("") { bench, nats in
            try bench.makeOutbox([["id": "e", "status": "pending_commit"]])
            #expect(symlink("/nowhere/at/all", bench.fixture.path("jarvis/data/mesh/.outbox.jsonl.jarvis-ops-commits")) == 0)
            let run = try bench.retry(["--yes", "--confirm", "mesh/retry.e", "-o", "json"], RetryCommitTests.on, nats: nats)
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            #expect(try asked(bench).isEmpty)
            #expect(try run.event("e")?["because"]?.text?.contains("could not be noted beside the outbox") == true, "\(run.output)")
        }
    }
}
