public import Mesh

/// What was measured of one Jarvis before anything is planned or judged. Rules see nothing else.
public struct Facts: Sendable, Hashable {
    public var deployment = Stage.production
    public var flags = MeshFlagFacts()
    public var outbox = OutboxFacts()
    /// The newest smoke result that is kept; nil when there is none.
    public var smoke: SmokeFacts?
    public var lock = LockFacts.free
    /// Why this user can change nothing in the directory, and whose it is; nil when they can.
    public var directoryTrouble: String?
    public var containers = ContainerOwner.ours
    public var journal = JournalFacts.ready
    public var memoryWrites = MemoryWriteFacts.unknown("nobody looked")
    public var service = ServiceFacts()
    /// What could be captured now, before a step loses it.
    public var capturable: Set<Loss> = []
    /// What an earlier part of the same run has kept, and nothing has overwritten since.
    public var kept: Set<Loss> = []
    /// Flags that an earlier step of the same plan writes off: a recreation after it keeps them off.
    public var turnedOff: Set<MeshFlag> = []
    /// What only the steps of a resolution need to know; nothing of it was looked at for other plans.
    public var resolution = ResolutionFacts()
    /// The same for a rollback.
    public var rollback = RollbackFacts()

    public init() {}
}

/// What this Jarvis is for. Whatever is not known to be something else is production.
public enum Stage: String, Sendable, Hashable, CaseIterable {
    case production, staging, development
}

/// Who may change this Jarvis now.
public enum LockFacts: Sendable, Hashable {
    case free
    /// This program holds it.
    case ours
    /// Somebody else does: who, and what they are doing.
    case held(by: String)
    case unknown(String)
}

/// Whether what is done can be remembered.
public enum JournalFacts: Sendable, Hashable {
    case ready
    /// The state directory or the file cannot be made, and why.
    case cannotCreate(String)
    /// It is there and cannot be written, and why.
    case failing(String)
    /// It can be written and does not verify, and what is wrong: a person has to adopt it before anything goes on.
    case damaged(String)
}

/// Evidence that users' memory writes reach the disk.
public enum MemoryWriteFacts: Sendable, Hashable {
    case succeeding(String)
    case failing(String)
    case unknown(String)
}

/// What of the deployment the program can reach.
public struct ServiceFacts: Sendable, Hashable {
    /// The compose service, or systemd's unit, whose process listens to the mesh; nil where neither is known.
    public var composeService: String?
    /// Whether systemd runs it: what is recreated is restarted then, and reads its environment anew.
    public var isUnit = false
    /// What gives the service its environment, for people: `container jarvis-api`, `process 71`; nil where it cannot be read.
    public var runningIn: String?
    /// Why no compose service is known as Jarvis's own; nil where one is.
    public var unnamed: String?
    /// The compose file's other services.
    public var others: Set<String> = []
    /// Containers of the project beside the service's own that run with a flag, or may; nil where nobody could look.
    public var otherContainers: [OtherContainer]? = []
    /// All containers of the engine but the service's own, stopped ones too, that have a flag on when they are started, or may; nil where
    /// nobody could look.
    public var startable: [OtherContainer]? = []
    /// Whether a Docker engine answers.
    public var engineAnswers = false
    /// Why none does, for people; or why docker-compose can do nothing with it.
    public var engineTrouble = "no Docker engine answers"
    /// Whether it is docker-compose that cannot work with its files, and no engine's fault.
    public var composeFails = false
    /// What docker-compose says that new containers would be given.
    public var newContainer = ContainerEnvironment.unknown("docker-compose was not asked")
    /// SHA-256 of the mesh's other variables as the service would have them, or has them where no container is made.
    public var meshFingerprint = ""
    /// Why nobody can tell what it would have of them; nil where that is known, and outside production.
    public var meshDoubt: String?
    /// Whether a container that is made now would have others of them than the one that runs, or may.
    public var meshDiffers = false
    /// Why a second container of that service cannot run beside the first; nil when nothing speaks against it.
    public var oneInstance: String?

    public init() {}
}

/// A container of the project that is not of Jarvis's own service, or one of nobody's project that sees this directory, and runs.
public struct OtherContainer: Sendable, Hashable {
    /// Empty for one that no compose file of this directory makes.
    public let service: String
    public let name: String
    /// The flags that its environment gives as on, or so that nobody can tell.
    public let mayRun: Set<MeshFlag>
    /// The engine's; empty where nobody needs it.
    public let id: String

    public init(service: String, name: String, mayRun: Set<MeshFlag>, id: String = "") {
        (self.service, self.name, self.mayRun, self.id) = (service, name, mayRun, id)
    }

    /// Whether a command of docker or docker-compose means it by this word: a service, a name, the beginning of an id.
    public func isMeant(by word: String) -> Bool {
        word == name || !service.isEmpty && word == service || word.count > 1 && id.hasPrefix(word)
    }

    /// `container worker of service worker`.
    public var words: String { "container \(name)" + (service.isEmpty ? ", which mounts this directory," : " of service \(service)") }
}

/// What a step may lose for good.
public enum Loss: String, Sendable, Hashable, CaseIterable, Comparable {
    /// The container's log, gone with the container.
    case logs
    /// The process's memory and its out-of-memory record.
    case memory
    /// The rate-limit keys, evidence of another incident.
    case rateLimits = "rate-limits"
    /// The database as it is now.
    case database

    public static func < (a: Loss, b: Loss) -> Bool { a.rawValue < b.rawValue }

    /// The step that keeps it, and what a step by that name keeps.
    public var capture: String { "capture/\(rawValue)" }
    public init?(capturedBy step: String) {
        guard let loss = Loss.allCases.first(where: { $0.capture == step }) else { return nil }
        self = loss
    }
}
