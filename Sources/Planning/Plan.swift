public import Runbook

/// One entry of a plan: a look, a change, or a person's step.
public struct PlannedStep: Sendable, Hashable {
    /// The step's id in the runbook, or an id of the program's own: `check/…`, `capture/…`, `mesh/disable.attest`.
    public internal(set) var id: String
    public internal(set) var title: String
    /// The step in the runbook; nil for what the program adds.
    public internal(set) var step: Step?
    public let kind: ActionKind
    public let effect: Effect
    /// What it looks at; nil when it does not look: a person's step, a change, code of unknown effect.
    public let probe: Probe?
    /// What it changes; nil when it changes nothing.
    public internal(set) var change: Change?
    /// The step's own time limit; nil for the default.
    public let timeoutMilliseconds: Double?
    /// Text that must stand in the result.
    public let expect: String?
    public internal(set) var standing: Standing
    /// A person does it, and is asked what became of it.
    public internal(set) var isAsked: Bool
    /// How a change that this run began earlier ended, when it is resumed.
    public var history: History

    /// What it has to do with the steps around it.
    public enum Standing: Sendable, Hashable {
        /// It is done when all before it went well.
        case usual
        /// A look that is taken whatever became of the steps before it.
        case always
        /// Such a look at what is left in the end: what it sees is said, and decides nothing.
        case closing
        /// Such a look among other steps: that it could not be taken stops what follows.
        case finding
        /// It is done only where a step before it did not end well, after something was changed: the way back.
        case remedy
    }

    public enum History: String, Sendable, Hashable {
        case fresh
        /// It was done before the run was interrupted.
        case done
        /// It was begun, and nobody knows how it ended: it is not done again unless somebody says so.
        case uncertain
    }

    public init(
        id: String, title: String, step: Step?, kind: ActionKind, effect: Effect, probe: Probe?, change: Change? = nil,
        timeoutMilliseconds: Double? = nil, expect: String? = nil, standing: Standing = .usual, isAsked: Bool = false,
        history: History = .fresh
    ) {
        self.isAsked = isAsked
        self.id = id
        self.title = title
        self.step = step
        self.kind = kind
        self.effect = effect
        self.probe = probe
        self.change = change
        self.timeoutMilliseconds = timeoutMilliseconds
        self.expect = expect
        self.standing = standing
        self.history = history
    }

    /// A look that the program adds.
    public static func check(
        _ id: String, _ title: String, _ probe: Probe, timeoutMilliseconds: Double? = nil, standing: Standing = .usual
    ) -> PlannedStep {
        PlannedStep(
            id: id, title: title, step: nil, kind: probe.kind, effect: .read, probe: probe, timeoutMilliseconds: timeoutMilliseconds,
            standing: standing)
    }

    /// A change that the program adds. - Parameter kind: where it is another than the operation's own.
    public static func act(
        _ id: String, _ title: String, _ change: Change, kind: ActionKind? = nil, effect: Effect = .change,
        timeoutMilliseconds: Double? = nil, standing: Standing = .usual, history: History = .fresh
    ) -> PlannedStep {
        PlannedStep(
            id: id, title: title, step: nil, kind: kind ?? change.operation.kind, effect: effect, probe: nil, change: change,
            timeoutMilliseconds: timeoutMilliseconds, standing: standing, history: history)
    }

    /// What is left to a person.
    public static func manual(_ id: String, _ title: String, standing: Standing = .usual, isAsked: Bool = false) -> PlannedStep {
        PlannedStep(
            id: id, title: title, step: nil, kind: .manual, effect: .none, probe: nil, standing: standing, isAsked: isAsked)
    }

    /// A step of the runbook, in whatever form it is carried out.
    static func of(
        _ step: Step, id: String? = nil, title: String? = nil, kind: ActionKind? = nil, effect: Effect? = nil, probe: Probe? = nil,
        change: Change? = nil, timeoutMilliseconds: Double? = nil, standing: Standing = .usual
    ) -> PlannedStep {
        PlannedStep(
            id: id ?? step.id, title: title ?? step.title, step: step, kind: kind ?? step.action.kind, effect: effect ?? step.effect,
            probe: probe, change: change, timeoutMilliseconds: step.attributes.timeoutMilliseconds ?? timeoutMilliseconds,
            expect: change == nil ? step.attributes.expect : nil, standing: standing)
    }

    /// The same step, otherwise in what is changed here.
    func with(_ change: (inout PlannedStep) -> Void) -> PlannedStep {
        var step = self
        change(&step)
        return step
    }

    /// What could be lost otherwise, and is kept by this look.
    public var captures: Set<Loss> {
        switch probe {
        case .compose(let argv)? where argv.contains("logs"): [.logs]
        case .serviceMemory?: [.memory]
        // Some of the keys are not the keys.
        case .rateLimits(pattern: "*")?, .redisEvidence?: [.rateLimits]
        default: saves
        }
    }

    /// A backup keeps the database.
    private var saves: Set<Loss> {
        switch change?.operation {
        case .backupDatabase?, .runbook(.named(.backupDatabase))?: [.database]
        default: []
        }
    }
}

/// What is to be done, in order, before anybody has looked whether it may be.
public struct Plan: Sendable, Hashable {
    /// The incident or section it is for: `mesh`.
    public let subject: String
    public let steps: [PlannedStep]

    public init(subject: String = "", steps: [PlannedStep]) {
        self.subject = subject
        self.steps = steps
    }

    public var changes: [PlannedStep] { steps.filter { $0.change != nil } }
}
