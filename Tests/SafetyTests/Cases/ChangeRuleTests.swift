import Mesh
import Planning
import Runbook
import Testing

@testable import Safety

private let looks = [Verification(.apiReady), Verification(.memoryWrites, mayBeUnknown: true)]

/// Steps that look afterwards, as the planners make them.
private func seenThrough(_ subject: String, _ operations: [Operation]) -> Plan {
    Plan(
        subject: subject,
        steps: operations.enumerated().map { index, operation in
            PlannedStep(
                id: "\(subject)/\(index + 1)", title: "", step: nil, kind: operation.kind, effect: .change, probe: nil,
                change: Change(operation, postchecks: operation.interrupts ? looks : []))
        })
}

private let recreate = Operation.recreate(service: "api", pinnedOff: [])

private func blocks(_ what: String) -> String { "\(what) would block memory writes for a mesh fault" }

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

@Suite struct ChangeRuleTests {
    @Test(
        "writes-never-blocked",
        arguments: [
            ("docker-compose stop api", "`stop`"), ("docker-compose down", "`down`"), ("docker-compose kill api", "`kill`"),
            ("docker-compose pause api", "`pause`"), ("docker-compose rm -f api", "`rm`"), ("docker compose stop", "`stop`"),
            ("docker stop jarvis-api", "`stop`"), ("docker update --memory 6m jarvis-api", "`update`"),
            ("docker-compose create --force-recreate api", "`create`"), ("docker-compose up -d --scale api=0", "a scale of 0"),
            ("docker-compose up -d --scale=api=0", "a scale of 0"), ("docker-compose scale api=0", "a scale of 0"),
            ("docker-compose scale api=00", "a scale of 0"), ("docker-compose scale web=2 api=0", "a scale of 0"),
            ("docker-compose scale api=", "a scale of 0"), ("docker-compose scale api=-1", "a scale of 0"),
            ("docker-compose scale api=none", "a scale of 0"), ("docker-compose up --no-start", "a container that is not started"),
            ("docker-compose up -d --no-start api", "a container that is not started"), ("docker-compose up", "`up` without -d"),
            ("docker-compose up --abort-on-container-exit", "`up` without -d"),
        ])
    func stopping(words: String, what: String) {
        for effect in [Effect.change, .destroy, .unknown] {
            RuleCase(words, "mesh", [(effect, compose(words))], Examples.facts(), blocks(what)).check(.writesNeverBlocked)
            RuleCase(words, "api-unresponsive", [(effect, compose(words))]).check(.writesNeverBlocked)
        }
    }

    @Test(
        "writes-never-blocked: other steps",
        arguments: [
            RuleCase("one recreation", seenThrough("mesh", [compose("docker-compose up -d")]), Examples.facts()),
            RuleCase("one restart", seenThrough("mesh", [compose("docker-compose restart api")]), Examples.facts()),
            RuleCase("more containers", seenThrough("mesh", [compose("docker-compose up -d --scale api=3")]), Examples.facts()),
            RuleCase(
                "a second recreation", seenThrough("mesh", [recreate, recreate]), Examples.facts(),
                "a mesh plan interrupts the service once at most"),
            RuleCase(
                "a restart after a recreation", seenThrough("mesh", [recreate, compose("docker-compose restart api")]), Examples.facts(),
                "a mesh plan interrupts the service once at most"),
            RuleCase(
                "a recreation before a flag is written", seenThrough("mesh", [set(.attestation, "0"), recreate, set(.sync, "0")]),
                Examples.facts(), "the service is recreated after all flags are written, not before"),
            RuleCase(
                "a recreation that nobody looks after", "mesh", [(.change, recreate)], Examples.facts(),
                "whoever interrupts the service must see it ready again, and look at the memory writes"),
            RuleCase("elsewhere nobody asks", "memory-leak", [(.change, recreate), (.change, recreate)]),
            RuleCase(
                "a change of the database", "mesh", [(.change, .runbook(.sqlite(database: "data/jarvis.db", sql: "VACUUM")))],
                Examples.facts(), blocks("a change of the database")),
            RuleCase("a restore", "mesh", [(.destroy, restore)], Examples.facts(), blocks("a change of the database")),
            RuleCase("a backup", "mesh", [(.change, backup)]),
            RuleCase(
                "a shell line", "mesh", [(.change, .runbook(.shell(ShellAction(line: "ls > x", argv: nil))))], Examples.facts(),
                blocks("a shell line that is not understood")),
            RuleCase(
                "Python", "mesh", [(.unknown, .runbook(.python(code: "x")))], Examples.facts(), blocks("Python code that is not understood")
            ),
            RuleCase(
                "a request of unknown effect", "mesh", [(.unknown, .runbook(.http(HTTPAction(url: "http://localhost/pause"))))],
                Examples.facts(), "a step of unknown effect may block memory writes"),
            RuleCase(
                "a flag on while writes fail", "mesh", [(.change, set(.sync, "1"))],
                Examples.facts { $0.memoryWrites = .failing("no row for a minute") },
                "memory writes fail (no row for a minute): a mesh flag does not go on now"),
            RuleCase(
                "a recreation that turns one on while writes fail", seenThrough("mesh", [recreate]),
                Examples.facts {
                    $0.memoryWrites = .failing("no row for a minute")
                    $0.flags.sync.fileValue = "1"
                }, "memory writes fail (no row for a minute): a mesh flag does not go on now"),
            RuleCase(
                "a flag off while writes fail", "mesh", [(.change, set(.sync, "0"))], Examples.facts { $0.memoryWrites = .failing("x") }),
            RuleCase("a flag on while nobody looked", "mesh", [(.change, set(.sync, "1"))]),
        ])
    func blocking(_ entry: RuleCase) { entry.check(.writesNeverBlocked) }

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
