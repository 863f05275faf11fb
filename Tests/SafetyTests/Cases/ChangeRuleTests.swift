import Mesh
import Planning
import Runbook
import TestSupport
import Testing

@testable import Safety

private let recreate = Operation.recreate(service: "api", pinnedOff: [])

private func flush(_ steps: [PlannedStep] = [], _ effect: Effect = .destroy) -> Plan {
    Plan(
        subject: "high-latency",
        steps: steps + Examples.steps("", [("high-latency/x", effect, .runbook(.redis(arguments: ["flushdb"], options: [])))]).steps)
}

private let logs = Examples.look("capture/logs", .compose(argv: ["docker-compose", "logs", "--tail=500", "api"]))
private let memory = Examples.look("capture/memory", .serviceMemory)
private let keys = Examples.look("capture/rate-limits", .rateLimits(pattern: "*"))

private func capturable(_ losses: Set<Loss>) -> Facts { Examples.facts { $0.capturable = losses } }

private let restore = Operation.runbook(.named(.restoreDatabase))
private let backup = Operation.runbook(.named(.backupDatabase))
private let unsaved = "the present database has not been saved"

@Suite(.ownThread) struct ChangeRuleTests {
    @Test(
        "evidence-before-loss",
        arguments: [
            RuleCase("a flush after the keys were kept", flush([keys]), Examples.facts()),
            RuleCase("a flush at once", flush(), Examples.facts(), "it loses the rate-limit keys, which no earlier step keeps"),
            RuleCase(
                "a flush after some of the keys were read", flush([Examples.look("x", .rateLimits(pattern: "x:*"))]), Examples.facts(),
                "it loses the rate-limit keys, which no earlier step keeps"),
            RuleCase(
                "a flush of keys that cannot be read", flush(), capturable([]), "it loses the rate-limit keys, which cannot be captured now"
            ),
            RuleCase("a flush that is called a change, of keys that cannot be read", flush([], .change), capturable([])),
            RuleCase(
                "a flush that is called a change", flush([], .change), Examples.facts(),
                "it loses the rate-limit keys, which no earlier step keeps"),
            RuleCase(
                "a restart after the memory was kept",
                Plan(subject: "x", steps: [memory] + Examples.steps("", [("x/1", .change, compose("docker-compose restart"))]).steps),
                Examples.facts()),
            RuleCase(
                "a recreation after only the log was kept",
                Plan(subject: "x", steps: [logs] + Examples.steps("", [("x/1", .change, recreate)]).steps), Examples.facts(),
                "it loses the process's memory figures, which no earlier step keeps"),
            RuleCase(
                "a restart at once", "x", [(.change, compose("docker-compose restart"))], Examples.facts(),
                "it loses the process's memory figures, which no earlier step keeps"),
            RuleCase(
                "a restart of a service that cannot be looked at", "x", [(.change, compose("docker-compose restart"))], capturable([])),
            RuleCase(
                "stopping one", "x", [(.destroy, compose("docker-compose stop"))], capturable([]),
                "it loses the process's memory figures, which cannot be captured now"),
            RuleCase(
                "a recreation", "x", [(.change, recreate)], Examples.facts(), "it loses the container's log, which no earlier step keeps"),
            RuleCase(
                "a recreation when only the memory can be kept", "x", [(.change, recreate)], capturable([.memory]),
                "it loses the process's memory figures, which no earlier step keeps"),
            RuleCase(
                "code of unknown effect", "x", [(.unknown, .runbook(.python(code: "x")))], Examples.facts(),
                "it loses the container's log, which no earlier step keeps"),
            RuleCase("code of unknown effect, nothing can be kept", "x", [(.unknown, .runbook(.python(code: "x")))], capturable([])),
            RuleCase("planned recreation", [.sync], isOn: false, Examples.facts(sync: true)),
            RuleCase(
                "planned recreation, only the log can be kept", [.sync], isOn: false, Examples.facts(sync: true) { $0.capturable = [.logs] }
            ),
            RuleCase(
                "planned recreation, only the memory can be kept", [.sync], isOn: false,
                Examples.facts(sync: true) { $0.capturable = [.memory] }),
            RuleCase("planned recreation, nothing can be kept", [.sync], isOn: false, Examples.facts(sync: true) { $0.capturable = [] }),
            RuleCase(
                "keys that are kept too late", Plan(subject: "x", steps: flush().steps + [keys]), Examples.facts(),
                "it loses the rate-limit keys, which no earlier step keeps"),
            RuleCase("adding a key", "x", [(.change, .runbook(.redis(arguments: ["SADD", "a", "b"], options: [])))]),
            RuleCase("a restore", "x", [(.destroy, restore)]),
        ])
    func evidence(_ entry: RuleCase) { entry.check(.evidenceBeforeLoss) }

