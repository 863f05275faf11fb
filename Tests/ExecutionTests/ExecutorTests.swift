import Execution
import JSONKit
import Mesh
import Planning
import Runbook
import Safety
import SystemKit
import TestSupport
import Testing

/// The executor alone, with stand-ins that record what it asks of them.
@Suite(.ownThread) struct ExecutorTests {
    // MARK: - Order

    @Test("For each step: what must hold, then its intent with the old value, then the act, then what must hold, then its result")
    func order() throws {
        let recording = Recording()
        let result = try Bench.run([Bench.flag("JARVIS_USE_MESH_ATTEST"), Bench.flag("JARVIS_USE_MESH_SYNC")], recording)
        #expect(result.outcome == .done)
        let step = { (name: String) in
            [
                "probe .env \(name)=1", "present \(name)", "intend \(name)", "perform \(name)", "probe .env \(name)=0", "probe writes",
                "finish \(name) done",
            ]
        }
        #expect(recording.log == ["spend 1"] + step("JARVIS_USE_MESH_ATTEST") + step("JARVIS_USE_MESH_SYNC"))
        #expect(
            recording.presentValues.map { $0["old"]?.text } == ["value of JARVIS_USE_MESH_ATTEST", "value of JARVIS_USE_MESH_SYNC"])
    }

    @Test("Each step that runs is told of twice, in order, and one that does not run is not")
    func events() throws {
        let seen = Noted()
        let recording = Recording(act: { name in name.hasSuffix("SYNC") ? OperationResult(.failed, "no") : OperationResult(.done, "yes") })
        _ = try Bench.run(
            [Bench.flag("JARVIS_USE_MESH_ATTEST"), Bench.flag("JARVIS_USE_MESH_SYNC"), Bench.look("after")], recording,
            onEvent: { event in
                switch event {
                case .started(let id, _): seen.add("start \(id)")
                case .progressed(let id, let words): seen.add("\(id) \(words)")
                case .finished(let result): seen.add("end \(result.id) \(result.state.rawValue)")
                }
            })
        #expect(
            seen.all == [
                "start JARVIS_USE_MESH_ATTEST", "end JARVIS_USE_MESH_ATTEST done", "start JARVIS_USE_MESH_SYNC",
                "end JARVIS_USE_MESH_SYNC failed",
            ])
    }

    // MARK: - What goes wrong

    @Test("A look that is taken always is taken after a failure; one that must hold stops the changes, a closing one decides nothing")
    func standing() throws {
        let recording = Recording(probe: { $0 == "bad" || $0 == "left" ? ProbeResult(.unhealthy, "no") : ProbeResult(.ok, "") })
        let result = try Bench.run(
            [
                Bench.look("bad", .always), Bench.look("good", .always), Bench.flag("JARVIS_USE_MESH_SYNC"), Bench.look("usual"),
                Bench.look("left", .closing), Bench.look("end", .closing),
            ], recording)
        #expect(result.outcome == .failed)
        #expect(result.steps.map(\.state) == [.failed, .done, .notRun, .notRun, .failed, .done])
        #expect(result.steps[2].because == "bad failed")
        let closing = try Bench.run([Bench.flag("JARVIS_USE_MESH_SYNC"), Bench.look("left", .closing)], recording)
        #expect(closing.outcome == .done)
        #expect(closing.steps.map(\.state) == [.done, .failed])
        #expect(closing.steps.map(\.isFinding) == [false, true])
    }

    @Test("A step whose precondition no longer holds is not done, and nothing after it is")
    func precheck() throws {
        let recording = Recording(probe: { $0.hasSuffix("ATTEST=1") ? ProbeResult(.unhealthy, "it is 0") : ProbeResult(.ok, "") })
        let result = try Bench.run([Bench.flag("JARVIS_USE_MESH_ATTEST"), Bench.flag("JARVIS_USE_MESH_SYNC")], recording)
        #expect(result.outcome == .stopped)
        #expect(result.steps.map(\.state) == [.notRun, .notRun])
        #expect(result.steps[0].because == "it is not as it was when the plan was made: it is 0")
        #expect(result.steps[1].because == "JARVIS_USE_MESH_ATTEST was not done")
        #expect(recording.log == ["spend 1", "probe .env JARVIS_USE_MESH_ATTEST=1", "finish JARVIS_USE_MESH_ATTEST not-run"])
    }

    @Test("A precondition that is a condition of its own is told as what is in the way now")
    func condition() throws {
        let restore = PlannedStep(
            id: "restore", title: "Restore", step: nil, kind: .sqlite, effect: .change, probe: nil,
            change: Change(.startServices, precheck: .databaseUnused))
        let result = try Bench.run([restore], Recording(probe: { _ in ProbeResult(.unhealthy, "data/jarvis.db is in use") }))
        #expect(result.steps.first?.state == .notRun && result.steps.first?.because == "not now: data/jarvis.db is in use")
    }

    @Test(
        "An act that failed, or after which things are not as they must be, stops the run",
        arguments: [
            (OperationResult.State.failed, ProbeState.ok, StepResult.State.failed, RunResult.Outcome.failed),
            (.unknown, .ok, .unknown, .unverified), (.done, .unhealthy, .failed, .failed), (.done, .failed, .unknown, .unverified),
            (.done, .timedOut, .unknown, .unverified), (.done, .unavailable, .unknown, .unverified), (.done, .ok, .done, .done),
        ])
    func postcheck(act: OperationResult.State, ready: ProbeState, state: StepResult.State, outcome: RunResult.Outcome) throws {
        let recording = Recording(
            probe: { ProbeResult($0 == "ready" ? ready : .ok, "seen: \($0)") }, act: { OperationResult(act, "acted: \($0)") })
        let result = try Bench.run([Bench.recreate, Bench.look("after")], recording)
        #expect(result.outcome == outcome)
        #expect(result.steps[0].state == state)
        #expect(result.steps[0].because.hasPrefix("acted: recreate"))
        // What was done and then found wrong is still there to be taken back.
        #expect(result.steps[0].mayHaveChanged == (act != .failed))
        #expect(result.steps[1].state == (outcome == .done ? .done : .notRun))
        #expect(result.steps[1].because.isEmpty == false)
        #expect(recording.log.contains("finish recreate \(state.rawValue)"))
        #expect(recording.log.contains("probe after") == (outcome == .done))
    }

    @Test("What may be unknown is said and stops nothing; what must be known stops")
    func unknown() throws {
        let recording = Recording(probe: { ProbeResult($0 == "writes" ? .failed : .ok, "seen: \($0)") })
        let result = try Bench.run([Bench.recreate], recording)
        #expect(result.outcome == .done)
        #expect(result.steps[0].because == "recreate was done; seen: ready; not verified: seen: writes")
        // Seen to be bad is not unknown.
        let bad = Recording(probe: { ProbeResult($0 == "writes" ? .unhealthy : .ok, "seen: \($0)") })
        #expect(try Bench.run([Bench.recreate], bad).outcome == .failed)
    }

    @Test("A flag that cannot be written off goes off by its pin all the same, and the run has failed")
    func pinnedAllTheSame() throws {
        let pinning = PlannedStep.act("recreate", "Recreate", Change(.recreate(service: "api", pinnedOff: [.sync])))
        let recording = Recording(act: { $0.hasSuffix("SYNC") ? OperationResult(.failed, "no") : OperationResult(.done, "yes") })
        let result = try Bench.run([Bench.flag("JARVIS_USE_MESH_SYNC"), pinning], recording)
        #expect(result.outcome == .failed && result.steps.map(\.state) == [.failed, .done])
    }

    @Test("That a service runs as wanted and nobody can see it is not verified, also where nothing was changed")
    func unverified() throws {
        let look = PlannedStep.check("verify", "See", .runningFlags(sync: false, attestation: nil), standing: .always)
        let recording = Recording(probe: { _ in ProbeResult(.unavailable, "no") })
        #expect(try Bench.run([look], recording).outcome == .unverified)
    }

    @Test("A look that must succeed stops the run when it does not", arguments: [ProbeState.unhealthy, .failed, .timedOut, .unavailable])
    func look(state: ProbeState) throws {
        let recording = Recording(probe: { ProbeResult($0 == "first" ? state : .ok, "seen: \($0)") })
        let result = try Bench.run([Bench.look("first"), Bench.flag("JARVIS_USE_MESH_SYNC")], recording)
        #expect(result.outcome == (state == .unhealthy ? .failed : .stopped))
        #expect(result.steps.map(\.state) == [state == .unhealthy ? .failed : .unknown, .notRun])
        #expect(recording.performed == [])
        #expect(recording.log == ["spend 1", "probe first", "observe first \(state.rawValue)"])
    }

    // MARK: - Evidence

    @Test("What could not be captured is not destroyed; what only changes goes on")
    func captures() throws {
        let recording = Recording(probe: { ProbeResult($0 == "logs" ? .failed : .ok, "seen: \($0)") })
        let result = try Bench.run([Bench.captureLogs, Bench.recreate], recording)
        #expect(result.outcome == .done)
        #expect(result.steps.map(\.state) == [.unknown, .done])
        let destroying = Recording(probe: { ProbeResult($0 == "logs" ? .failed : .ok, "seen: \($0)") })
        let refused = try Bench.run([Bench.captureLogs, Bench.remove], destroying)
        #expect(refused.outcome == .stopped)
        #expect(refused.steps.map(\.state) == [.unknown, .notRun])
        #expect(refused.steps[1].because == "what it would lose could not be kept: seen: logs")
        #expect(destroying.performed == [])
        #expect(!destroying.log.contains { $0.hasPrefix("intend") })
    }

    @Test("A capture that sees something bad has captured it")
    func badCapture() throws {
        let recording = Recording(probe: { ProbeResult($0 == "logs" ? .unhealthy : .ok, "seen: \($0)") })
        let result = try Bench.run([Bench.captureLogs, Bench.remove], recording)
        #expect(result.outcome == .done)
        #expect(recording.performed == ["runbook"])
    }

    // MARK: - What is left out

    @Test("What is so already is not done again, and that is recorded")
    func alreadySo() throws {
        let recording = Recording()
        let result = try Bench.run([Bench.flag("JARVIS_USE_MESH_SYNC", from: "0")], recording)
        #expect(result.outcome == .done)
        #expect(result.steps.map(\.because) == ["it is so already"])
        #expect(
            recording.log == ["spend 0", "probe .env JARVIS_USE_MESH_SYNC=0", "finish JARVIS_USE_MESH_SYNC skipped"])
    }

    @Test("A step done before the interruption is left out; one whose end is not known is done when its name was given")
    func history() throws {
        var done = Bench.flag("JARVIS_USE_MESH_ATTEST")
        done.history = .done
        var uncertain = Bench.flag("JARVIS_USE_MESH_SYNC")
        uncertain.history = .uncertain
        let recording = Recording()
        let result = try Bench.run([done, uncertain], recording)
        #expect(result.outcome == .done)
        #expect(result.steps.map(\.state) == [.skipped, .done])
        #expect(result.steps[0].because == "done before the interruption")
        #expect(recording.performed == ["JARVIS_USE_MESH_SYNC"])
    }

    @Test(
        "\"If persists\" goes on unless the diagnosis is clear",
        arguments: [(true, StepResult.State.done), (nil, .done), (false, .skipped)] as [(Bool?, StepResult.State)])
    func condition(isStillFailing: Bool?, state: StepResult.State) throws {
        let recording = Recording()
        let result = try Bench.run([Bench.conditional], recording, isStillFailing: { isStillFailing })
        #expect(result.steps.map(\.state) == [state])
        #expect(result.outcome == .done)
        #expect(recording.performed.isEmpty == (state == .skipped))
        #expect(recording.log.last == "finish conditional \(state.rawValue)")
    }

    @Test("The way back is gone when a step failed after something was changed, whole, and never otherwise")
    func remedy() throws {
        func back(_ id: String) -> PlannedStep {
            PlannedStep(
                id: id, title: id, step: nil, kind: .flag, effect: .change, probe: nil,
                change: Change(.setVariable(name: id, value: "0")), standing: .remedy)
        }
        func run(_ failing: String?) throws -> RunResult {
            let recording = Recording(act: { name in
                failing.map(name.contains) == true ? OperationResult(.failed, "no") : OperationResult(.done, "yes")
            })
            return try Bench.run(
                [Bench.flag("FIRST"), Bench.flag("SECOND"), back("BACK"), back("MORE"), Bench.look("end", .remedy)], recording)
        }
        #expect(try run(nil).steps.map(\.state) == [.done, .done, .skipped, .skipped, .skipped])
        #expect(try run(nil).outcome == .done)
        #expect(try run("SECOND").steps.map(\.state) == [.done, .failed, .done, .done, .done])
        #expect(try run("SECOND").outcome == .failed)
        #expect(try run("FIRST").steps.map(\.state) == [.failed, .notRun, .skipped, .skipped, .skipped])
    }

    @Test("What the way back takes back may have been made before an interruption, or found so: then it is gone as well")
    func remedyOfEarlier() throws {
        let back = PlannedStep(
            id: "BACK", title: "", step: nil, kind: .flag, effect: .change, probe: nil,
            change: Change(.setVariable(name: "BACK", value: "0")), standing: .remedy)
        var done = Bench.flag("FIRST")
        done.history = .done
        let already = PlannedStep(
            id: "FIRST", title: "", step: nil, kind: .flag, effect: .change, probe: nil,
            change: Change(.setVariable(name: "FIRST", value: "1"), before: "1", after: "1"))
        for first in [done, already] {
            let recording = Recording(probe: { ProbeResult($0 == "listener" ? .unhealthy : .ok, "") })
            let result = try Bench.run([first, Bench.look("listener"), back], recording)
            #expect(result.steps.map(\.state) == [.skipped, .failed, .done] && recording.performed == ["BACK"], "\(result.steps)")
        }
    }

    @Test("Services that were stopped go on again although a step between failed, and nothing else does")
    func owed() throws {
        func step(_ id: String, _ operation: Planning.Operation, _ standing: PlannedStep.Standing) -> PlannedStep {
            PlannedStep(
                id: id, title: id, step: nil, kind: .compose, effect: .change, probe: nil, change: Change(operation), standing: standing)
        }
        let recording = Recording(act: { name in name.hasSuffix("SYNC") ? OperationResult(.failed, "no") : OperationResult(.done, "yes") })
        let result = try Bench.run(
            [
                Bench.flag("JARVIS_USE_MESH_SYNC"), step("write", .setVariable(name: "X", value: "1"), .always),
                step("start", .startServices, .always), step("again", .startServices, .usual),
            ], recording)
        #expect(result.steps.map(\.state) == [.failed, .notRun, .done, .notRun])
        #expect(result.outcome == .failed)
    }
}
