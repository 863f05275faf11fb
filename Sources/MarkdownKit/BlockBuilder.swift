internal import CMarkGFM

/// Walks the library's tree once, without recursion, and keeps what a runbook needs.
struct BlockBuilder {
    private(set) var tooDeep: SourceSpan?
    private var lines: LineCursor
    /// `<del>` and `<s>` that were opened in the innermost block and not closed.
    private var deletions = 0
    /// Blocks that are open, outermost first; the first one stands for the document.
    private var open: [MarkdownBlock] = [MarkdownBlock(kind: .other("document"), span: SourceSpan(line: 1, column: 1, endLine: 1))]

    init(lines: LineCursor) { self.lines = lines }

    var finished: [MarkdownBlock] { open.first?.children ?? [] }

    /// `root` must be a live document node; nothing of it is kept.
    mutating func read(_ root: OpaquePointer) {
        guard let iterator = unsafe cmark_iter_new(root) else { return }
        defer { unsafe cmark_iter_free(iterator) }
        var strong = 0
        var struck = 0
        var links = 0
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
            let facts = unsafe jarvis_cmark_node(node)
            if unsafe facts.kind.rawValue >= JARVIS_NODE_OTHER_INLINE.rawValue {
                if unsafe facts.kind == JARVIS_NODE_STRONG { strong += event == CMARK_EVENT_ENTER ? 1 : -1 }
                if unsafe facts.kind == JARVIS_NODE_STRUCK { struck += event == CMARK_EVENT_ENTER ? 1 : -1 }
                if unsafe facts.kind == JARVIS_NODE_LINK { links += event == CMARK_EVENT_ENTER ? 1 : -1 }
                if event == CMARK_EVENT_ENTER, var inline = unsafe inline(facts, isStrong: strong > 0, isStruck: struck > 0) {
                    inline.isLink = links > 0
                    open[open.count - 1].inlines.append(inline)
                    deletions += BlockBuilder.deletion(inline)
                }
            } else if event == CMARK_EVENT_EXIT {
                close()
            } else {
                let block = unsafe block(node, facts)
                if unsafe facts.has_children == 0 {
                    open[open.count - 1].children.append(block)
                    // A container without children still has an exit event, which must not close its parent.
                    if unsafe !isLeaf(facts.kind) { unsafe skippedFrom = node }
                } else if open.count > MarkdownDocument.maximumDepth {
                    if tooDeep == nil { tooDeep = block.span }
                    unsafe skippedFrom = node
                } else {
                    open.append(block)
                    deletions = 0
                }
            }
        }
    }

    private mutating func close() {
        guard open.count > 1, let block = open.popLast() else { return }
        open[open.count - 1].children.append(block)
    }

    /// Block types for which the iterator gives one event instead of two.
    private func isLeaf(_ kind: jarvis_node_kind) -> Bool {
        kind == JARVIS_NODE_CODE_BLOCK || kind == JARVIS_NODE_HTML_BLOCK || kind == JARVIS_NODE_RULE
    }

    private mutating func block(_ node: OpaquePointer, _ facts: jarvis_node) -> MarkdownBlock {
        // Some nodes of the table extension have no place of their own: then the block around it counts.
        let parent = open[open.count - 1].span.line
        let line = unsafe max(parent, Int(facts.line))
        var endLine = unsafe max(line, Int(facts.end_line))
        // A list or item that a blank line ends reports that line, with column 0.
        if unsafe facts.end_column == 0, endLine > line { endLine -= 1 }
        var span = unsafe SourceSpan(line: line, column: max(1, Int(facts.column)), endLine: endLine)
        let kind = unsafe kind(node, facts, &span)
        return MarkdownBlock(kind: kind, span: span)
    }

    private mutating func kind(_ node: OpaquePointer, _ facts: jarvis_node, _ span: inout SourceSpan) -> MarkdownBlock.Kind {
        switch unsafe facts.kind {
        case JARVIS_NODE_HEADING: return .heading(level: Int(unsafe cmark_node_get_heading_level(node)))
        case JARVIS_NODE_PARAGRAPH: return .paragraph
        case JARVIS_NODE_LIST:
            let isOrdered = unsafe cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
            return .list(start: isOrdered ? Int(unsafe cmark_node_get_list_start(node)) : nil)
        case JARVIS_NODE_ITEM: return .item
        case JARVIS_NODE_QUOTE: return .quote
        case JARVIS_NODE_RULE: return .thematicBreak
        case JARVIS_NODE_HTML_BLOCK: return .html(unsafe text(facts))
        case JARVIS_NODE_CODE_BLOCK: return unsafe code(node, facts, &span)
        case JARVIS_NODE_TABLE: return .table
        case JARVIS_NODE_TABLE_HEADER: return .tableRow(isHeader: true)
        case JARVIS_NODE_TABLE_ROW: return .tableRow(isHeader: false)
        case JARVIS_NODE_TABLE_CELL: return .tableCell
        // The library owns the name and never frees it.
        default: return .other(unsafe cmark_node_get_type_string(node).map { unsafe String(cString: $0) } ?? "")
        }
    }

    private mutating func code(_ node: OpaquePointer, _ facts: jarvis_node, _ span: inout SourceSpan) -> MarkdownBlock.Kind {
        let text = unsafe text(facts)
        var length: Int32 = 0
        var offset: Int32 = 0
        var character: CChar = 0
        let isFenced = unsafe cmark_node_get_fenced(node, &length, &offset, &character) != 0
        guard isFenced else { return .code(info: "", text: text, isFenced: false, isClosed: true) }
        // Every line of the content ends with LF. A block that ends one line below its content was closed by that line, or by a line
        // outside its container, which is then not part of it.
        let content = text.utf8.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
        let endsBelow = span.endLine == span.line + content + 1
        let isClosed =
            endsBelow
            && lines.closesFence(
                span.endLine, character: UInt8(bitPattern: character), length: Int(length), margin: span.column - 1 - Int(offset))
        if endsBelow, !isClosed { span.endLine -= 1 }
        // The info string is copied at once; the library keeps it as long as the node.
        let info = unsafe cmark_node_get_fence_info(node).map { unsafe String(cString: $0) } ?? ""
        return .code(info: info, text: text, isFenced: true, isClosed: isClosed)
    }

    private func inline(_ facts: jarvis_node, isStrong: Bool, isStruck: Bool) -> MarkdownInline? {
        let kind: MarkdownInline.Kind
        switch unsafe facts.kind {
        case JARVIS_NODE_TEXT: kind = .text
        case JARVIS_NODE_CODE: kind = .code
        case JARVIS_NODE_BREAK: kind = .lineBreak
        case JARVIS_NODE_HTML: kind = .html
        default: return nil
        }
        let block = open[open.count - 1].span
        // The marks themselves go with what they strike out.
        let isMark = unsafe kind == .html && BlockBuilder.isDeletionMark(text(facts))
        return unsafe MarkdownInline(
            kind: kind, text: kind == .lineBreak ? " " : text(facts), isStrong: isStrong, isStruck: isStruck || isMark || deletions > 0,
            line: max(block.line, Int(facts.line)),
            column: max(1, Int(facts.column)))
    }

    /// What a piece of HTML does to the number of open deletions: `<del>` 1, `</s>` -1.
    private static func deletion(_ inline: MarkdownInline) -> Int {
        guard inline.kind == .html else { return 0 }
        let tag = inline.text.lowercased()
        if ["<del", "<s>", "<strike"].contains(where: tag.hasPrefix) { return 1 }
        return ["</del", "</s>", "</strike"].contains(where: tag.hasPrefix) ? -1 : 0
    }

    private static func isDeletionMark(_ text: String) -> Bool {
        let tag = text.lowercased()
        return ["<del", "</del", "<s>", "</s>", "<strike", "</strike"].contains(where: tag.hasPrefix)
    }

    /// The text lies in the node, which is alive while it is read here; it is copied at once.
    private func text(_ facts: jarvis_node) -> String {
        guard let start = unsafe facts.text else { return "" }
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: max(0, Int(facts.length))), as: UTF8.self)
    }
}
