internal import MarkdownKit

/// A table whose rows are steps: `| Step | Command | Expected |`. Any other one is there to be looked things up in.
enum TableSteps {
    private static let names: Set<String> = ["step", "steps", "#", "no", "no.", "action", "actions", "task", "check", "what to do", "do"]
    private static let commands: Set<String> = ["command", "commands", "run", "how", "query", "cmd"]
    /// What is seen, and asks for nothing.
    private static let seen = ["expect", "result", "output", "meaning", "healthy", "normal", "good", "owner", "time", "duration", "why"]

    /// The rows as the items of a list: name, command, and the other cells in brackets, so that what they forbid is heard.
    static func list(_ table: MarkdownBlock) -> MarkdownBlock? {
        guard let head = table.children.first?.children.map({ $0.plainText.trimmedSpaces.lowercased() }), let first = head.first,
            names.contains(first)
        else { return nil }
        var list = MarkdownBlock(kind: .list(start: nil), span: table.span)
        for row in table.children.dropFirst() {
            var paragraph = MarkdownBlock(kind: .paragraph, span: row.span)
            func add(_ text: String) {
                paragraph.inlines.append(MarkdownInline(kind: .text, text: text, line: row.span.line, column: row.span.column))
            }
            for (name, cell) in zip(head, row.children) where !cell.inlines.isEmpty && !isNumber(name, cell) {
                if seen.contains(where: name.hasPrefix) { continue }
                let isMain = names.contains(name) || commands.contains(name)
                // "How full is it" asks, and what stands in the next cell answers it.
                let asks = isQuestion(paragraph.plainText)
                if !paragraph.inlines.isEmpty { add(isMain ? asks ? "? " : ": " : " (") }
                paragraph.inlines += cell.inlines
                if !isMain, paragraph.inlines.count > cell.inlines.count { add(")") }
            }
            if paragraph.inlines.isEmpty { continue }
            list.children.append(MarkdownBlock(kind: .item, span: row.span, children: [paragraph]))
        }
        return list.children.isEmpty ? nil : list
    }

    private static func isQuestion(_ text: String) -> Bool {
        let first = text.split(separator: " ").first?.lowercased() ?? ""
        return ["how", "what", "is", "are", "does", "do", "why", "who", "when", "where", "has", "have", "did", "can"].contains(first)
            && !text.hasSuffix("?")
    }

    private static func isNumber(_ name: String, _ cell: MarkdownBlock) -> Bool {
        cell.plainText.trimmedSpaces.allSatisfy { $0.isNumber || $0 == "." }
    }
}
