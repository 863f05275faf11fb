internal import MarkdownKit

/// A table of troubles and what to do about each: `| Symptom | Severity | Action |`. Where no incident is open each row is one. What is
/// to be done is a person's: words around a table outside of incidents may take back any command in it, and nothing reads them.
enum TroubleTable {
    private static let troubles: Set<String> = ["symptom", "symptoms", "problem", "issue", "error", "trouble", "failure", "alert"]
    private static let deeds: Set<String> = [
        "action", "actions", "fix", "solution", "resolution", "remedy", "remediation", "what to do", "response", "workaround", "mitigation",
        "recovery",
    ]

    struct Row {
        var title: String
        var severity: String?
        var deed: MarkdownBlock
        var span: SourceSpan
    }

    /// - Returns: nil for any other table.
    static func rows(_ table: MarkdownBlock) -> [Row]? {
        guard let head = table.children.first?.children.map({ $0.plainText.trimmedSpaces.lowercased() }), let first = head.first,
            troubles.contains(first), let deed = head.lastIndex(where: deeds.contains)
        else { return nil }
        let severity = head.firstIndex { ["severity", "priority"].contains($0) }
        return table.children.dropFirst().compactMap { row in
            guard let title = row.children.first?.plainText.trimmedSpaces, !title.isEmpty, row.children.indices.contains(deed),
                row.children[0].inlines.allSatisfy({ !$0.isStruck }), row.children[deed].inlines.allSatisfy({ !$0.isStruck }),
                !row.children[deed].plainText.trimmedSpaces.isEmpty
            else { return nil }
            var paragraph = row.children[deed]
            (paragraph.kind, paragraph.span) = (.paragraph, row.span)
            for index in paragraph.inlines.indices where paragraph.inlines[index].kind == .code { paragraph.inlines[index].kind = .text }
            let item = MarkdownBlock(kind: .item, span: row.span, children: [paragraph])
            let word = severity.flatMap { row.children.indices.contains($0) ? row.children[$0].plainText.trimmedSpaces : nil }
            return Row(
                title: title, severity: word.map(SeverityWord.value),
                deed: MarkdownBlock(kind: .list(start: nil), span: row.span, children: [item]), span: row.span)
        }
    }
}

extension CatalogBuilder {
    /// Each row of a table of troubles as an incident; false for any other table, and inside of an incident.
    mutating func troubles(_ table: MarkdownBlock, at index: Int) -> Bool {
        guard incident == nil, setAside == nil, let rows = TroubleTable.rows(table), !rows.isEmpty else { return false }
        for (offset, row) in rows.enumerated() {
            // No block has a place below that of the file itself.
            begin(-2 - index * 1000 - offset, HeadingText(row.title), row.span, level: 6)
            rate(row.severity)
            incident?.add(symptom: Symptom(id: "", text: row.title, check: SymptomReader.check(row.title, code: []), span: row.span))
            open(part: .resolution, level: 6)
            content(row.deed)
            closeIncident()
        }
        return true
    }
}
