public import Runbook

/// One entry of a plan: a step of the runbook, or something a symptom needs measured.
public struct PlannedStep: Sendable, Hashable {
    /// The step's id, or `check/…` for what a symptom needs.
    public let id: String
    public let title: String
    /// The step in the runbook; nil for what a symptom needs.
    public let step: Step?
    public let kind: ActionKind
    public let effect: Effect
    /// nil when there is nothing that could be measured: a person's step, a change, code of unknown effect.
    public let probe: Probe?
    /// The step's own time limit; nil for the default.
    public let timeoutMilliseconds: Double?
    /// Text that must stand in the result.
    public let expect: String?

    public init(
        id: String, title: String, step: Step?, kind: ActionKind, effect: Effect, probe: Probe?, timeoutMilliseconds: Double? = nil,
        expect: String? = nil
    ) {
        self.id = id
        self.title = title
        self.step = step
        self.kind = kind
        self.effect = effect
        self.probe = probe
        self.timeoutMilliseconds = timeoutMilliseconds
        self.expect = expect
    }
}

/// What is to be done, in order, before anybody has looked whether it may be.
public struct Plan: Sendable {
    public let steps: [PlannedStep]

    public init(steps: [PlannedStep]) { self.steps = steps }
}
