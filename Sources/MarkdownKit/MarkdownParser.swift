internal import CMarkGFM

/// Turns bytes into blocks, through libcmark-gfm.
public enum MarkdownParser {
    /// Never fails: every byte sequence is some Markdown. Invalid UTF-8 and NUL are replaced by U+FFFD, and a byte order mark
    /// is skipped, as the library does.
    public static func parse(_ bytes: [UInt8]) -> MarkdownDocument {
        cmark_gfm_core_extensions_ensure_registered()
        let options = CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8
        guard let parser = unsafe cmark_parser_new(options) else { return MarkdownDocument(blocks: [], tooDeep: nil) }
        defer { unsafe cmark_parser_free(parser) }
        if let table = unsafe cmark_find_syntax_extension("table") { unsafe cmark_parser_attach_syntax_extension(parser, table) }
        // The parser copies what it keeps, so the buffer only has to live through the call.
        unsafe bytes.withUnsafeBytes { buffer in
            unsafe cmark_parser_feed(parser, buffer.bindMemory(to: CChar.self).baseAddress, buffer.count)
        }
        guard let root = unsafe cmark_parser_finish(parser) else { return MarkdownDocument(blocks: [], tooDeep: nil) }
        defer { unsafe cmark_node_free(root) }
        var builder = BlockBuilder(lines: SourceLines(bytes))
        unsafe builder.read(root)
        return MarkdownDocument(blocks: builder.finished, tooDeep: builder.tooDeep)
    }
}
