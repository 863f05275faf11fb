import Mesh
import Planning
import Runbook
import TestSupport
import Testing

/// What an operation takes away, and what is known of it beside.
@Suite(.ownThread) struct OperationLossTests {
    private static func shell(_ line: String) -> Planning.Operation { .runbook(.shell(ShellAction(line: line, argv: nil))) }
    private static func compose(_ words: String) -> Planning.Operation {
        .runbook(.compose(argv: words.split(separator: " ").map(String.init)))
    }
    private static func redis(_ words: String) -> Planning.Operation {
        .runbook(.redis(arguments: words.split(separator: " ").map(String.init), options: []))
    }

    private static let losing: [(Planning.Operation, Set<Loss>)] = [
        (.recreate(service: "api", pinnedOff: []), [.logs, .memory]), (.bringUp(service: "api", pinnedOff: []), [.logs, .memory]),
        (.restoreDatabase(from: "b", sha256: "0"), [.database]), (.returnDatabase(kept: "k"), [.database]),
        (.runbook(.named(.restoreDatabase)), [.database]), (.runbook(.sqlite(database: "d", sql: "VACUUM")), [.database]),
        (.unlinkKeys(pattern: "x"), [.rateLimits]), (redis("FLUSHDB"), [.rateLimits]), (redis("set a b"), [.rateLimits]),
        (redis("lpush a b"), []), (redis("BGSAVE"), []), (compose("docker-compose restart api"), [.memory]),
        (compose("docker-compose stop api"), [.memory]), (compose("docker-compose up -d"), [.logs, .memory]),
        (compose("docker-compose down"), [.logs, .memory]), (compose("docker-compose rm -f"), [.logs, .memory]),
        (compose("docker-compose kill"), [.logs, .memory]), (compose("docker-compose create"), [.logs, .memory]),
        (compose("docker-compose scale api=2"), [.logs, .memory]), (compose("docker-compose pull"), []),
        (compose("docker-compose ps"), []), (compose("docker-compose pause"), []), (compose("docker update -m 1g api"), [.memory]),
        (compose("docker-compose down -v"), Set(Loss.allCases)), (compose("docker-compose rm -fv"), Set(Loss.allCases)),
        (compose("docker-compose up -dV"), Set(Loss.allCases)), (compose("docker-compose down --volumes=true"), Set(Loss.allCases)),
        (compose("docker-compose up -d --renew-anon-volumes"), Set(Loss.allCases)), (compose("docker system prune"), Set(Loss.allCases)),
        (compose("docker prune"), Set(Loss.allCases)), (compose("docker-compose stop -v"), [.memory]),
        (compose("docker-compose kill -v"), [.logs, .memory]), (compose("docker-compose exec api true"), Set(Loss.allCases)),
        (shell("x"), Set(Loss.allCases)), (.runbook(.python(code: "x")), Set(Loss.allCases)), (.send(event: "e"), []),
        (.setVariable(name: "X", value: nil), []), (.writeFile(path: "p", .bytes([])), []), (.startServices, []),
    ]

    @Test("A new container loses log and memory figures, a stopped one the figures, a restored database the present one", arguments: losing)
    func loses(operation: Planning.Operation, losses: Set<Loss>) { #expect(operation.loses == losses) }

    @Test(
        "Code that is not understood loses by name only what it names, in any case",
        arguments: [
            ("rm -rf old", []), ("DOCKER kill x", [.logs, .memory]), ("kubectl delete pod x", [.logs, .memory]),
            ("systemctl restart jarvis", [.memory]), ("kill 1", [.memory]), ("journalctl --vacuum-time=1s", [.logs]),
            ("rm /var/LOG/jarvis", [.logs]), ("truncate -s 0 api.log", [.logs]), ("REDIS-CLI x", [.rateLimits]),
            ("FlushAll", [.rateLimits]), ("sqlite3 x", [.database]), ("rm data/jarvis.db", [.database]),
            ("rm -rf volumes/x", [.rateLimits, .database]),
        ] as [(String, Set<Loss>)])
    func named(text: String, losses: Set<Loss>) {
        #expect(Self.shell(text).namedLosses == losses)
        #expect(Planning.Operation.runbook(.python(code: text)).namedLosses == losses)
    }

    @Test("What is understood names all that it loses")
    func understood() {
        for operation in [.recreate(service: "api", pinnedOff: []), Self.redis("FLUSHDB")] as [Planning.Operation] {
            #expect(operation.namedLosses == operation.loses && !operation.loses.isEmpty)
        }
        // A command of docker that is not understood is no different from a line that names docker.
        #expect(Self.compose("docker-compose exec api true").namedLosses == [.logs, .memory])
    }

    @Test(
        "Setting a flag of the mesh is a change of it, in the program's form and in the runbook's; what is no plain off counts as on",
        arguments: [
            ("0", false), ("off", false), ("", false), ("1", true), ("yes", true), ("${X:-1}", true), ("0 # no", true),
        ])
    func flagChanges(value: String, isOn: Bool) {
        for name in [MeshFlag.sync.variable, MeshFlag.sync.legacyVariable] {
            for operation in [.setVariable(name: name, value: value), .runbook(.flag(name: name, value: value))] as [Planning.Operation] {
                #expect(operation.flagChange?.flag == .sync && operation.flagChange?.isOn == isOn)
            }
        }
        #expect(Planning.Operation.setVariable(name: MeshFlag.sync.variable, value: nil).flagChange?.isOn == true)
        #expect(Planning.Operation.runbook(.flag(name: "LOG_LEVEL", value: value)).flagChange == nil)
    }

    @Test("Which operations touch containers, which are done together, and which may be ended in the middle")
    func kinds() {
        let containers: [Planning.Operation] = [
            .recreate(service: "api", pinnedOff: []), .bringUp(service: "api", pinnedOff: []), .startServices,
            Self.compose("docker-compose stop"),
        ]
        let together: [Planning.Operation] = [.send(event: "e"), .quarantine(event: "e", reason: "r")]
        let interruptible: [Planning.Operation] = [.backupDatabase(to: "b"), .monitorMemory, .unlinkKeys(pattern: "x")]
        let others: [Planning.Operation] = [
            .setVariable(name: "X", value: "1"), .restoreDatabase(from: "b", sha256: "0"), .makeStream(name: "S", subjects: []),
            Self.compose("docker-compose ps"), Self.compose("docker-compose pull"),
        ]
        let all = containers + together + interruptible + others
        #expect(all.filter(\.touchesContainers) == containers)
        #expect(all.filter(\.isDoneTogether) == together)
        #expect(all.filter(\.canBeInterrupted) == interruptible)
    }
}
