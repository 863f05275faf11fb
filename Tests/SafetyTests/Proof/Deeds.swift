import Mesh
import Planning
import Runbook
import Safety

/// What an approved plan really does, step by step: the model's own reading of each operation, apart from what the program thinks of it.
struct Script {
    let isMesh: Bool
    let deeds: [Deed]
    /// Whose word it stands on.
    let saidYes: Bool
    let named: Set<String>

    /// Whether flags are written off, and none on.
    var turnsOff: Bool {
        let written = deeds.compactMap { deed -> World.Setting? in if case .write(_, _, let setting) = deed.act { setting } else { nil } }
        return !written.isEmpty && written.allSatisfy { $0 == .off }
    }

    /// Whether the deed was named by itself, or the whole playbook was.
    func names(_ deed: Deed) -> Bool { named.contains(deed.id) || isMesh && named.contains("mesh") }

    /// Uses the approved plan up, as the executor would.
    init(_ plan: consuming ApprovedPlan, subject: String) {
        isMesh = subject == "mesh"
        saidYes = plan.approvals.contains { $0.answers == .changes }
        named = Set(
            plan.approvals.compactMap { approval in
                if case .confirmation(let name) = approval.answers { name } else { nil }
            })
        deeds = plan.allowed.compactMap(Deed.init)
    }
}

struct Deed {
    enum Act: Equatable {
        case keep(Loss)
        case write(MeshFlag, isLegacy: Bool, World.Setting)
        case recreate(pinsSync: Bool, pinsAttest: Bool)
        /// With flags from a file that nobody looked at: the worst that it may say.
        case recreateAnyhow
        case restart
        /// The service is gone, or starved.
        case stop(losesLog: Bool)
        case lockDatabase
        case flush
        case backup
        case restore
        /// Code that nobody understands.
        case opaque
        case send(String)
        /// Whatever waits.
        case sendAll
    }

    let id: String
    let act: Act
    /// Whether readiness and memory writes are looked at afterwards.
    let isSeenThrough: Bool
    /// Whether more than one container is asked for.
    let scalesUp: Bool

    /// nil for what does nothing to the world.
    init?(_ step: PlannedStep) {
        id = step.id
        scalesUp = step.change.map { Deed.scalesUp($0.operation) } ?? false
        let looks = step.change?.postchecks.map(\.probe) ?? []
        isSeenThrough = looks.contains(.apiReady) && looks.contains(.memoryWrites)
        if let change = step.change {
            if change.isAlreadySo { return nil }
            act = Deed.act(change.operation)
        } else {
            switch step.probe {
            case .compose(let argv)? where argv.contains("logs"): act = .keep(.logs)
            case .serviceMemory?: act = .keep(.memory)
            case .rateLimits(pattern: "*")?, .redisEvidence?: act = .keep(.rateLimits)
            default: return nil
            }
        }
    }

    private static func act(_ operation: Operation) -> Act {
        switch operation {
        case .setVariable(let name, let value, _): return write(name, value)
        case .recreate(_, let pinned, _):
            return .recreate(pinsSync: pinned.contains(.sync), pinsAttest: pinned.contains(.attestation))
        case .bringUp(_, let pinned, _):
            return .recreate(pinsSync: pinned.contains(.sync), pinsAttest: pinned.contains(.attestation))
        case .backupDatabase: return .backup
        case .restoreDatabase: return .restore
        case .startServices, .writeFile, .returnDatabase, .unlinkKeys, .monitorMemory:
            preconditionFailure("the model does not know \(operation)")
        case .send(let event): return .send(event)
        case .makeStream: preconditionFailure("the model has no stream to make")
        case .quarantine: preconditionFailure("the model has no command that records invalid events")
        case .runbook(.outbox(.retry)): return .sendAll
        case .runbook(.named(.backupDatabase)): return .backup
        case .runbook(.named(.restoreDatabase)): return .restore
        case .runbook(.sqlite): return .lockDatabase
        case .runbook(.redis(["FLUSHDB"], _)): return .flush
        case .runbook(.python), .runbook(.shell): return .opaque
        case .runbook(.compose(let argv)): return compose(argv.joined(separator: " "))
        case .runbook(let action): preconditionFailure("the model does not know \(action)")
        }
    }

    private static func scalesUp(_ operation: Operation) -> Bool {
        if case .runbook(.compose(let argv)) = operation { argv.contains("api=3") } else { false }
    }

    private static func write(_ name: String, _ value: String?) -> Act {
        let setting: World.Setting =
            switch value {
            case nil: .absent
            case "0"?: .off
            case "1"?, "true"?, "yes"?, "\"1\""?: .on
            case let value?: preconditionFailure("the model does not know \(value)")
            }
        switch name {
        case "JARVIS_USE_MESH_SYNC": return .write(.sync, isLegacy: false, setting)
        case "JARVIS_MESH_SYNC_ENABLED": return .write(.sync, isLegacy: true, setting)
        case "JARVIS_USE_MESH_ATTEST": return .write(.attestation, isLegacy: false, setting)
        case "JARVIS_MESH_ATTESTATION_ENABLED": return .write(.attestation, isLegacy: true, setting)
        default: preconditionFailure("the model does not know \(name)")
        }
    }

    private static func compose(_ line: String) -> Act {
        switch line {
        case "docker-compose up -d", "docker-compose up -d api", "docker-compose up -d --scale api=3":
            .recreate(pinsSync: false, pinsAttest: false)
        case "docker-compose --env-file on.env up -d": .recreateAnyhow
        case "docker-compose restart api": .restart
        case "docker-compose stop", "docker-compose stop api", "docker update --cpus=0.01 jarvis-api": .stop(losesLog: false)
        case "docker-compose down", "docker-compose up -d --scale api=0", "docker-compose up -d --scale=api=00",
            "docker-compose scale api=0",
            "docker-compose up --no-start", "docker-compose up":
            .stop(losesLog: true)
        default: preconditionFailure("the model does not know \(line)")
        }
    }

    func done(to world: World) -> World {
        world.with { world in
            switch act {
            case .keep, .opaque, .lockDatabase, .flush, .restart: break
            case .write(.sync, false, let setting): world.syncFile = setting
            case .write(.sync, true, let setting): world.syncLegacy = setting
            case .write(.attestation, false, let setting): world.attestFile = setting
            case .write(.attestation, true, let setting): world.attestLegacy = setting
            case .recreate(let pinsSync, let pinsAttest):
                let container = world.container
                world.runsSync = container.sync && !pinsSync
                world.runsAttest = container.attest && !pinsAttest
                world.isServing = true
            case .recreateAnyhow:
                world.runsSync = true
                world.runsAttest = true
                world.isServing = true
            case .stop: world.isServing = false
            case .backup: world.databaseIsSaved = true
            case .restore: world.databaseIsSaved = false
            case .send(let event): world.outbox = world.outbox == .mixed && event == "good" ? .invalid : .empty
            case .sendAll: world.outbox = .empty
            }
        }
    }
}
