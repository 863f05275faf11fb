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
    /// What several findings of a rule have in common: a file has one of each. The message itself where nothing is said.
    var cause: String
    /// Other lines with the same cause.
    public internal(set) var alsoLines: [Int] = []
    /// What would end it, where that is certain; one for each place.
    public internal(set) var fixes: [TextFix] = []

    public init(
        rule: String, level: Level, message: String, line: Int, column: Int, suggestion: String? = nil, cause: String? = nil,
        fix: TextFix? = nil
    ) {
        self.rule = rule
        self.level = level
        self.message = message
        self.line = line
        self.column = column
        self.suggestion = suggestion
        self.cause = cause ?? message
        fixes = fix.map { [$0] } ?? []
    }
}

/// A change of one line: words that stand in it once, and what takes their place.
public struct TextFix: Sendable, Hashable {
    /// From 1.
    public let line: Int
    public let old: String
    public let new: String

    public init(line: Int, old: String, new: String) { (self.line, self.old, self.new) = (line, old, new) }

    /// The bytes of a text that it changes; nil where the words do not stand there, or more than once.
    public func range(in text: [UInt8]) -> Range<Int>? {
        var start = 0
        for _ in 1..<max(line, 1) {
            guard let end = text[start...].firstIndex(of: 0x0A) else { return nil }
            start = end + 1
        }
        let end = text[start...].firstIndex(of: 0x0A) ?? text.count
        let places = text[start..<end].ranges(of: Array(old.utf8))
        return places.count == 1 ? places.first : nil
    }
}