    @Test("evidence-before-loss goes by the most dangerous of the effects that are known")
    func effects() {
        let own = makeStep(.redis(arguments: ["FLUSHDB"], options: []), .destroy)
        let step = PlannedStep(
            id: "x", title: "", step: own, kind: .redis, effect: .change, probe: nil,
            change: Change(.runbook(.redis(arguments: ["FLUSHDB"], options: []))))
        RuleCase("", Plan(steps: [step]), capturable([]), "it loses the rate-limit keys, which cannot be captured now").check(
            .evidenceBeforeLoss)
    }

    @Test(
        "backup-before-restore",
        arguments: [
            RuleCase("a restore alone", "x", [(.destroy, restore)], Examples.facts(), unsaved),
            RuleCase("a backup, then a restore", "x", [(.change, backup), (.destroy, restore)]),
            RuleCase("a backup that comes after it", "x", [(.destroy, restore), (.change, backup)], Examples.facts(), unsaved),
            RuleCase("a restore called a change", "x", [(.change, restore)], Examples.facts(), unsaved),
            RuleCase("a backup alone", "x", [(.change, backup)]),
        ])
    func restoring(_ entry: RuleCase) { entry.check(.backupBeforeRestore) }

    @Test(
        "unknown-effect-asks",
        arguments: [
            RuleCase("unknown", "x", [(.unknown, .runbook(.python(code: "x")))], Examples.facts(), "its effect is not known"),
            RuleCase("known", "x", [(.destroy, restore), (.change, backup)]),
        ])
    func unknown(_ entry: RuleCase) { entry.check(.unknownEffectAsks) }

    @Test(
        "invalid-envelope-is-integrity",
        arguments: [
            RuleCase("a valid event", "mesh", [(.change, .send(event: "a"))], Examples.facts { $0.outbox.valid = ["a"] }),
            RuleCase(
                "an event that nobody validated", "mesh", [(.change, .send(event: "a"))], Examples.facts(),
                "event a has not passed validation"),
            RuleCase(
                "an invalid event", "mesh", [(.change, .send(event: "a"))], Examples.facts { $0.outbox.invalid = ["a"] },
                "event a is invalid: that is a matter of data integrity, and it is not sent"),
            RuleCase(
                "an event that is called both", "mesh", [(.change, .send(event: "a"))],
                Examples.facts {
                    $0.outbox.invalid = ["a"]
                    $0.outbox.valid = ["a"]
                }, "event a is invalid: that is a matter of data integrity, and it is not sent"),
            RuleCase(
                "Jarvis's own retry", "mesh", [(.change, .runbook(.outbox(.retry(limit: 1))))], Examples.facts(),
                "Jarvis's own retry publishes before it validates"),
        ])
    func integrity(_ entry: RuleCase) { entry.check(.invalidEnvelopeIsIntegrity) }

    @Test(
        "one-responder and no-journal-no-change",
        arguments: [
            (LockFacts.free, JournalFacts.ready, nil, nil), (.ours, .ready, nil, nil),
            (.held(by: "ada"), .ready, "another responder is at work: ada", nil),
            (.unknown("no permission"), .ready, "whether another responder is at work cannot be seen: no permission", nil),
            (.free, .cannotCreate("read-only"), nil, "there is no journal to write to: read-only"),
            (.free, .failing("full"), nil, "the journal cannot be written: full"),
            (.free, .damaged("row 3"), nil, "the journal does not verify: row 3"),
        ] as [(LockFacts, JournalFacts, String?, String?)])
    func conditions(lock: LockFacts, journal: JournalFacts, held: String?, unwritten: String?) {
        let facts = Examples.facts {
            $0.lock = lock
            $0.journal = journal
        }
        RuleCase("", [.attestation], isOn: false, facts, held).check(.oneResponder)
        RuleCase("", [.attestation], isOn: false, facts, unwritten).check(.noJournalNoChange)
        // Looking needs neither.
        let look = Plan(subject: "mesh", steps: [Examples.look("x", .meshStatus)])
        #expect(Policy().decide(look, facts).steps.map(\.verdict) == [.allowed])
    }
}
