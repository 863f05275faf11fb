public import MarkdownKit

/// One kind of trouble: how to recognise it, how to look closer, what to do.
public struct Incident: Sendable {
    /// The slug of the whole title; `mesh` for the mesh section.
    public var id: String
    /// Other names it answers to.
    public var aliases: [String] = []
    /// Its number in the catalog; nil for a section of its own.
    public var number: Int?
    public var title: String
    public var severity: Severity?
    /// The severity as written, also when it is none that is known.
    public var severityWord: String?
    /// Whether the word is a level of some scale (`SEV-2`) that the file's own table does not explain.
    public var severityIsByConvention = false
    /// Which file of a directory it stands in; nil for a runbook of one file.
    public var file: String?
    public var symptoms: [Symptom] = []
    public var safetyRules: [SafetyRuleText] = []
    public var diagnosis: [Step] = []
    /// Resolution steps; a mesh section's recovery steps stand here too.
    public var resolution: [Step] = []
    public var rollback: [Step] = []
    /// What of the section is neither symptom, rule nor step.
    public var context: [ContextNote] = []
    public var span: SourceSpan

    public var steps: [Step] { diagnosis + resolution + rollback }

    /// Numbered items, as `list` counts them: an item of several actions is one.
    public static func itemCount(_ steps: [Step]) -> Int { Set(steps.map(\.number)).count }
}

/// A rule that the runbook states for a section.
public struct SafetyRuleText: Sendable, Hashable {
    public internal(set) var id: String
    public let text: String
    public let span: SourceSpan
}

/// Something a person sees, and how the program can measure it.
public struct Symptom: Sendable, Hashable {
    public internal(set) var id: String
    /// The runbook's words.
    public let text: String
    /// nil when it cannot be measured: then it is a question for the responder.
    public let check: SymptomCheck?
    public let span: SourceSpan
}
