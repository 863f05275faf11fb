internal import CMarkGFM

/// Walks the library's tree once, without recursion, and keeps what a runbook needs.
struct BlockBuilder {
    private(set) var tooDeep: SourceSpan?
    private let lines: SourceLines
    /// Blocks that are open, outermost first; the first one stands for the document.
    private var open: [MarkdownBlock] = [MarkdownBlock(kind: .other("document"), span: SourceSpan(line: 1, column: 1, endLine: 1))]

    init(lines: SourceLines) { self.lines = lines }

    var finished: [MarkdownBlock] { open.first?.children ?? [] }

    /// `root` must be a live document node; nothing of it is kept.
    mutating func read(_ root: OpaquePointer) {
        guard let iterator = unsafe cmark_iter_new(root) else { return }
        defer { unsafe cmark_iter_free(iterator) }
        var strong = 0
        var skippedFrom: OpaquePointer?
        while true {
            let event = unsafe cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { return }
            guard let node = unsafe cmark_iter_get_node(iterator) else { return }
            if node == root { continue }
            if let skipped = unsafe skippedFrom {
                if node == skipped { unsafe skippedFrom = nil }
                continue
            }
            let type = unsafe cmark_node_get_type(node)
            if type.rawValue & UInt32(CMARK_NODE_TYPE_MASK) == UInt32(CMARK_NODE_TYPE_INLINE) {
                if type == CMARK_NODE_STRONG { strong += event == CMARK_EVENT_ENTER ? 1 : -1 }
                if event == CMARK_EVENT_ENTER, let inline = unsafe inline(node, type, isStrong: strong > 0) {
                    open[open.count - 1].inlines.append(inline)
                }
            } else if event == CMARK_EVENT_EXIT {
                close()
            } else {
                let block = unsafe block(node, type)
                if unsafe cmark_node_first_child(node) == nil {
                    open[open.count - 1].children.append(block)
                    // A container without children still has an exit event, which must not close its parent.
                    if !isLeaf(type) { unsafe skippedFrom = node }
                } else if open.count > MarkdownDocument.maximumDepth {
                    if tooDeep == nil { tooDeep = block.span }
                    unsafe skippedFrom = node
                } else {
                    open.append(block)
                }
            }
        }
    }

    private mutating func close() {
        guard open.count > 1, let block = open.popLast() else { return }
        open[open.count - 1].children.append(block)
    }

    /// Block types for which the iterator gives one event instead of two.
    private func isLeaf(_ type: cmark_node_type) -> Bool {
        type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_THEMATIC_BREAK
    }

    private func block(_ node: OpaquePointer, _ type: cmark_node_type) -> MarkdownBlock {
        let line = Int(unsafe cmark_node_get_start_line(node))
        var endLine = Int(unsafe cmark_node_get_end_line(node))
        // A list or item that a blank line ends reports that line, with column 0.
        if unsafe cmark_node_get_end_column(node) == 0, endLine > line { endLine -= 1 }
        let span = SourceSpan(line: line, column: max(1, Int(unsafe cmark_node_get_start_column(node))), endLine: endLine)
        return MarkdownBlock(kind: unsafe kind(node, type, span), span: span)
    }

    private func kind(_ node: OpaquePointer, _ type: cmark_node_type, _ span: SourceSpan) -> MarkdownBlock.Kind {
        switch type {
        case CMARK_NODE_HEADING: return .heading(level: Int(unsafe cmark_node_get_heading_level(node)))
        case CMARK_NODE_PARAGRAPH: return .paragraph
        case CMARK_NODE_LIST:
            let isOrdered = unsafe cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
            return .list(start: isOrdered ? Int(unsafe cmark_node_get_list_start(node)) : nil)
        case CMARK_NODE_ITEM: return .item
        case CMARK_NODE_BLOCK_QUOTE: return .quote
        case CMARK_NODE_THEMATIC_BREAK: return .thematicBreak
        case CMARK_NODE_HTML_BLOCK: return .html(unsafe text(cmark_node_get_literal(node)))
        case CMARK_NODE_CODE_BLOCK: return unsafe code(node, span)
        default:
            // Table nodes belong to an extension and are told apart by name.
            switch unsafe text(cmark_node_get_type_string(node)) {
            case "table": return .table
            case "table_header": return .tableRow(isHeader: true)
            case "table_row": return .tableRow(isHeader: false)
            case "table_cell": return .tableCell
            case let name: return .other(name)
            }
        }
    }

    private func code(_ node: OpaquePointer, _ span: SourceSpan) -> MarkdownBlock.Kind {
        var length: Int32 = 0
        var offset: Int32 = 0
        var character: CChar = 0
        let isFenced = unsafe cmark_node_get_fenced(node, &length, &offset, &character) != 0
        let isClosed =
            !isFenced
            || span.endLine > span.line && lines.closesFence(span.endLine, character: UInt8(bitPattern: character), length: Int(length))
        return .code(
            info: unsafe text(cmark_node_get_fence_info(node)), text: unsafe text(cmark_node_get_literal(node)), isFenced: isFenced,
            isClosed: isClosed)
    }

    private func inline(_ node: OpaquePointer, _ type: cmark_node_type, isStrong: Bool) -> MarkdownInline? {
        let line = Int(unsafe cmark_node_get_start_line(node))
        let column = max(1, Int(unsafe cmark_node_get_start_column(node)))
        switch type {
        case CMARK_NODE_TEXT:
            return MarkdownInline(
                kind: .text, text: unsafe text(cmark_node_get_literal(node)), isStrong: isStrong, line: line, column: column)
        case CMARK_NODE_CODE:
            return MarkdownInline(
                kind: .code, text: unsafe text(cmark_node_get_literal(node)), isStrong: isStrong, line: line, column: column)
        case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK:
            return MarkdownInline(kind: .lineBreak, text: " ", line: line, column: column)
        case CMARK_NODE_HTML_INLINE:
            return MarkdownInline(kind: .html, text: unsafe text(cmark_node_get_literal(node)), line: line, column: column)
        default: return nil
        }
    }

    /// The library's strings are valid UTF-8 after `CMARK_OPT_VALIDATE_UTF8` and live as long as their node.
    private func text(_ pointer: UnsafePointer<CChar>?) -> String {
        guard let pointer = unsafe pointer else { return "" }
        return unsafe String(cString: pointer)
    }
}
