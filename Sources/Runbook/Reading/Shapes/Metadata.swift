internal import MarkdownKit

/// Lines that say something of the incident itself: `**Severity:** High`, `Owner: platform`.
enum Metadata {
    private static let keys: Set<String> = [
        "severity", "default severity", "priority", "alert", "alert name", "owner", "owners", "team", "service", "category", "component",
        "status", "last updated", "last reviewed", "author", "version", "tags", "dashboard", "on-call", "oncall", "type", "source",
        "data source", "feature", "duration", "estimated time", "namespace", "cluster", "environment", "slo", "sla", "runbook", "title",
    ]

    /// The lines of a paragraph, or the items of a list, of which the first is such a line; nil for any other block.
    static func pairs(_ block: MarkdownBlock) -> [(key: String, value: String)]? {
        let lines: [String]
        switch block.kind {
        case .paragraph: lines = block.standingLines.split(separator: "\n").map(String.init)
        case .list: lines = block.children.map { $0.children.first?.standingText ?? "" }
        default: return nil
        }
        guard let first = lines.first, pair(first) != nil else { return nil }
        return lines.compactMap(pair)
    }

    /// The severity that they name.
    static func severity(_ pairs: [(key: String, value: String)]) -> String? {
        pairs.first { ["severity", "default severity", "priority"].contains($0.key) }.map { SeverityWord.value($0.value) }
    }

    private static func pair(_ line: String) -> (key: String, value: String)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let key = line[..<colon].lowercased().filter { $0 != "*" && $0 != "_" }.trimmedSpaces
        let value = line[line.index(after: colon)...].trimmedSpaces
        return keys.contains(key) && !value.isEmpty ? (key, value) : nil
    }
}
