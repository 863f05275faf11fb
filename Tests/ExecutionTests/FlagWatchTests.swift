import Execution
import JSONKit
import MarkdownKit
import Mesh
import Planning
import Synchronization
import SystemKit
import TestSupport
import Testing

@testable import Runbook

/// The mesh's flags are read before and after every step that nobody understands.
@Suite(.ownThread) struct FlagWatchTests {
    private static let action = Action.python(code: "tidy()")

    private static func step(_ effect: Effect, _ id: String = "x/resolution.1") -> PlannedStep {
        PlannedStep(id: id, title: "Tidy", step: nil, kind: .python, effect: effect, probe: nil, change: Change(.runbook(action)))
    }

    private static func seen(_ file: Bool?, service: Bool? = false, compose: Bool? = false) -> [FlagSighting] {
        [
            FlagSighting(.sync, place: ".env", isOn: file, words: ".env:3"),
            FlagSighting(.sync, place: "docker-compose", isOn: compose, words: "docker-compose"),
            FlagSighting(.sync, place: FlagSighting.runningService, isOn: service, words: FlagSighting.runningService),
            FlagSighting(.attestation, place: FlagSighting.runningService, isOn: false, words: FlagSighting.runningService),
        ]
    }

    /// Each look at the flags sees the next of these.
    private func run(
        _ looks: [[FlagSighting]], _ steps: [PlannedStep], fails: Bool = false, signal: Cancellation? = nil,
        done: OperationResult? = nil
    ) throws -> (RunResult, Recording) {
        let left = Mutex(looks)
        let recording = Recording(
            probe: { name in
                guard name == "flags" else { return ProbeResult(.ok, "as it should be") }
                let seen = left.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                return ProbeResult(.ok, "read", measurement: seen.map { .meshFlags($0) })
            },
            act: { _ in
                signal?.cancel()
                return done ?? OperationResult(fails ? .failed : .done, fails ? "exit code 1" : "it ran")
            })
        return (try Bench.run(steps, recording, cancellation: signal), recording)
    }

    @Test(
        "One that went on ends the run, says where it stands and how it goes off; the step that did it did not end well",
        arguments: [true, false])
    func wentOn(fails: Bool) throws {
        let next = Bench.look("next")
        let (result, recording) = try run([Self.seen(false), Self.seen(true, compose: true)], [Self.step(.unknown), next], fails: fails)
        let alarm = try #require(result.steps.first?.alarm)
        #expect(alarm.isCertain && alarm.flags == [.sync])
        #expect(alarm.because == "JARVIS_USE_MESH_SYNC went on: .env:3, docker-compose")
        #expect(alarm.turnsOff == "jarvis-ops mesh disable all")
        #expect(result.outcome == .failed)
        #expect(result.steps.map(\.state) == [.failed, .notRun])
        #expect(result.steps.last?.because == "x/resolution.1 turned a mesh flag on")
        #expect(result.steps.first?.because.contains("To turn it off: jarvis-ops mesh disable all") == true)
        #expect(result.steps.first?.mayHaveChanged == true)
        // The values before are on disk before the act.
        #expect(recording.presentValues.first?["flags"]?.array?.count == 4)
        #expect(recording.log.firstIndex(of: "probe flags") ?? .max < recording.log.firstIndex(of: "perform runbook") ?? .min)
    }

    @Test("What stays as it was, on or off, and what goes off is no alarm")
    func calm() throws {
        for (before, after) in [
            (Self.seen(false), Self.seen(false)), (Self.seen(true, service: true), Self.seen(true, service: true)),
            (Self.seen(true, service: true), Self.seen(false)), (Self.seen(nil), Self.seen(nil)),
            // It was on already, and one more place that could not be read before says so.
            (Self.seen(true, service: nil), Self.seen(true, service: true)),
        ] {
            let (result, _) = try run([before, after], [Self.step(.unknown)])
            #expect(result.outcome == .done && result.steps.first?.alarm == nil, "\(before) \(after)")
        }
    }

    @Test("What goes on in the running service alone, or in a place that could not be read before, is one too")
    func elsewhere() throws {
        for (before, after) in [
            (Self.seen(true), Self.seen(true, service: true)), (Self.seen(nil), Self.seen(true)),
            (Self.seen(false, service: nil), Self.seen(false, service: true)),
        ] {
            let (result, _) = try run([before, after], [Self.step(.unknown)])
            #expect(result.outcome == .failed && result.steps.first?.alarm?.isCertain == true, "\(before) \(after)")
        }
    }

    @Test("Where it cannot be read afterwards the run is not done but unverified, says so, and goes on")
    func unknown() throws {
        for after in [Self.seen(nil), Self.seen(false, service: nil), []] {
            let (result, recording) = try run([Self.seen(false), after], [Self.step(.unknown), Bench.look("next")])
            #expect(result.outcome == .unverified)
            let alarm = try #require(result.steps.first?.alarm)
            #expect(!alarm.isCertain && alarm.because.contains("whether JARVIS_USE_MESH_SYNC is on cannot be read"), "\(alarm)")
            #expect(result.steps.map(\.state) == [.done, .done])
            #expect(recording.log.contains("probe next"))
        }
    }

