import Glibc
import JSONKit
import Journal
import Redaction
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands
@testable import Planning

/// Which journal the rules are given, and what they are told where there is none.
@Suite(.ownThread) struct JournalAccessTests {
    private func with(_ body: (Fixture, OpsCommands.World) throws -> Void) throws {
        try Fixture.with { fixture in
            let journal = try Journal.open(directory: fixture.path("jarvis-ops"), deadline: .generous)
            for run in ["a", "b"] { try journal.append([JournalEntry(.runs, run: run, event: "began", body: ["n": 1])]) }
            journal.close()
            try body(fixture, try world(fixture.directory))
        }
    }

    private func world(_ state: String) throws -> OpsCommands.World {
        try OpsCommands.World.live(environment: ["XDG_STATE_HOME": state], workingDirectory: "/", secrets: SharedRedactor())
    }

    @Test("One that verifies is theirs, for reading and for writing")
    func whole() throws {
        try with { _, world in
            for access in [JournalAccess.forReading(world), .forWriting(world)] {
                #expect(access.journal != nil && access.damage == nil && access.facts == .ready)
            }
        }
    }

    @Test("One whose early row was edited is none: it can be read, and nothing relies on it")
    func damaged() throws {
        try with { fixture, world in
            try sql("update runs set body = 2 where seq = 1", fixture)
            for access in [JournalAccess.forReading(world), .forWriting(world)] {
                #expect(access.opened != nil && access.error == nil)
                #expect(access.journal == nil && access.relied == nil && access.damage?.kind == .tampered)
                guard case .damaged(let why) = access.facts else {
                    Issue.record("\(access.facts)")
                    continue
                }
                #expect(why.contains("row 1"))
            }
        }
    }

    @Test("One that others may write is gone on with, and no rule relies on it", arguments: [UInt32(0o666), 0o620])
    func exposed(mode: UInt32) throws {
        try with { fixture, world in
            let path = fixture.path("jarvis-ops/journal.db")
            try #require(chmod(path, mode) == 0)
            for access in [JournalAccess.forReading(world), .forWriting(world)] {
                #expect(access.journal != nil && access.facts == .ready && access.relied == nil)
                #expect(access.exposure?.kind == .exposed && access.exposure?.hint?.hasPrefix("Close it: chmod go-w \(path)") == true)
            }
            try #require(chmod(path, 0o600) == 0)
            #expect(JournalAccess.forReading(world).relied != nil)
            try #require(chmod(fixture.path("jarvis-ops"), 0o777) == 0)
            #expect(JournalAccess.forReading(world).exposure?.hint == "Close it: chmod go-w \(fixture.path("jarvis-ops"))")
        }
    }

