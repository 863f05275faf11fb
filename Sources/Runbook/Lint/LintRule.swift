internal import MarkdownKit

/// One thing that is wrong in runbooks, and how it is found. A rule is pure: what it needs of the world comes in its context.
///
/// Everything it says about itself stands in `docs/lint-rules.md`, which is made from these values.
public protocol LintRule: Sendable {
    /// A stable name: it stands in documents and in people's filters.
    var id: String { get }
    /// `error` only for what makes a runbook unusable or dangerous to follow: `lint` then exits 1.
    var level: Finding.Level { get }
    /// What it finds, in one sentence.
    var summary: String { get }
    /// Why that is wrong: what really happens.
    var explanation: String { get }
    /// Lines of a runbook in which it finds something.
    var example: String { get }
    /// The same lines as they should be.
    var instead: String { get }

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding]
}

extension Runbook {
    /// Whether an incident lacks a part that others of the file have: what nobody wrote is not asked for.
    func misses(_ incident: Incident, _ part: KeyPath<Incident, [Step]>) -> Bool {
        incident[keyPath: part].isEmpty && incidents.contains { !$0[keyPath: part].isEmpty }
    }
}

extension LintRule {
    /// - Parameters:
    ///   - message: one sentence.
    ///   - suggestion: what to write instead.
    ///   - cause: what it has in common with others of the rule; the message where nothing is said.
    func finding(_ message: String, at span: SourceSpan, suggestion: String?, cause: String? = nil, fix: TextFix? = nil) -> Finding {
        Finding(
            rule: id, level: level, message: message, line: span.line, column: span.column, suggestion: suggestion, cause: cause, fix: fix)
    }
}
