public import MarkdownKit

/// Something inside an incident's section that is neither symptom, rule nor step: kept, shown, and never run.
public struct ContextNote: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// What the author forbids.
        case prohibition
        case context
    }

    public let kind: Kind
    /// The runbook's words.
    public let text: String
    public let span: SourceSpan
    /// The id of the step beside which it stands; nil where there is none.
    public var concerns: String?
    /// Prose, and not a code block.
    public let isProse: Bool

    public init(kind: Kind, text: String, span: SourceSpan, concerns: String? = nil, isProse: Bool = true) {
        self.kind = kind
        self.text = text
        self.span = span
        self.concerns = concerns
        self.isProse = isProse
    }
}