    @Test("What is another user's is their word; what is root's is not another's", .enabled(if: getuid() == 0))
    func foreign() throws {
        try with { fixture, world in
            try #require(chown(fixture.path("jarvis-ops/journal.db"), 65534, 65534) == 0)
            #expect(JournalAccess.forReading(world).relied == nil)
            let place = try #require(JournalPlace(fixture.path("jarvis-ops")))
            #expect(place.exposure(to: 0)?.message.contains("belongs to another user") == true)
            #expect(place.exposure(to: 65534) == nil && place.exposure(to: 1000) != nil)
            // A group's members each write their own files.
            for name in try Files.list(fixture.path("jarvis-ops")) { try #require(chmod(fixture.path("jarvis-ops/\(name)"), 0o660) == 0) }
            try #require(chmod(fixture.path("jarvis-ops"), 0o2770) == 0)
            #expect(JournalPlace(fixture.path("jarvis-ops"))?.exposure(to: 1000) == nil)
        }
    }

    @Test("A group's journal is its own while its directory is closed to others, and nobody else may write it")
    func shared() throws {
        try with { fixture, _ in
            let directory = fixture.path("jarvis-ops")
            func exposure(_ mode: UInt32, file: UInt32) throws -> JournalError? {
                for name in try Files.list(directory) { try #require(chmod("\(directory)/\(name)", file) == 0) }
                try #require(chmod(directory, mode) == 0)
                return JournalPlace(directory)?.exposure(to: getuid() + 1)
            }
            for (mode, file, hint) in [
                (0o2770, 0o660, nil), (0o2770, 0o664, nil), (0o2770, 0o662, "\(directory)/"), (0o2771, 0o660, directory),
                (0o2774, 0o660, directory), (0o2772, 0o660, directory),
            ] as [(UInt32, UInt32, String?)] {
                let said = try exposure(mode, file: file)?.hint
                let isRight = hint.map { said?.hasPrefix("Close it: chmod o-rwx \($0)") == true } ?? (said == nil)
                #expect(isRight, "\(said ?? "")")
            }
        }
    }

    @Test("A smoke result of an exposed or edited journal says so, with what mends it; a first enabling is one by its word")
    func smoke() throws {
        let jarvis = JarvisDirectory(path: "/srv/a", host: "web-1", file: FileIdentity(device: 1, inode: 7))
        for (result, isFirst) in [("first-enable", true), ("failed", false)] {
            try with { fixture, world in
                var body: JSONObject = ["passed": false, "covered": [], "fingerprint": "this", "result": result.json]
                for member in jarvis.document.members { body[member.key] = member.value }
                let journal = try Journal.open(directory: fixture.path("jarvis-ops"), deadline: .generous)
                try journal.append([JournalEntry(.observations, run: "a", event: "smoke", body: body)])
                journal.close()
                func seen() -> SmokeFacts? { JournalAccess.forReading(world).smoke(of: jarvis, fingerprint: "this", now: .now()) }
                #expect(seen()?.isFirstEnabling == isFirst && seen()?.distrust == nil)
                try #require(chmod(fixture.path("jarvis-ops/journal.db"), 0o666) == 0)
                #expect(seen()?.distrust?.mend?.hasPrefix("Close it: chmod go-w ") == true)
                try #require(chmod(fixture.path("jarvis-ops/journal.db"), 0o600) == 0)
                try sql("update runs set body = 2 where seq = 1", fixture)
                #expect(seen()?.distrust?.mend == "What is wrong: jarvis-ops audit verify")
            }
        }
    }

    @Test("An open directory without a journal in it exposes nothing")
    func empty() throws {
        try Fixture.with { fixture in
            try fixture.makeDirectory("jarvis-ops")
            try #require(chmod(fixture.path("jarvis-ops"), 0o777) == 0)
            #expect(JournalAccess.forReading(try world(fixture.directory)).exposure == nil)
        }
    }

    @Test("One that cannot be made is no damaged one, and none that nobody wrote yet is no fault")
    func none() throws {
        try Fixture.with { fixture in
            let file = try fixture.write("", to: "file")
            guard case .cannotCreate = JournalAccess.forWriting(try world(file)).facts else {
                Issue.record("it can be made below a file")
                return
            }
            let access = JournalAccess.forReading(try world(fixture.directory))
            #expect(access.journal == nil && access.facts == .ready)
            #expect(!Files.exists(fixture.path("jarvis-ops")))
        }
    }

    @Test("One of a later program is there, and cannot be written")
    func later() throws {
        try with { fixture, world in
            try sql("pragma user_version = 99", fixture)
            for access in [JournalAccess.forReading(world), .forWriting(world)] {
                guard case .failing = access.facts else {
                    Issue.record("\(access.facts)")
                    continue
                }
                #expect(access.journal == nil)
            }
        }
    }

    private func sql(_ statement: String, _ fixture: Fixture) throws {
        let script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
        let child = try ChildProcess(
            ["python3", "-c", script, fixture.path("jarvis-ops/journal.db"), statement], output: fixture.path("edit"))
        try #require(try child.wait() == 0, "\(child.output)")
    }
}
