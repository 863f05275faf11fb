import JSONKit
import Journal
import Mesh
import Planning
import Redaction
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// Rows of a real journal → whether smoke checks count, for every row that there may be and every way to edit one.
@Suite(.ownThread) struct SmokeHistoryTests {
    /// What happened in one directory: perhaps an earlier result, and the newest one.
    private struct History {
        let inode: UInt64
        let hadPassed: Bool
        let passed: Bool
        let covered: [MeshFlag]
        let isOfThisConfiguration: Bool

        static let all: [History] = {
            var all: [History] = []
            for bits in 0..<32 {
                all.append(
                    History(
                        inode: UInt64(1000 + bits), hadPassed: bits & 1 == 1, passed: bits & 2 == 2,
                        covered: (bits & 4 == 4 ? [.sync] : []) + (bits & 8 == 8 ? [.attestation] : []),
                        isOfThisConfiguration: bits & 16 == 16))
            }
            return all
        }()

        var directory: JarvisDirectory {
            JarvisDirectory(path: "/srv/\(inode)", host: "web-1", file: FileIdentity(device: 1, inode: inode))
        }

        var entries: [JournalEntry] {
            let newest = entry(passed, covered, isOfThisConfiguration ? "this" : "other")
            return (hadPassed ? [entry(true, MeshFlag.allCases, "this")] : []) + [newest]
        }

        private func entry(_ passed: Bool, _ covered: [MeshFlag], _ fingerprint: String) -> JournalEntry {
            var body: JSONObject = [
                "passed": passed.json, "covered": .array(covered.map(\.word.json)), "fingerprint": fingerprint.json,
            ]
            for member in directory.document.members { body[member.key] = member.value }
            return JournalEntry(.observations, run: "r\(inode)", event: "smoke", body: body)
        }

        /// Whether it lets the flag go on, by the sentences: the newest result of this directory passed, of this configuration, at
        /// most a quarter of an hour ago, and covered the flag.
        func counts(_ flag: MeshFlag, _ age: Double) -> Bool {
            passed && isOfThisConfiguration && covered.contains(flag) && age >= 0 && age <= 900_000
        }
    }

    /// What somebody does with the file; nothing of it may make any result count.
    private static let edits = [
        "UPDATE observations SET body = replace(body, '\"passed\":false', '\"passed\":true')",
        "UPDATE observations SET body = replace(body, '\"fingerprint\":\"other\"', '\"fingerprint\":\"this\"')",
        "UPDATE observations SET body = replace(body, '\"covered\":[]', '\"covered\":[\"sync\",\"attest\"]')",
        "UPDATE observations SET at = at + 1",
        "DELETE FROM observations WHERE seq = (SELECT max(seq) FROM observations)",
        "UPDATE observations SET run = 'other' WHERE seq = 1",
    ]

    private static let ages: [Double] = [0, 1000, 900_000, 900_001, -1, 1e12]

    private func with(_ edit: String?, _ body: (JournalAccess) throws -> Void) throws {
        try Fixture.with { fixture in
            let path = fixture.path("jarvis-ops")
            let journal = try Journal.open(directory: path, deadline: .generous)
            _ = try journal.append(History.all.flatMap(\.entries))
            if let edit {
                let script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
                let child = try ChildProcess(["python3", "-c", script, path + "/journal.db", edit], output: fixture.path("edit"))
                try #require(try child.wait() == 0, "\(child.output)")
            }
            let world = try OpsCommands.World.live(
                environment: ["XDG_STATE_HOME": fixture.directory], workingDirectory: fixture.directory, secrets: SharedRedactor())
            try body(JournalAccess.forReading(world))
        }
    }

    /// The directories, flags and ages for which the judge lets the flag go on although it may not, or the other way round.
    private func faults(
        _ access: JournalAccess, isWhole: Bool, _ misread: (inout SmokeFacts) -> Void = { _ in }
    ) -> [String] {
        let now = Timestamp.now()
        return History.all.flatMap { history in
            // The row's own time, as the facts tell it.
            guard let seen = access.smoke(of: history.directory, fingerprint: "this", now: now) else {
                return isWhole ? ["nothing is kept of \(history)"] : []
            }
            let at = now.milliseconds - Int64(seen.ageMilliseconds)
            return Self.ages.flatMap { age in
                guard
                    var smoke = access.smoke(
                        of: history.directory, fingerprint: "this", now: Timestamp(milliseconds: at + Int64(age)))
                else { return [String]() }
                misread(&smoke)
                return MeshFlag.allCases.compactMap { flag in
                    let counts = smoke.objection(for: flag) == nil
                    return counts == (isWhole && history.counts(flag, age)) ? nil : "\(flag) \(counts), \(age) ms, \(history)"
                }
            }
        }
    }

    @Test("The newest result of a directory counts as it was kept, and no other")
    func whole() throws {
        try with(nil) { access in
            let faults = faults(access, isWhole: true)
            #expect(faults.isEmpty, "\(faults.count): \(faults.prefix(3))")
        }
    }

    @Test("In a journal that somebody edited no result counts", arguments: edits)
    func edited(edit: String) throws {
        try with(edit) { access in
            let faults = faults(access, isWhole: false)
            #expect(faults.isEmpty, "\(faults.count): \(faults.prefix(3))")
        }
    }

    @Test("A judge that does not ask for the chain, the age, the configuration or the result is found out")
    func canFail() throws {
        try with(Self.edits.first) { access in
            #expect(!faults(access, isWhole: false) { $0.distrust = nil }.isEmpty)
        }
        try with(nil) { access in
            #expect(!faults(access, isWhole: true) { $0.ageMilliseconds = 0 }.isEmpty)
            #expect(!faults(access, isWhole: true) { $0.isOfThisConfiguration = true }.isEmpty)
            #expect(!faults(access, isWhole: true) { $0.passed = true }.isEmpty)
            #expect(!faults(access, isWhole: true) { $0.covered = [.sync, .attestation] }.isEmpty)
        }
    }
}
