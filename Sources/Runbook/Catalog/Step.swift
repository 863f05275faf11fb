public import MarkdownKit

/// When a resolution step is to be taken.
public enum Condition: String, Sendable, Hashable {
    /// "If persists, …": only while the diagnosis still finds the incident.
    case stillFailing = "still-failing"
    /// "… if needed": when a person says so.
    case ifNeeded = "if-needed"
}

/// One step of a section: its words and what they mean to the program.
public struct Step: Sendable, Hashable {
    /// `api-unresponsive/diagnosis.1`, `mesh/recovery.3a`.
    public var id: String
    /// Its number in the section, counted from 1; actions of one numbered item share it.
    public var number: Int
    public var title: String
    /// The runbook's words, code included.
    public var text: String
    public var action: Action
    public var effect: Effect
    /// What it acts on, for people: a service, a file, a key, an address.
    public var target: String?
    public var condition: Condition?
    /// Whether its condition is that the trouble goes on: then it is what follows a failure.
    public var followsFailure = false
    public var span: SourceSpan
    /// What the program understood differently from a shell, and why.
    public var notes: [String] = []
    /// What the program would do for a person's step.
    public var suggestion: Suggestion?
    /// The command or code as written, before it was bounded or typed; nil for a step without any. Lint judges this text.
    public var command: String?
    public var attributes = StepAttributes()
    /// Where the command runs and with what, where the lines above it in its fence set that.
    public var context = CommandContext.none
    /// The command as it is run: variables put in. nil for a step without any.
    public var line: String?
    /// Placeholders that have no value yet: until they have one the step is not run.
    public var needs: [String] = []
    /// What the runbook shows as the command's output.
    public var expectedOutput: String?
}

/// An action that the program offers for a step which the runbook leaves to a person.
public struct Suggestion: Sendable, Hashable {
    public let action: Action
    public let effect: Effect
    public let target: String?

    public init(action: Action, effect: Effect, target: String?) {
        self.action = action
        self.effect = effect
        self.target = target
    }
}
