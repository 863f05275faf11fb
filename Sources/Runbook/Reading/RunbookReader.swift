internal import MarkdownKit

/// Markdown → catalog. Never fails: what is not understood becomes a finding, and a text without incidents an empty catalog.
public enum RunbookReader {
    /// - Parameter name: what the file is called, for a text that has no title of its own.
    public static func read(_ bytes: [UInt8], name: String = "Incident") -> Runbook {
        var text = bytes
        let front = FrontMatter(&text)
        let document = MarkdownParser.parse(text)
        var builder = CatalogBuilder(Outline(document.blocks, isAboutIncidents: front.isAboutIncidents), front, name: name)
        builder.runbook.findings = ByteFindings.findings(bytes)
        for (index, block) in document.blocks.enumerated() { builder.read(block, at: index) }
        if let place = document.tooDeep {
            builder.runbook.findings.append(
                Finding(
                    rule: "nested-too-deep", level: .error,
                    message: "Blocks are nested deeper than \(MarkdownDocument.maximumDepth) levels; what lies deeper was not read.",
                    line: place.line, column: place.column))
        }
        return builder.finished()
    }
}
