internal import Configuration
internal import DigestKit
internal import Execution
internal import Journal
internal import Locking
internal import Mesh
internal import Operations
internal import Planning
internal import Probes
internal import ProcessKit
internal import SystemKit
internal import TerminalKit

/// The Jarvis that a command is about, as its configuration was when somebody read it. A decision is made about one of these, and hands it
/// on; whoever wants to know how things are by now resolves it again.
struct JarvisTarget {
    let configuration: Configuration
    let loaded: LoadedRunbook
    let options: GlobalOptions
    let world: World

    /// Reads it now.
    static func resolve(_ options: GlobalOptions, _ loaded: LoadedRunbook, _ world: World) -> JarvisTarget {
        JarvisTarget(configuration: Configuration(options, loaded.runbook, world), loaded: loaded, options: options, world: world)
    }

    /// The same one, read again.
    func again() -> JarvisTarget { .resolve(options, loaded, world) }

    /// A `.env` that cannot be read says nothing of the flags: what is not known is not taken for off.
    ///
    /// Throws: `OpsError` 66.
    func requireDotEnv() throws(OpsError) {
        guard let fault = configuration.dotEnvFault else { return }
        let protection = (try? DirectoryHandle(directory).protection(of: ".env")) ?? nil
        throw OpsError(
            "input-missing", "\(fault) (\(configuration.absolute(".env")))",
            hint: "What it says of the flags is not known, and nothing can be written to it; nothing was changed. Whoever may read it "
                + "goes on"
                + (protection.map { ": it belongs to \($0.ownerName) (mode \($0.octal))" } ?? "")
                + ". To turn the mesh off by hand: write JARVIS_USE_MESH_SYNC=0 and JARVIS_USE_MESH_ATTEST=0 into it, then: cd \(ShellWord.quoted(directory)) && docker-compose up -d",
            exitCode: ExitCodes.missingInput)
    }

    /// For undos.
    var present: PresentState {
        PresentState(
            variable: { [configuration] name, file in configuration.environmentFile(file)?[name] },
            file: { [configuration] path in
                (try? Files.read(configuration.absolute(path), limit: KeptFiles.limit)).map { SHA256.hex($0) }
            }, databasePutAside: DatabaseBackups.lastPutAside(in: configuration))
    }

    /// Names it at the head of whatever is shown of it.
    var heading: Heading { Heading(configuration, world) }
    var directory: String { configuration.directory.value }
    /// Which Jarvis it is, however its path is spelled.
    var jarvis: JarvisDirectory { world.jarvis(at: directory) }
    var probes: LiveProbes {
        LiveProbes(configuration: configuration, environment: world.environment, acknowledged: JarvisTarget.acknowledged(world, jarvis))
    }

    /// What people have looked at of a Jarvis's outbox; the journal is read when that is asked.
    static func acknowledged(_ world: World, _ jarvis: JarvisDirectory) -> @Sendable () -> [Acknowledgement] {
        { JournalAccess.forReading(world).acknowledgements(of: jarvis) }
    }

    func operations(_ retry: RetrySession?) -> LiveOperations {
        LiveOperations(configuration: configuration, environment: world.environment, probes: probes, retry: retry)
    }

    /// For a look that takes no longer than others.
    var limits: ProbeLimits { ProbeLimits(timeoutMilliseconds: options.timeout.milliseconds, cancellation: world.cancellation) }

    /// Everything the rules ask about.
    ///
    /// - Parameters:
    ///   - isLocked: whether this program holds the lock.
    ///   - forContainers: whether what is planned may make containers: docker-compose is asked then, which takes most of a second.
    func facts(journal: JournalAccess, isLocked: Bool, forContainers: Bool) -> Facts {
        var facts = probes.facts(limits, forContainers: forContainers)
        facts.journal = journal.facts
        facts.lock = isLocked ? .ours : lock
        facts.directoryTrouble = WritingRight.trouble(directory, user: world.identity.user)
        facts.smoke = journal.smoke(of: jarvis, fingerprint: facts.service.meshFingerprint, now: .now())
        // What could be poisoned since is looked at once more, where the result would count at all.
        if let smoke = facts.smoke, MeshFlag.allCases.contains(where: { smoke.objection(for: $0, asFirst: true) == nil }) {
            let outbox = probes.smokeOutbox(journal.acknowledgements(of: jarvis), limits)
            if outbox.state != .ok { facts.smoke?.outboxFault = outbox.summary }
        }
        return facts
    }

    /// The lock on this Jarvis, for as long as the request is carried out; says who died holding it before, and deals with what that one
    /// left running.
    ///
    /// Throws: `OpsError` 75 when another responder has it, or something is left that runs on.
    func takeLock(for request: ChangeRequest) throws(OpsError) -> ResponderLock {
        try world.takeLock(on: directory, for: request.command, options)
    }

    private var lock: LockFacts {
        do throws(LockError) {
            switch try ResponderLock.holder(directory: directory) {
            case .free, .stale: return .free
            case .held(let owner, isAlive: true): return .held(by: Sanitizer.line(owner.summary))
            // Nobody here holds it, and whether somebody does elsewhere is only known by taking it.
            case .held(_, isAlive: false): return .free
            case .unknownHolder(let processes):
                let error = LockError.heldByUnknown(directory: directory, processes: processes)
                return .held(by: Sanitizer.line([error.description, error.remedy].compactMap(\.self).joined(separator: ". ")))
            }
        } catch {
            return .unknown(error.description)
        }
    }
}
