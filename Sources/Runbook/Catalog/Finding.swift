/// Something about a runbook that a person should know, and where it is.
public struct Finding: Sendable, Hashable {
    public enum Level: String, Sendable, Hashable, CaseIterable {
        case error, warning, note
    }

    /// The id of the lint rule that found it.
    public let rule: String
    public let level: Level
    public let message: String
    /// From 1.
    public let line: Int
    /// From 1, in bytes.
    public let column: Int
    /// What to write instead, or nil.
    public let suggestion: String?

    public init(rule: String, level: Level, message: String, line: Int, column: Int, suggestion: String? = nil) {
        self.rule = rule
        self.level = level
        self.message = message
        self.line = line
        self.column = column
        self.suggestion = suggestion
    }
}
