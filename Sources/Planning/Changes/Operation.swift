public import Mesh
public import Runbook

/// One act that changes something, in the form in which it is carried out.
public enum Operation: Sendable, Hashable {
    /// Writes one variable of an environment file, named as seen from the Jarvis directory; nil takes the line out again.
    case setVariable(name: String, value: String?, file: String = ".env")
    /// `docker-compose up -d SERVICE`: a restart would keep the old environment. The pinned flags are passed as off whatever `.env`
    /// says, so that the new container does not turn on what the old one had off.
    /// - Parameter others: further services that are made anew by the same command, each with the flags that it is kept without.
    case recreate(service: String, pinnedOff: [MeshFlag], others: [String: [MeshFlag]] = [:])
    /// `docker-compose up -d` of every service, with the flags of this one pinned as for a recreation, and of others that may run with them.
    case bringUp(service: String, pinnedOff: [MeshFlag], others: [String] = [])
    /// `docker-compose start`: the containers that were stopped, as they were.
    case startServices
    /// A step of the runbook, as it is typed.
    case runbook(Action)
    /// Replaces one file of the Jarvis directory.
    case writeFile(path: String, FileContent)
    /// Saves the database as it is, damaged or not, to a path that is not there yet.
    case backupDatabase(to: String)
    /// Puts a backup of this hash in the database's place; the present one is kept beside it.
    case restoreDatabase(from: String, sha256: String)
    /// Puts a database back that a restore kept beside it.
    case returnDatabase(kept: String)
    /// Removes the Redis keys that match, and no others.
    case unlinkKeys(pattern: String)
    /// Runs Jarvis's memory monitor inside the service, for a moment.
    case monitorMemory
    /// Makes the stream in which Jarvis keeps its events, as Jarvis would.
    case makeStream(name: String, subjects: [String])
    /// Sends one waiting event of the outbox.
    case send(event: String)
    /// Records in the outbox that an event is invalid, and why; nothing is sent.
    case quarantine(event: String, reason: String)

    public var kind: ActionKind {
        switch self {
        case .setVariable: .flag
        case .recreate, .bringUp, .startServices: .compose
        case .runbook(let action): action.kind
        case .writeFile: .file
        case .backupDatabase, .restoreDatabase, .returnDatabase: .sqlite
        case .unlinkKeys: .redis
        case .monitorMemory: .python
        case .send, .quarantine, .makeStream: .outbox
        }
    }

    /// The mesh flag it sets, and to what; nil when it sets none. A line taken out leaves the flag to the older variable, and a value
    /// of more than letters and digits may mean what it does not say: both count as turning on, for unknown is dangerous.
    public var flagChange: (flag: MeshFlag, isOn: Bool)? {
        switch self {
        case .setVariable(let name, let value, _): MeshFlag(variable: name).map { ($0, value.map(mayMeanOn) ?? true) }
        case .runbook(.flag(let name, let value)): MeshFlag(variable: name).map { ($0, mayMeanOn(value)) }
        default: nil
        }
    }

    private func mayMeanOn(_ value: String) -> Bool { MeshFlags.reads(value) != false }

    /// Flags that the new container of Jarvis's own service is kept without.
    public var pinnedOff: [MeshFlag] {
        switch self {
        case .recreate(_, let pinned, _), .bringUp(_, let pinned, _): pinned
        default: []
        }
    }

    /// Whether the service gets a new container, and with it the environment that `.env` gives now. A container of `run` is one more, and
    /// gets the same.
    public var recreates: Bool {
        switch self {
        case .recreate, .bringUp: true
        case .runbook(.compose(let argv)): ComposeLine(argv).may(be: ["up", "create", "scale", "run"])
        default: false
        }
    }

    /// Whether containers of the compose project are made, replaced, stopped or started.
    public var touchesContainers: Bool {
        switch self {
        case .recreate, .bringUp, .startServices: true
        case .runbook(.compose(let argv)): ComposeLine(argv).touchesContainers
        default: false
        }
    }

    /// Whether it is done together with its neighbours: the events of one retry.
    public var isDoneTogether: Bool {
        switch self {
        case .send, .quarantine: true
        default: false
        }
    }

    /// Whether it leaves everything as it was when it is ended in the middle.
    public var canBeInterrupted: Bool {
        switch self {
        case .backupDatabase, .monitorMemory, .unlinkKeys: true
        default: false
        }
    }

    /// Whether users' requests find no service for a moment.
    public var interrupts: Bool {
        if recreates { return true }
        if case .runbook(.compose(let argv)) = self { return ComposeLine(argv).may(be: ["restart"]) }
        return false
    }

    /// What is gone for good afterwards.
    public var loses: Set<Loss> {
        switch self {
        case .setVariable, .send, .quarantine, .makeStream, .writeFile, .backupDatabase, .monitorMemory, .startServices: []
        case .recreate, .bringUp: [.logs, .memory]
        case .restoreDatabase, .returnDatabase: [.database]
        case .unlinkKeys: [.rateLimits]
        case .runbook(let action):
            switch action {
            case .compose(let argv): ComposeLine(argv).loses
            case .redis(let arguments, _): loses(redis: arguments)
            case .named(.restoreDatabase): [.database]
            case .sqlite: [.database]
            // What is not understood may lose anything.
            case .shell, .python: Set(Loss.allCases)
            default: []
            }
        }
    }

    /// Only commands that add to what is there leave it as it was.
    private func loses(redis arguments: [String]) -> Set<Loss> {
        ["SETNX", "LPUSH", "RPUSH", "SADD", "APPEND", "BGSAVE", "SAVE"].contains(arguments.first?.uppercased() ?? "") ? [] : [.rateLimits]
    }
}
