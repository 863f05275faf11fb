internal import MarkdownKit

extension Runbook {
    /// A finding for every code block with commands that became no step and was not reported while it was read: nothing is dropped in
    /// silence.
    func unreadFences() -> [Finding] {
        let lines = Set(incidents.lazy.flatMap(\.steps).map(\.span.line))
        let reported = Set(findings.lazy.filter { $0.rule == "fence-not-run" }.map(\.line))
        return fences.compactMap { fence in
            guard !reported.contains(fence.span.line), !(fence.span.line...fence.span.endLine).contains(where: lines.contains) else {
                return nil
            }
            let content = fence.content
            guard content != .action, fence.isInIncident || content == .commands else { return nil }
            let why = fence.isInIncident ? "it stands in no part whose steps are taken" : "it stands in no incident"
            return .notRun("block", why, fence.span)
        }
    }
}

extension Finding {
    static func withoutPart(_ heading: MarkdownBlock) -> Finding {
        Finding(
            rule: "incident-without-part", level: .warning,
            message: "`\(heading.plainText.trimmedSpaces)` has no part, and is not in the catalog.", line: heading.span.line,
            column: heading.span.column, suggestion: "Put a label in front of what is to be done: `**Resolution:**`.")
    }

    /// - Parameter what: a block, or a command in a sentence.
    static func notRun(_ what: String, _ because: String, _ span: SourceSpan) -> Finding {
        Finding(
            rule: what == "block" ? "fence-not-run" : "command-not-run", level: .note,
            message: "This \(what) is shown and not run: \(because).", line: span.line, column: span.column,
            suggestion: what == "block"
                ? "Write its commands in a `bash` block below **Diagnosis:** or **Resolution:**." : "Write it as an order.",
            cause: because.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 0 }
                .map { String($0.element) }.joined())
    }
}

extension Fence {
    var content: Content {
        let info = FenceInfo(info)
        if info.attributes.action != nil { return .action }
        if info.remark != .meant || FenceContent.isQuery(info) { return .other }
        // Most blocks have a label; the text of the others decides.
        switch FenceContent.of(info, text) {
        case .script, .python, .person: return .commands
        case .text: return .other
        }
    }
}
