internal import MarkdownKit

/// Markdown → catalog. Never fails: what is not understood becomes a finding, and a text without incidents an empty catalog.
public enum RunbookReader {
    public static func read(_ bytes: [UInt8]) -> Runbook {
        let document = MarkdownParser.parse(bytes)
        var builder = CatalogBuilder()
        builder.runbook.findings = ByteFindings.findings(bytes)
        for block in document.blocks { builder.read(block) }
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
