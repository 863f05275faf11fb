/// What a rule may know about the world outside the text. Every answer may be nil: cannot be known.
public struct LintContext: Sendable {
    /// Whether a file that a command names is there. The path is as the command writes it, so usually relative; a good answer looks in
    /// the directory commands run in and beside the runbook.
    public var fileExists: @Sendable (_ path: String) -> Bool?
    /// Whether the program enforces the rule that a sentence under "Safety Rules" states.
    public var isEnforced: @Sendable (_ rule: SafetyRuleText) -> Bool?

    /// Whether a text holds what looks like a secret.
    public var holdsSecret: @Sendable (_ text: String) -> Bool?

    public init(
        fileExists: @escaping @Sendable (_ path: String) -> Bool? = { _ in nil },
        isEnforced: @escaping @Sendable (_ rule: SafetyRuleText) -> Bool? = { _ in nil },
        holdsSecret: @escaping @Sendable (_ text: String) -> Bool? = { _ in nil }
    ) {
        self.fileExists = fileExists
        self.isEnforced = isEnforced
        self.holdsSecret = holdsSecret
    }

    /// A context that knows nothing: only the text is judged.
    public static let textOnly = LintContext()
}
