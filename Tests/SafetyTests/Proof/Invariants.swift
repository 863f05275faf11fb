import Mesh
import Planning

/// What must never happen, said of worlds and not of rules: nothing here asks `Policy`, a rule, or what an operation says of itself.
///
/// The first three are the runbook's safety rules of the mesh, the fourth its order of recovery; the others are what a responder may
/// expect of any program that changes a system at night.
enum Invariant: String, CaseIterable {
    case memoryWritesGoOn = "memory writes are never blocked for a mesh fault"
    case productionNeedsSmoke = "in production no flag goes on without fresh passing smoke checks of it for this configuration"
    case invalidIsNeverSent = "no event is sent that is invalid or that nobody validated"
    case attestationNeedsSync = "attestation is never left on without sync"
    case nothingOnWhileWritesFail = "no flag goes on from the mesh's plans while memory writes fail"
    case evidenceIsKept = "no evidence is lost that was not kept"
    case databaseIsSaved = "no database is overwritten that was not saved"
    case oneContainer = "no second container is asked for where only one can run"
    case ownContainers = "another directory's containers are never touched, and those of unknown ones only by name"
    case oneAtATime = "nothing is changed beside another responder"
    case everythingIsRecorded = "nothing is changed that the journal cannot record"
    case dangerIsNamed = "nothing that destroys, or might, is done without its name"
    case peopleDecide = "nothing is changed without somebody's word for this plan"
}

/// What happened in a run so far.
struct RunSoFar {
    var kept: Set<Loss> = []
    var interruptions = 0
}

extension Invariant {
    /// The first that the deed breaks; nil when it breaks none.
    static func broken(_ before: World, _ deed: Deed, _ after: World, _ script: Script, _ run: RunSoFar) -> Invariant? {
        if case .keep = deed.act { return nil }
        if before.lock != .free { return .oneAtATime }
        if !before.journalWorks { return .everythingIsRecorded }
        if deed.isDangerous ? !script.names(deed) : !script.saidYes && !script.names(deed) {
            return deed.isDangerous ? .dangerIsNamed : .peopleDecide
        }
        if script.isMesh {
            if blocks(deed, run) || before.isServing && !after.isServing { return .memoryWritesGoOn }
            if before.writes == .failing && goesOn(before, after) { return .nothingOnWhileWritesFail }
        }
        if before.deployment == .production {
            if before.fileSync < after.fileSync || before.runsSync < after.runsSync, !before.hasSmoke(of: .sync) {
                return .productionNeedsSmoke
            }
            if before.fileAttest < after.fileAttest || before.runsAttest < after.runsAttest, !before.hasSmoke(of: .attestation) {
                return .productionNeedsSmoke
            }
        }
        if sendsBad(before, deed) { return .invalidIsNeverSent }
        if !before.isAlone && after.isAlone { return .attestationNeedsSync }
        if deed.scalesUp && before.hasCompose { return .oneContainer }
        if deed.touchesContainers && !mayTouch(before, deed, script) { return .ownContainers }
        if losesEvidence(before, deed, run) { return .evidenceIsKept }
        if deed.act == .restore && !before.databaseIsSaved { return .databaseIsSaved }
        return nil
    }

    /// Longer than the one short pause that a recreation takes and that is seen through.
    private static func blocks(_ deed: Deed, _ run: RunSoFar) -> Bool {
        switch deed.act {
        case .stop, .lockDatabase, .restore, .opaque: true
        case .recreate, .recreateAnyhow, .restart: run.interruptions > 0 || !deed.isSeenThrough
        default: false
        }
    }

    /// Turning off goes on where nobody can see whose containers they are.
    private static func mayTouch(_ world: World, _ deed: Deed, _ script: Script) -> Bool {
        switch world.owner {
        case .ours: true
        case .another: false
        case .unseen: script.names(deed) || script.turnsOff
        }
    }

    private static func goesOn(_ before: World, _ after: World) -> Bool {
        before.fileSync < after.fileSync || before.fileAttest < after.fileAttest || before.runsSync < after.runsSync
            || before.runsAttest < after.runsAttest
    }

    private static func sendsBad(_ world: World, _ deed: Deed) -> Bool {
        switch deed.act {
        case .send(let event): event != "good"
        case .sendAll: [.invalid, .mixed, .unvalidated].contains(world.outbox)
        default: false
        }
    }

    /// What could be kept is kept; what destroys on purpose waits until it can be.
    private static func losesEvidence(_ world: World, _ deed: Deed, _ run: RunSoFar) -> Bool {
        let lost = deed.lost.subtracting(run.kept)
        if lost.isEmpty { return false }
        if deed.isDangerous && deed.act != .opaque { return true }
        return !lost.isDisjoint(with: world.canBeKept)
    }
}

extension World {
    /// Attestation without sync, in the file or in the service.
    fileprivate var isAlone: Bool { fileAttest && !fileSync || runsAttest && !runsSync }

    fileprivate func hasSmoke(of flag: MeshFlag) -> Bool {
        !smokeIsStale && !smokeIsOfOther && (smoke == .passedBoth || smoke == .passedSync && flag == .sync)
    }

    var canBeKept: Set<Loss> {
        switch capturable {
        case .everything: [.logs, .memory, .rateLimits]
        case .nothing: []
        case .logs: [.logs]
        case .memory: [.memory]
        }
    }
}

extension Deed {
    fileprivate var isDangerous: Bool {
        switch act {
        case .stop, .lockDatabase, .flush, .restore, .opaque: true
        default: false
        }
    }

    /// What is gone afterwards.
    fileprivate var lost: Set<Loss> {
        switch act {
        case .recreate, .recreateAnyhow, .stop(losesLog: true): [.logs, .memory]
        case .restart, .stop(losesLog: false): [.memory]
        case .flush: [.rateLimits]
        case .opaque: [.logs, .memory, .rateLimits]
        default: []
        }
    }

    /// The model's deeds that interrupt are those that touch a container.
    fileprivate var touchesContainers: Bool { interrupts }

    var interrupts: Bool {
        switch act {
        case .recreate, .recreateAnyhow, .restart, .stop: true
        default: false
        }
    }
}

extension Bool {
    /// off < on.
    fileprivate static func < (a: Bool, b: Bool) -> Bool { !a && b }
}
