import Mesh
import Planning

extension World {
    /// What the program would measure here.
    var facts: Facts {
        var facts = Facts()
        facts.deployment =
            switch deployment {
            case .production: .production
            case .staging: .staging
            case .development: .development
            }
        facts.flags.sync = flag(syncFile, syncLegacy, syncEnvironment, runsSync)
        facts.flags.attestation = flag(attestFile, attestLegacy, attestEnvironment, runsAttest)
        facts.smoke = smokeFacts
        facts.lock =
            switch lock {
            case .free: .free
            case .other: .held(by: "ada on web-1")
            case .unseen: .unknown("the lock file cannot be read")
            }
        facts.journal = journalWorks ? .ready : .failing("no space left on device")
        facts.memoryWrites =
            switch writes {
            case .unknown: .unknown("nobody looked")
            case .failing: .failing("nothing was written for a minute")
            case .succeeding: .succeeding("the newest row is a second old")
            }
        facts.capturable =
            switch capturable {
            case .everything: [.logs, .memory, .rateLimits]
            case .nothing: []
            case .logs: [.logs]
            case .memory: [.memory]
            }
        facts.outbox = outboxFacts
        facts.service.composeService = hasCompose ? "api" : nil
        facts.service.engineAnswers = hasCompose
        facts.service.oneInstance = hasCompose ? "its port is fixed" : nil
        facts.service.newContainer = hasCompose ? .asked(["api": given]) : .unknown("there is no compose file")
        return facts
    }

    /// What docker-compose passes of `.env` to the service.
    private var given: [String: String] {
        var values: [String: String] = [:]
        for (flag, own, legacy) in [(MeshFlag.sync, syncFile, syncLegacy), (.attestation, attestFile, attestLegacy)] {
            if passing == .all || passing == .named { values[flag.variable] = own.text }
            if passing != .nothing { values[flag.legacyVariable] = legacy.text }
        }
        return values
    }

    private func flag(_ own: Setting, _ legacy: Setting, _ ours: Setting, _ running: Bool) -> MeshFlagFact {
        var fact = MeshFlagFact()
        fact.fileValue = own.text
        fact.legacyFileValue = legacy.text
        // In production the shell is no evidence.
        fact.environmentValue = deployment == .production ? nil : ours.text
        fact.running = answers ? running : nil
        // A plain restart keeps what runs.
        fact.restarted = running
        return fact
    }

    private var smokeFacts: SmokeFacts? {
        guard smoke != .never else { return nil }
        return SmokeFacts(
            passed: smoke != .failed, ageMilliseconds: smokeIsStale ? 1_000_000 : 1000,
            covered: smoke == .passedSync ? [.sync] : [.sync, .attestation], isOfThisConfiguration: !smokeIsOfOther)
    }

    private var outboxFacts: OutboxFacts {
        var facts = OutboxFacts()
        switch outbox {
        case .empty: break
        case .valid:
            facts.pendingPublish = ["good"]
            facts.valid = ["good"]
        case .validCommit:
            facts.pendingCommit = ["good"]
            facts.valid = ["good"]
        case .invalid:
            facts.pendingPublish = ["bad"]
            facts.invalid = ["bad"]
        case .recordedInvalid: facts.invalid = ["bad"]
        case .unvalidated: facts.pendingPublish = ["new"]
        case .mixed:
            facts.pendingPublish = ["good", "bad"]
            facts.valid = ["good"]
            facts.invalid = ["bad"]
        }
        return facts
    }
}

extension World.Setting {
    var text: String? {
        switch self {
        case .absent: nil
        case .off: "0"
        case .on: "1"
        }
    }
}
