import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

/// A state directory that cannot be used: looking goes on with a warning, and nothing is changed.
@Suite(.ownThread) struct JournalTroubleTests {
    /// What is wrong with the state directory, as a person would cause it.
    enum Trouble: String, CaseIterable, CustomTestStringConvertible {
        case isFile, parentIsFile, cannotBeMade, journalIsDirectory, fullBeforeFirst, fullLater, readOnly

        var testDescription: String { rawValue }
        var needsMount: Bool { self == .fullBeforeFirst || self == .fullLater || self == .readOnly }
        /// 73: it cannot be made; 74: it is there and cannot be written; 77: it was replaced, and somebody adopts that first.
        var code: Int32 {
            switch self {
            case .isFile, .parentIsFile, .cannotBeMade: 73
            case .journalIsDirectory: 77
            case .fullBeforeFirst, .fullLater, .readOnly: 74
            }
        }
        var error: String { self == .journalIsDirectory ? "journal-damaged" : "journal" }
    }

    /// Runs `body` with the trouble in place.
    private func with(_ trouble: Trouble, _ bench: ChangeBench, _ body: ([String: String]) throws -> Void) throws {
        switch trouble {
        case .isFile:
            try bench.fixture.write("", to: "state/jarvis-ops")
            try body([:])
        case .parentIsFile:
            let file = try bench.fixture.write("", to: "a-file")
            try body(["XDG_STATE_HOME": file])
        // Nobody makes a directory there, root included.
        case .cannotBeMade: try body(["XDG_STATE_HOME": "/proc/none"])
        case .journalIsDirectory:
            try bench.fixture.makeDirectory("state/jarvis-ops")
            try bench.fixture.makeDirectory("state/jarvis-ops/journal.db")
            try body([:])
        case .fullBeforeFirst:
            try SmallDisk.with(bench.state) { disk in
                try disk.fill()
                try body([:])
            }
        case .fullLater:
            try SmallDisk.with(bench.state) { disk in
                #expect(try bench.run(["diagnose", "mesh"]).errors.contains("journal"))
                try disk.fill()
                try body([:])
            }
        case .readOnly:
            try SmallDisk.with(bench.state) { disk in
                #expect(try bench.run(["diagnose", "mesh"]).errors.contains("journal"))
                try disk.makeReadOnly()
                try body([:])
            }
        }
    }

    @Test("A diagnosis says what it says anyway, and that it was not recorded; a change is refused", arguments: Trouble.allCases)
    func trouble(_ trouble: Trouble) throws {
        guard !trouble.needsMount || SmallDisk.isPossible else { return }
        try ChangeBench.with { bench in
            let healthy = try bench.run(["diagnose", "mesh"], ["XDG_STATE_HOME": try bench.fixture.makeDirectory("other-state")])
            try with(trouble, bench) { environment in
                let diagnosis = try bench.run(["diagnose", "mesh"], environment)
                #expect(diagnosis.code == healthy.code, "\(diagnosis.errors)")
                #expect(diagnosis.errors.contains("not recorded"), "\(diagnosis.errors)")
                let before = try Files.list(bench.directory)
                let change = try bench.run(ChangeBench.disableAll + ["--yes"], environment)
                #expect(change.code == trouble.code, "\(change.errors)")
                #expect(change.output == "")
                let json = try bench.run(ChangeBench.disableAll + ["--yes", "-o", "json"], environment)
                #expect(json.code == change.code)
                try Schema.check(json.output, "error")
                #expect(try json.json()["error"]?["code"]?.text == trouble.error)
                // Somebody has to approve first: that is said first.
                #expect(try bench.run(ChangeBench.disableAll, environment).code == 77)
                #expect(try bench.dotEnv == ChangeBench.both)
                #expect(try Files.list(bench.directory) == before)
                // The flags can be looked at all the same.
                #expect(try bench.run(["mesh", "flags"], environment).code == 0)
            }
        }
    }

    @Test("The disk fills up in the middle of a run: the step in hand is said, and the run can be finished later")
    func fullInTheMiddle() throws {
        guard SmallDisk.isPossible else { return }
        try ChangeBench.with { bench in
            try SmallDisk.with(bench.state) { disk in
                let memory = try HeldMemory(bench)
                let child = try bench.start(ChangeBench.disableAll + ["--yes", "--timeout", "100s", "-o", "json"])
                defer { child.stop() }
                try waitUntil("the first flag is written") { try bench.dotEnv.contains("ATTEST=0") || !child.isRunning }
                try disk.fill()
                memory.release()
                #expect(try child.wait() == 74, "\(child.output)")
                try Schema.check(child.output, "run")
                let document = try JSONReader().read(child.output)
                #expect(document["outcome"]?.text == "failed")
                #expect(document["journal_error"]?.text?.contains("space") == true, "\(child.output)")
                let steps = document["steps"]?.array ?? []
                #expect(steps.first?["state"]?.text == "done")
                #expect(steps.first?["because"]?.text?.contains("the journal could not record it") == true)
                // Nothing more is done; the service is looked at all the same.
                #expect(steps.dropFirst().dropLast().allSatisfy { $0["state"]?.text == "not-run" })
                #expect(steps.last?["id"]?.text == "mesh/disable.verify" && steps.last?["state"]?.text == "failed", "\(child.output)")
                #expect(try bench.dotEnv == ChangeBench.both.replacing("ATTEST=1", with: "ATTEST=0"))
                try bench.expectOnly()

                try disk.makeRoom()
                try bench.expectWholeJournal()
                #expect(try bench.lastSteps() == ["mesh/disable.attest intended"])
                let resumed = try bench.run(["runs", "resume", "last", "--yes"])
                #expect(resumed.code == 0, "\(resumed.output) \(resumed.errors)")
                #expect(try bench.dotEnv == ChangeBench.neither)
                try bench.expectWholeJournal()
            }
        }
    }

    @Test("The disk of the Jarvis directory is full: the flag is not written, and nothing is left behind")
    func jarvisDiskFull() throws {
        guard SmallDisk.isPossible else { return }
        try ChangeBench.with { bench in
            try SmallDisk.with(bench.directory) { disk in
                // More than one page, so that the new file finds no room.
                let text = ChangeBench.both + String(repeating: "# padding\n", count: 2000)
                try bench.fixture.write(text, to: "jarvis/.env")
                try disk.fill()
                let run = try bench.run(ChangeBench.disableAll + ["--yes"])
                #expect([1, 73, 74].contains(run.code), "\(run.output) \(run.errors)")
                #expect(try bench.dotEnv == text)
                #expect(try Files.list(bench.directory) == [".env", "filler"])
            }
        }
    }
}
