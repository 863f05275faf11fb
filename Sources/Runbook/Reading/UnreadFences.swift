internal import MarkdownKit

extension Runbook {
    /// A finding for every code block with commands that became no step and was not reported while it was read: nothing is dropped in
    /// silence.
    func unreadFences() -> [Finding] {
        let lines = Set(incidents.lazy.flatMap(\.steps).map(\.span.line))
        let reported = Set(findings.lazy.filter { $0.rule == "fence-not-run" }.map(\.line))
        return fences.compactMap { fence in
            guard fence.content != .action, fence.isInIncident || fence.content == .commands, !reported.contains(fence.span.line),
                !(fence.span.line...fence.span.endLine).contains(where: lines.contains)
            else { return nil }
            let why = fence.isInIncident ? "it stands in no part whose steps are taken" : "it stands in no incident"
            return Finding(
                rule: "fence-not-run", level: .note, message: "This block is shown and not run: \(why).", line: fence.span.line,
                column: fence.span.column)
        }
    }
}

extension Fence {
    static func content(of info: FenceInfo, _ text: String) -> Content {
        if info.attributes.action != nil { return .action }
        // Most blocks have a label; the text of the others decides.
        switch FenceContent.of(info, text) {
        case .script, .python: return .commands
        case .text: return .other
        }
    }
}
