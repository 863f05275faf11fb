import MarkdownKit
import Mesh
import Planning
import TestSupport
import Testing

@testable import Runbook

/// A step of a runbook by what it does.
func runbookStep(_ id: String, _ action: Action, _ effect: Effect, number: Int = 1, suggestion: Suggestion? = nil) -> Step {
    var step = Step(
        id: id, number: number, title: id, text: id, action: action, effect: effect, span: SourceSpan(line: 1, column: 1, endLine: 1))
    step.suggestion = suggestion
    return step
}

func composeStep(_ id: String, _ words: String, _ effect: Effect = .change) -> Step {
    runbookStep(id, .compose(argv: words.split(separator: " ").map(String.init)), effect)
}

/// What a runbook's steps become when they are carried out one after the other.
@Suite(.ownThread) struct StepPlannerTests {
    private static let sync = MeshFlag.sync.variable

    private static func facts(_ adjust: (inout Facts) -> Void = { _ in }) -> Facts {
        var facts = Facts()
        facts.flags = MeshFlagFacts(sync: .all(true), attestation: .all(false))
        facts.service.composeService = "api"
        facts.service.newContainer = .asked(["api": [MeshFlag.sync.variable: "1", MeshFlag.attestation.variable: "0"]])
        facts.capturable = [.logs, .memory, .rateLimits]
        adjust(&facts)
        return facts
    }

    private static func plan(_ steps: [Step], _ facts: Facts = facts()) -> [PlannedStep] {
        StepPlanner.plan(steps, subject: "incident", facts).steps
    }

    // MARK: - Evidence

    @Test("What a step loses is kept just before it, and once")
    func captures() {
        let steps = [composeStep("restart", "docker-compose restart api"), composeStep("up", "docker-compose up -d")]
        #expect(Self.plan(steps).map(\.id) == ["capture/memory", "restart", "capture/logs", "up"])
        #expect(Self.plan(steps, Self.facts { $0.capturable = [.memory] }).map(\.id) == ["capture/memory", "restart", "up"])
        #expect(Self.plan(steps, Self.facts { $0.capturable = [] }).map(\.id) == ["restart", "up"])
    }

    @Test("What the runbook itself keeps is not kept twice")
    func ownLook() {
        let steps = [composeStep("look", "docker-compose logs api", .read), composeStep("up", "docker-compose up -d")]
        #expect(Self.plan(steps).map(\.id) == ["look", "capture/memory", "up"])
    }

    @Test("Whoever interrupts the service waits until it is ready, and looks at the memory writes; others wait for nothing")
    func looks() {
        for words in ["docker-compose restart api", "docker-compose up -d", "docker-compose create api"] {
            let change = Self.plan([composeStep("x", words)]).last?.change
            #expect(change?.postchecks == [Verification(.apiReady), Verification(.memoryWrites, mayBeUnknown: true)])
        }
        #expect(Self.plan([composeStep("x", "docker-compose pull")]).last?.change?.postchecks == [])
    }

    // MARK: - What is a change

    @Test(
        "What changes, destroys or is not understood is a change under the rules; what reads, or is a person's, is none",
        arguments: [
            (Effect.change, true), (.destroy, true), (.unknown, true), (.read, false), (.none, false),
        ])
    func changes(effect: Effect, isChange: Bool) throws {
        let action = Action.redis(arguments: ["FLUSHDB"], options: [])
        let step = try #require(Self.plan([runbookStep("x", action, effect)]).last)
        #expect((step.change != nil) == isChange)
        #expect(step.change?.operation == (isChange ? .runbook(action) : nil))
        #expect(step.effect == effect && (step.probe != nil) == (effect == .read))
    }

    @Test("A flag is written, by whichever of its names, with the value found and the way back")
    func flags() throws {
        let facts = Self.facts { $0.flags.sync.legacyFileValue = "yes" }
        for (name, old) in [(Self.sync, "1"), (MeshFlag.sync.legacyVariable, "yes")] {
            let change = try #require(Self.plan([runbookStep("x", .flag(name: name, value: "0"), .change)], facts).last?.change)
            #expect(change.operation == .setVariable(name: name, value: "0"))
            #expect(change.before == old && change.after == "0")
            #expect(change.undo == .setVariable(name: name, value: old))
        }
        let other = try #require(Self.plan([runbookStep("x", .flag(name: "LOG_LEVEL", value: "debug"), .change)]).last?.change)
        #expect(other.undo == nil && other.before == nil)
    }

    // MARK: - Flags that the plan turns off

    @Test("It is written where the service reads it")
    func place() throws {
        let facts = Self.facts { $0.flags.sync.place.file = "prod.env" }
        let change = try #require(Self.plan([runbookStep("x", .flag(name: Self.sync, value: "0"), .change)], facts).last?.change)
        #expect(change.operation == .setVariable(name: Self.sync, value: "0", file: "prod.env"))
        #expect(change.undo == .setVariable(name: Self.sync, value: "1", file: "prod.env"))
    }

    @Test("A flag that an earlier step turned off is kept off by the recreation after it, whatever the container is given")
    func turnedOff() {
        let off = runbookStep("off", .flag(name: Self.sync, value: "0"), .change)
        let on = runbookStep("on", .flag(name: Self.sync, value: "1"), .change)
        let up = composeStep("up", "docker-compose up -d")
        func pinned(_ steps: [Step]) -> Planning.Operation? { Self.plan(steps).last?.change?.operation }
        #expect(pinned([up]) == .bringUp(service: "api", pinnedOff: []))
        #expect(pinned([off, up]) == .bringUp(service: "api", pinnedOff: [.sync]))
        #expect(pinned([off, on, up]) == .bringUp(service: "api", pinnedOff: []))
        #expect(pinned([on, off, up]) == .bringUp(service: "api", pinnedOff: [.sync]))
    }

    @Test("What nobody gives to the new container stays as it runs only where smoke checks cover it")
    func leftOpen() {
        let fresh = SmokeFacts(passed: true, ageMilliseconds: 1000, covered: [.sync], isOfThisConfiguration: true)
        var failed = fresh
        failed.passed = false
        for (running, smoke, isKeptOff) in [
            (true, fresh, false), (true, failed, true), (true, nil, true), (false, fresh, true), (nil, fresh, true),
        ] as [(Bool?, SmokeFacts?, Bool)] {
            let facts = Self.facts {
                $0.service.newContainer = .asked(["api": [:]])
                $0.flags.sync.running = running
                $0.smoke = smoke
            }
            #expect(facts.leftOpen.contains(.sync) == isKeptOff, "running \(String(describing: running))")
        }
    }

    // MARK: - `up -d` of a runbook

    @Test("Only `up -d` is carried out as the program's own recreation, and only where the service is known")
    func composeUp() {
        let argv = ["docker-compose", "up", "-d"]
        #expect(ComposeUp.operation(argv, Self.facts()) != nil)
        #expect(ComposeUp.operation(argv, Self.facts { $0.service.composeService = nil }) == nil)
        #expect(ComposeUp.operation(["docker-compose", "create", "-d"], Self.facts()) == nil)
        #expect(ComposeUp.operation(["docker-compose", "down", "-d", "api"], Self.facts()) == nil)
    }
}
