/// A change a plan wants, with what must hold before and after it.
public struct Change: Sendable, Hashable {
    public let operation: Operation
    /// The value found when the plan was made; the plan's hash covers it.
    public let before: String?
    /// The value it will have.
    public let after: String?
    /// What must hold just before; nil when nothing particular must.
    public let precheck: Probe?
    /// What must hold afterwards.
    public let postchecks: [Verification]
    /// Tells whether it has been done, when the program was killed in the middle; nil when that cannot be seen.
    public let settledBy: Probe?
    /// What takes it back; nil when nothing does.
    public let undo: Operation?
    /// The name that a person must type for it; nil when its effect alone decides.
    public let confirmation: String?
    /// Why nothing is done where it is so already.
    public let already: String
    /// What a person is shown of it before deciding, such as a diff; no part of what is decided, which hashes name.
    public let shown: String?
    /// Whether it may ask for a commit, which is never asked for twice by itself.
    public let mayCommit: Bool

    public init(
        _ operation: Operation, before: String? = nil, after: String? = nil, precheck: Probe? = nil, postchecks: [Verification] = [],
        settledBy: Probe? = nil, undo: Operation? = nil, confirmation: String? = nil, shown: String? = nil,
        already: String = Change.isSo, mayCommit: Bool = false
    ) {
        self.mayCommit = mayCommit
        self.already = already
        self.shown = shown
        self.operation = operation
        self.before = before
        self.after = after
        self.precheck = precheck
        self.postchecks = postchecks
        self.settledBy = settledBy
        self.undo = undo
        self.confirmation = confirmation
    }

    /// The services that were stopped go on again.
    public static let start = Change(
        .startServices, postchecks: [Verification(.servicesRun(true))] + Verification.serving, settledBy: .servicesRun(true))

    /// The services are stopped.
    public static func stop(_ operation: Operation) -> Change {
        Change(operation, postchecks: [Verification(.servicesRun(false))], settledBy: .servicesRun(false), undo: .startServices)
    }

    public static let isSo = "it is so already"

    /// Whether there is nothing to do.
    public var isAlreadySo: Bool { before != nil && before == after }
}

/// A look that follows a change.
public struct Verification: Sendable, Hashable {
    public let probe: Probe
    /// Whether the change counts as done when this could not be measured. It is reported all the same.
    public let mayBeUnknown: Bool
    /// Whether it was bad before: the change is not what broke it, and goes on. It is reported all the same.
    public let wasUnhealthy: Bool

    /// Whoever interrupts the service waits for it to be back.
    public static let serving = [Verification(.apiReady), Verification(.memoryWrites, mayBeUnknown: true)]

    public init(_ probe: Probe, mayBeUnknown: Bool = false, wasUnhealthy: Bool = false) {
        self.wasUnhealthy = wasUnhealthy
        self.probe = probe
        self.mayBeUnknown = mayBeUnknown
    }
}
