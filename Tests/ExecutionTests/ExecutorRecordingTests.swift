import Execution
import Planning
import Safety
import SystemKit
import TestSupport
import Testing

/// A journal that fails at any moment, and a signal at any moment.
@Suite(.ownThread) struct ExecutorRecordingTests {
    private static let steps = [Bench.look("before"), Bench.flag("JARVIS_USE_MESH_ATTEST"), Bench.flag("JARVIS_USE_MESH_SYNC")]

    @Test("Nothing is done whose intent could not be recorded, and what was done and could not be recorded is said", arguments: 0..<6)
    func failing(at number: Int) throws {
        // Every call of a run without faults, in order; each fails once, and so do all calls after it.
        let calls = [
            "spend 1", "observe before ok", "intend JARVIS_USE_MESH_ATTEST", "finish JARVIS_USE_MESH_ATTEST done",
            "intend JARVIS_USE_MESH_SYNC", "finish JARVIS_USE_MESH_SYNC done",
        ]
        let lost = Set(calls[number...])
        let recording = Recording(failing: { lost.contains($0) })
        let result = try Bench.run(Self.steps, recording)
        #expect(result.outcome == .failed)
        #expect(result.recordingFailure == "no space left on device")
        // The first call that fails is the last one made.
        #expect(recording.log.last == "\(calls[number]) FAILS")
        let acts = [
            [], [], [], ["JARVIS_USE_MESH_ATTEST"], ["JARVIS_USE_MESH_ATTEST"], ["JARVIS_USE_MESH_ATTEST", "JARVIS_USE_MESH_SYNC"],
        ]
        #expect(recording.performed == acts[number])
        let said = result.steps.filter { $0.because.contains("the journal could not record it") }
        switch number {
        case 0: #expect(result.steps.allSatisfy { $0.state == .notRun && $0.because.contains("no space left on device") })
        case 1: #expect(said.map(\.id) == ["before"])
        case 3: #expect(said.map(\.id) == ["JARVIS_USE_MESH_ATTEST"] && said[0].state == .done)
        case 5: #expect(said.map(\.id) == ["JARVIS_USE_MESH_SYNC"] && said[0].state == .done)
        default:
            #expect(said.isEmpty)
            let stopped = try #require(result.steps.first { $0.because == "nothing was done: its intent could not be recorded" })
            #expect(stopped.state == .notRun)
        }
        // Whatever comes after it says why it was not done.
        let after = result.steps.suffix(from: number == 0 ? 0 : number / 2 + 1)
        #expect(after.allSatisfy { $0.state == .notRun && !$0.because.isEmpty })
    }

    @Test("A journal that fails with the step it should record is said too, whatever else stopped the run")
    func failingTwice() throws {
        let recording = Recording(act: { OperationResult(.failed, "\($0) broke") }, failing: { $0.hasPrefix("finish") })
        let result = try Bench.run([Bench.flag("JARVIS_USE_MESH_SYNC"), Bench.look("after")], recording)
        #expect(result.outcome == .failed)
        #expect(result.recordingFailure == "no space left on device")
        #expect(result.steps[0].state == .failed)
        #expect(result.steps[0].because == "JARVIS_USE_MESH_SYNC broke; the journal could not record it")
        #expect(result.steps[1].state == .notRun)
    }

    // MARK: - Signals

    @Test("A signal before the first step: nothing is done, and nothing is asked")
    func before() throws {
        let cancellation = try Cancellation()
        cancellation.cancel()
        let recording = Recording()
        let result = try Bench.run(Self.steps, recording, cancellation: cancellation)
        #expect(result.outcome == .interrupted)
        #expect(result.steps.allSatisfy { $0.state == .notRun && $0.because == "interrupted before it began" })
        #expect(recording.log == ["spend 1"])
    }

    @Test("A signal while a precondition is looked at: the act is not begun")
    func duringPrecheck() throws {
        let cancellation = try Cancellation()
        let recording = Recording(probe: { name in
            if name.hasSuffix("ATTEST=1") { cancellation.cancel() }
            return ProbeResult(.ok, "")
        })
        let result = try Bench.run(Self.steps, recording, cancellation: cancellation)
        #expect(result.outcome == .interrupted)
        #expect(result.steps.map(\.state) == [.done, .notRun, .notRun])
        #expect(recording.performed == [])
    }

    @Test("A signal during an act: it gets to its end under an unraised cancellation, its file is looked at, and it is recorded")
    func duringAct() throws {
        let cancellation = try Cancellation()
        let recording = Recording(act: { name in
            cancellation.cancel()
            return OperationResult(.done, "\(name) was done")
        })
        let result = try Bench.run(Self.steps, recording, cancellation: cancellation)
        #expect(result.outcome == .interrupted)
        #expect(result.steps.map(\.state) == [.done, .done, .notRun])
        #expect(recording.limitsOfActs.count == 1)
        #expect(recording.limitsOfActs.allSatisfy { !$0.cancellation.isCancelled })
        #expect(recording.log.suffix(3) == ["probe .env JARVIS_USE_MESH_ATTEST=0", "probe writes", "finish JARVIS_USE_MESH_ATTEST done"])
    }

    @Test("A signal during an act whose end only the service can tell: nobody knows, and that is recorded")
    func duringUnverifiable() throws {
        let cancellation = try Cancellation()
        let recording = Recording(act: { name in
            cancellation.cancel()
            return OperationResult(.done, "\(name) was done")
        })
        let result = try Bench.run([Bench.recreate, Bench.look("after")], recording, cancellation: cancellation)
        #expect(result.outcome == .interrupted)
        #expect(result.steps.map(\.state) == [.unknown, .notRun])
        #expect(recording.log.last == "finish recreate unknown")
    }

    @Test("A signal during the last look: the run is interrupted, not done")
    func duringLook() throws {
        let cancellation = try Cancellation()
        let recording = Recording(probe: { name in
            guard name == "after" else { return ProbeResult(.ok, "") }
            cancellation.cancel()
            return ProbeResult(.notRun, "interrupted")
        })
        let result = try Bench.run([Bench.flag("JARVIS_USE_MESH_SYNC"), Bench.look("after")], recording, cancellation: cancellation)
        #expect(result.outcome == .interrupted)
        #expect(result.steps.map(\.state) == [.done, .unknown])
    }

    @Test("A signal during a capture: what it should have kept is not destroyed")
    func duringCapture() throws {
        let cancellation = try Cancellation()
        let recording = Recording(probe: { name in
            if name == "logs" { cancellation.cancel() }
            return ProbeResult(.notRun, "interrupted")
        })
        let result = try Bench.run([Bench.captureLogs, Bench.remove], recording, cancellation: cancellation)
        #expect(result.outcome == .interrupted)
        #expect(recording.performed == [])
    }

    @Test("A step's own time limit reaches its act, and the default the others")
    func limits() throws {
        let recording = Recording()
        _ = try Bench.run([Bench.recreate, Bench.flag("JARVIS_USE_MESH_SYNC")], recording)
        #expect(recording.limitsOfActs.map(\.timeoutMilliseconds) == [120_000, 5000])
    }
}
