internal import CMarkGFM

/// Turns bytes into blocks, through libcmark-gfm.
public enum MarkdownParser {
    /// The library keeps its extensions in a list of its own that two threads must not fill at once.
    private static let isRegistered: Bool = {
        cmark_gfm_core_extensions_ensure_registered()
        return true
    }()

    /// One tilde is no stroke: `~5 s` is about five seconds.
    private static let parserOptions = CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE

    /// Never fails: every byte sequence is some Markdown. Invalid UTF-8 and NUL are replaced by U+FFFD, and a byte order mark
    /// is skipped, as the library does. CR LF and CR end a line like LF.
    public static func parse(_ bytes: [UInt8]) -> MarkdownDocument {
        let empty = MarkdownDocument(blocks: [], tooDeep: nil)
        let text = LineEndings.normalised(bytes)
        guard isRegistered, let parser = unsafe cmark_parser_new(MarkdownParser.parserOptions) else { return empty }
        defer { unsafe cmark_parser_free(parser) }
        for name in ["table", "strikethrough"] {
            if let found = unsafe cmark_find_syntax_extension(name) { unsafe cmark_parser_attach_syntax_extension(parser, found) }
        }
        // The parser copies what it keeps, so the buffer only has to live through the call.
        unsafe text.withUnsafeBytes { buffer in
            unsafe cmark_parser_feed(parser, buffer.bindMemory(to: CChar.self).baseAddress, buffer.count)
        }
        guard let root = unsafe cmark_parser_finish(parser) else { return empty }
        defer { unsafe cmark_node_free(root) }
        var builder = BlockBuilder(lines: LineCursor(text))
        unsafe builder.read(root)
        return MarkdownDocument(blocks: builder.finished, tooDeep: builder.tooDeep)
    }
}