    @Test("A step that is understood is not watched, and attestation alone goes off alone")
    func others() throws {
        let (_, recording) = try run([], [Self.step(.change)])
        #expect(!recording.log.contains("probe flags"))
        let before = [FlagSighting(.attestation, place: ".env", isOn: false, words: ".env")] + Self.seen(false)
        let after = [FlagSighting(.attestation, place: ".env", isOn: true, words: ".env:1")] + Self.seen(false)
        let (result, _) = try run([before, after], [Self.step(.unknown)])
        #expect(result.steps.first?.alarm?.turnsOff == "jarvis-ops mesh disable attest")
        #expect(result.steps.first?.alarm?.json["state"]?.text == "on")
    }

    @Test("One more container that runs with a flag is news wherever it was on before, and is stopped where it is nobody's")
    func oneMoreContainer() throws {
        func container(_ name: String, _ isOn: Bool? = true, isStopped: Bool = true) -> FlagSighting {
            FlagSighting(
                .sync, place: "container \(name)", isOn: isOn, words: "container \(name)",
                turnsOff: isStopped ? "docker stop \(name)" : nil)
        }
        func alarm(_ before: [FlagSighting], _ after: [FlagSighting]) throws -> FlagAlarm? {
            try run([before, after], [Self.step(.unknown)]).0.steps.first?.alarm
        }
        let on = Self.seen(true, service: true, compose: true)
        let stray = try #require(try alarm(Self.seen(false), Self.seen(false) + [container("stray")]))
        #expect(
            stray.isCertain && stray.because == "JARVIS_USE_MESH_SYNC went on: container stray" && stray.turnsOff == "docker stop stray")
        #expect(try alarm(on + [container("old")], on + [container("old"), container("stray")])?.turnsOff == "docker stop stray")
        #expect(try alarm(on + [container("old")], on + [container("old")]) == nil)
        #expect(try alarm(on + [container("old")], on) == nil)
        // What this directory makes goes off with the mesh.
        let both = try alarm(Self.seen(false), Self.seen(false) + [container("a"), container("b"), container("worker", isStopped: false)])
        #expect(both?.turnsOff == "docker stop a; docker stop b; jarvis-ops mesh disable all")
        let unclear = try #require(try alarm(Self.seen(false), Self.seen(false) + [container("stray", nil)]))
        #expect(
            !unclear.isCertain && unclear.because.contains("cannot be read: container stray") && unclear.turnsOff == "docker stop stray")
        #expect(try alarm(Self.seen(false) + [container("stray", nil)], Self.seen(false) + [container("stray", nil)]) == nil)
        #expect(try alarm(Self.seen(false) + [container("stray", nil)], Self.seen(false) + [container("stray")])?.isCertain == true)
    }

    @Test("What one flag was says nothing of the other")
    func eachFlag() throws {
        let before = Self.seen(true, service: true)
        let after = before + [FlagSighting(.attestation, place: ".env", isOn: true, words: ".env:4")]
        let (result, _) = try run([before, after], [Self.step(.unknown)])
        #expect(result.steps.first?.alarm?.flags == [.attestation])
    }

    @Test("Where the running service could not be read before either, nobody can say that the flag is off")
    func neverSeen() throws {
        let dark = Self.seen(false, service: nil)
        let (result, _) = try run([dark, dark], [Self.step(.unknown)])
        #expect(result.outcome == .unverified && result.steps.first?.alarm?.isCertain == false)
    }

    @Test("What a step left open for a person is less than what nobody can read")
    func afterOpenStep() throws {
        let open = PlannedStep(id: "open", title: "Deploy", step: nil, kind: .manual, effect: .none, probe: nil, isAsked: true)
        let (result, _) = try run([Self.seen(false), []], [open, Self.step(.unknown)])
        #expect(result.outcome == .unverified)
        #expect(result.steps.map(\.state) == [.notRun, .done])
    }

    @Test("A signal during the step keeps nobody from seeing what it did")
    func signal() throws {
        let (result, _) = try run([Self.seen(false), Self.seen(true)], [Self.step(.unknown)], signal: try Cancellation())
        #expect(result.steps.first?.alarm?.isCertain == true)
    }

    @Test("A step that was not carried out after all did nothing to the flags")
    func notRun() throws {
        let (result, _) = try run([Self.seen(false), []], [Self.step(.unknown)], done: OperationResult(.notRun, "not now"))
        #expect(result.steps.first?.state == .notRun && result.steps.first?.alarm == nil)
    }

    @Test("A runbook's step of unknown effect is watched, whatever the plan calls it")
    func runbookStep() throws {
        let own = Step(
            id: "x/resolution.1", number: 1, title: "Tidy", text: "", action: Self.action, effect: .unknown,
            span: SourceSpan(line: 1, column: 1, endLine: 1))
        let step = PlannedStep(
            id: own.id, title: own.title, step: own, kind: .python, effect: .change, probe: nil, change: Change(.runbook(Self.action)))
        let (result, _) = try run([Self.seen(false), Self.seen(true)], [step])
        #expect(result.steps.first?.alarm?.isCertain == true)
    }
}
