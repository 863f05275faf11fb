import Glibc
import JSONKit
import Journal
import SystemKit
import TestSupport
import Testing

@testable import OpsCommands

/// A container that is made anew by docker-compose: stopped by a signal, cut off, failed, resumed and taken back.
@Suite(.ownThread, .enabled(if: DockerEngine.isExpected)) struct RecreationTests {
    private static let disableAll = ["mesh", "disable", "all", "--yes"]
    private static let staging = ["JARVIS_OPS_ENVIRONMENT": "staging"]

    @Test("A signal while docker-compose works: it gets to its end, no child is left, and the run is finished later")
    func signals() throws {
        try HealingDrill.with(PracticeSettings(scenario: .meshDegraded)) { drill in
            let dotEnv = try drill.file(".env")
            for (signal, code) in [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)] {
                try drill.fixture.write(dotEnv, to: "env")
                try drill.up(after: "cp '\(drill.fixture.path("env"))' .env")
                let before = try container(drill)
                let child = try start(drill)
                defer { child.stop() }
                child.signal(signal)
                #expect(try child.wait() == code, "\(child.output)")
                #expect(child.output.contains("stopping: what is in hand is finished first"), "\(child.output)")
                #expect(try drill.composeProcesses() == [])
                // docker-compose was not ended in the middle.
                #expect(try container(drill) != before)
                #expect(try isRunning(drill) == [false, false])
                let run = try #require(try drill.lastChange())
                #expect(run.state == .interrupted)
                #expect(!(try drill.steps(of: run.id).contains { $0.hasPrefix("mesh/disable.verify") }))
                let made = try container(drill)
                let resumed = try drill.run(["runs", "resume", "last", "--yes"])
                #expect(resumed.code == 0, "\(resumed.output) \(resumed.errors)")
                #expect(try container(drill) == made)
                #expect(try drill.lastChange()?.outcome == "done")
            }
            try drill.expectWholeJournal()
        }
    }

    @Test("Cut off, it counts as done when the service runs as wanted; else it is done again only when its name is given")
    func cutOff() throws {
        try HealingDrill.with(PracticeSettings(scenario: .meshDegraded)) { drill in
            // What the service can be run with again, whatever .env says.
            try drill.shell("cp .env old.env")
            try cut(drill)
            try drill.up(after: "")
            let made = try container(drill)
            let settled = try drill.run(["runs", "resume", "last", "--yes"])
            #expect(settled.code == 0, "\(settled.output) \(settled.errors)")
            #expect(try container(drill) == made)

            try drill.up(after: "cp old.env .env")
            try cut(drill)
            try drill.up(after: "export PRACTICE_ENV_FILE=old.env")
            #expect(try isRunning(drill) == [true, true])
            let old = try container(drill)
            let unasked = try drill.run(["runs", "resume", "last", "--yes"])
            #expect(unasked.code == 77)
            #expect(unasked.errors.contains("--confirm mesh/disable.recreate"), "\(unasked.errors)")
            #expect(try container(drill) == old)
            let asked = try drill.run(["runs", "resume", "last", "--yes", "--confirm", "mesh/disable.recreate"])
            #expect(asked.code == 0, "\(asked.output) \(asked.errors)")
            #expect(try container(drill) != old)
            try drill.expectWholeJournal()
        }
    }

    @Test("One that failed stops the run, which says how to go on and back; resumed, only it is done; undone, it is made once more")
    func failed() throws {
        try HealingDrill.with(PracticeSettings(scenario: .meshDegraded)) { drill in
            let before = try drill.file(".env")
            // Less memory than the engine gives to any container.
            let failed = try drill.run(Self.disableAll, ["PRACTICE_MEMORY_LIMIT": "1m"])
            #expect(failed.code == 1, "\(failed.output) \(failed.errors)")
            #expect(failed.output.contains("docker-compose up ended with 1: "), "\(failed.output)")
            #expect(failed.output.contains("runs resume") && failed.output.contains("--undo"))
            let off = try drill.file(".env")
            #expect(off == before.replacing("SYNC=1", with: "SYNC=0").replacing("ATTEST=1", with: "ATTEST=0"))
            let resumed = try drill.run(["runs", "resume", "last", "--yes", "-o", "json"])
            #expect(resumed.code == 0, "\(resumed.output) \(resumed.errors)")
            let done = (try resumed.json()["steps"]?.array ?? []).filter { $0["state"]?.text == "done" }.compactMap { $0["id"]?.text }
            #expect(done.filter { !$0.hasPrefix("capture/") } == ["mesh/disable.given", "mesh/disable.recreate", "mesh/disable.verify"])

            let run = try #require(try drill.lastChange()?.id)
            var containers = [try container(drill)]
            let half = try drill.run(["runs", "resume", run, "--undo", "--yes", "-o", "json"], Self.staging)
            #expect(half.code == 1, "\(half.output) \(half.errors)")
            let steps = (try half.json()["steps"]?.array ?? []).compactMap { $0["id"]?.text }
            #expect(steps == ["capture/logs", "capture/memory", "undo/sync", "undo/recreate", "undo/verify", "undo/later"])
            containers.append(try container(drill))
            let whole = try drill.run(["runs", "resume", run, "--undo", "--yes"], Self.staging)
            #expect(whole.code == 0, "\(whole.output) \(whole.errors)")
            containers.append(try container(drill))
            #expect(Set(containers).count == 3)
            #expect(try drill.file(".env") == before)
            #expect(try isRunning(drill) == [true, true])
            try drill.expectWholeJournal()
        }
    }

    /// The program, with docker-compose at work on the new container.
    private func start(_ drill: HealingDrill) throws -> ChildProcess {
        let known = Set(try drill.journal()?.runs().map(\.id) ?? [])
        let child = try ChildProcess(
            [Checkout.program] + Self.disableAll, output: drill.fixture.path("child"), environment: drill.environment)
        try waitUntil("docker-compose is at work", seconds: 120) {
            guard child.isRunning else { throw TestSupportError("it ended: \(child.output)") }
            guard let run = (try? drill.lastChange()) ?? nil, !known.contains(run.id) else { return false }
            return try drill.steps(of: run.id).contains("mesh/disable.recreate intended") && !drill.composeProcesses().isEmpty
        }
        return child
    }

    /// Kills it there, and waits for what docker-compose still does.
    private func cut(_ drill: HealingDrill) throws {
        let child = try start(drill)
        child.stop()
        try waitUntil("docker-compose has ended", seconds: 120) { try drill.composeProcesses() == [] }
    }

    private func container(_ drill: HealingDrill) throws -> String { try drill.shell("docker-compose ps -q api") }

    /// What the service runs with: sync, attestation.
    private func isRunning(_ drill: HealingDrill) throws -> [Bool] {
        var flags: [Bool] = []
        try waitUntil("the service answers") {
            guard let answer = try? drill.practice.get("/runtime-status"), answer.status == 200 else { return false }
            let parts = try JSONReader().read(answer.body)["components"]
            flags = ["mesh_sync", "mesh_attestation"].compactMap { parts?[$0]?["enabled"]?.bool }
            return true
        }
        return flags
    }
}
