import Mesh
import Planning
import Runbook
import TestSupport
import Testing

@testable import Safety

private let looks = [Verification(.apiReady), Verification(.memoryWrites, mayBeUnknown: true)]

/// Steps that look afterwards, as the planners make them.
private func seenThrough(_ subject: String, _ operations: [Operation], by looks: [Verification] = looks) -> Plan {
    Plan(
        subject: subject,
        steps: operations.enumerated().map { index, operation in
            PlannedStep(
                id: "\(subject)/\(index + 1)", title: "", step: nil, kind: operation.kind, effect: .change, probe: nil,
                change: Change(operation, postchecks: operation.interrupts ? looks : []))
        })
}

private let recreate = Operation.recreate(service: "api", pinnedOff: [])
private let restore = Operation.runbook(.named(.restoreDatabase))
private let backup = Operation.runbook(.named(.backupDatabase))

private func blocks(_ what: String) -> String { "\(what) would block memory writes for a mesh fault" }

private func notUnderstood(_ subcommand: String) -> String { "`\(subcommand)`, of which not everything is understood," }

@Suite(.ownThread) struct WritesRuleTests {
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
            // Options as they are meant, not as they look.
            ("docker-compose up -d=false", notUnderstood("up")), ("docker-compose up --detach=false api", notUnderstood("up")),
            ("docker-compose up -d --no-start=true", "a container that is not started"),
            ("docker-compose up -dV", "`up`"), ("docker-compose up -d --remove-orphans", "`up`"),
            ("docker-compose restart -t5s --wait", notUnderstood("restart")),
            ("docker-compose --profile mesh stop", "`stop`"), ("docker-compose -f - up -d", "a command that is not understood"),
            ("docker exec jarvis-api kill 1", notUnderstood("exec")), ("docker run -d image", notUnderstood("run")),
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
                "one of another service", seenThrough("mesh", [recreate, .recreate(service: "worker", pinnedOff: [])]), Examples.facts()),
            RuleCase(
                "a second one among others",
                seenThrough("mesh", [recreate, .recreate(service: "worker", pinnedOff: [], others: ["api": []])]), Examples.facts(),
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
            RuleCase(
                "one restart of a service called stop", seenThrough("mesh", [compose("docker-compose restart stop")]), Examples.facts()),
            RuleCase(
                "an image is pulled, and a service called create is started", "mesh",
                [
                    (.change, compose("docker-compose pull")), (.change, compose("docker-compose start create")),
                ]),
            RuleCase("elsewhere nobody asks", "memory-leak", [(.change, recreate), (.change, recreate)]),
            RuleCase(
                "a change of the database", "mesh", [(.change, .runbook(.sqlite(database: "data/jarvis.db", sql: "VACUUM")))],
                Examples.facts(), blocks("a change of the database")),
            RuleCase(
                "a restore as the program makes it", "mesh", [(.destroy, .restoreDatabase(from: "b", sha256: "0"))], Examples.facts(),
                blocks("a change of the database")),
            RuleCase(
                "a database put back", "mesh", [(.destroy, .returnDatabase(kept: "k"))], Examples.facts(),
                blocks("a change of the database")),
            RuleCase("a recreation, spelt out", seenThrough("mesh", [compose("docker-compose up --detach")]), Examples.facts()),
            RuleCase(
                "a recreation after which nobody looks at the writes", seenThrough("mesh", [recreate], by: [Verification(.apiReady)]),
                Examples.facts(), "whoever interrupts the service must see it ready again, and look at the memory writes"),
            RuleCase(
                "a recreation after which nobody waits until it is ready",
                seenThrough("mesh", [recreate], by: [Verification(.memoryWrites)]),
                Examples.facts(), "whoever interrupts the service must see it ready again, and look at the memory writes"),
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
}
