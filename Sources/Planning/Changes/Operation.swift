public import Mesh
public import Runbook

/// One act that changes something, in the form in which it is carried out.
public enum Operation: Sendable, Hashable {
    /// Writes one variable of the Jarvis `.env`; nil takes the line out again.
    case setVariable(name: String, value: String?)
    /// `docker-compose up -d SERVICE`: a restart would keep the old environment. The pinned flags are passed as off whatever `.env`
    /// says, so that the new container does not turn on what the old one had off.
    case recreate(service: String, pinnedOff: [MeshFlag])
    /// A step of the runbook, as it is typed.
    case runbook(Action)
    /// Sends one waiting event of the outbox.
    case send(event: String)

    public var kind: ActionKind {
        switch self {
        case .setVariable: .flag
        case .recreate: .compose
        case .runbook(let action): action.kind
        case .send: .outbox
        }
    }

    /// The mesh flag it sets, and to what; nil when it sets none. A line taken out leaves the flag to the older variable, so
    /// it counts as turning on: unknown is dangerous.
    public var flagChange: (flag: MeshFlag, isOn: Bool)? {
        switch self {
        case .setVariable(let name, let value): MeshFlag(variable: name).map { ($0, value.map(MeshFlags.isTrue) ?? true) }
        case .runbook(.flag(let name, let value)): MeshFlag(variable: name).map { ($0, MeshFlags.isTrue(value)) }
        default: nil
        }
    }

    /// Whether the service gets a new container, and with it the environment that `.env` gives now.
    public var recreates: Bool {
        switch self {
        case .recreate: true
        case .runbook(.compose(let argv)): argv.dropFirst().contains("up")
        default: false
        }
    }

    /// Whether users' requests find no service for a moment.
    public var interrupts: Bool {
        if recreates { return true }
        if case .runbook(.compose(let argv)) = self { return argv.dropFirst().contains("restart") }
        return false
    }

    /// What is gone for good afterwards.
    public var loses: Set<Loss> {
        switch self {
        case .setVariable, .send: []
        case .recreate: [.logs, .memory]
        case .runbook(let action):
            switch action {
            case .compose(let argv):
                if argv.contains("restart") || argv.contains("stop") { [.memory] } else { interruptsForGood(argv) ? [.logs, .memory] : [] }
            case .redis(let arguments, _): loses(redis: arguments)
            case .named(.restoreDatabase): [.database]
            case .sqlite: [.database]
            // What is not understood may lose anything.
            case .shell, .python: Set(Loss.allCases)
            default: []
            }
        }
    }

    private func interruptsForGood(_ argv: [String]) -> Bool { argv.contains { ["up", "down", "rm", "kill"].contains($0) } }

    private func loses(redis arguments: [String]) -> Set<Loss> {
        ["FLUSHDB", "FLUSHALL", "DEL", "UNLINK"].contains(arguments.first?.uppercased() ?? "") ? [.rateLimits] : []
    }
}
