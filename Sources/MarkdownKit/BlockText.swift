extension MarkdownBlock {
    /// The inline text as one line, code spans without their backticks.
    public var plainText: String {
        if inlines.count == 1 { return inlines[0].text }
        return inlines.reduce(into: "") { $0 += $1.text }
    }

    /// The inline text without what is struck out.
    public var standingText: String { inlines.reduce(into: "") { if !$1.isStruck { $0 += $1.text } } }

    /// The same with its line ends: a line that begins with an order is one.
    public var standingLines: String {
        inlines.reduce(into: "") { if !$1.isStruck { $0 += $1.kind == .lineBreak ? "\n" : $1.text } }
    }

    /// All text inside, also of nested blocks, parts joined by one space; without white space at either end. Nesting is bounded by
    /// `MarkdownDocument.maximumDepth`.
    public var deepText: String {
        var result = ""
        appendText(to: &result)
        return result
    }

    private func appendText(to result: inout String) {
        switch kind {
        case .code(_, let text, _, _): append(text, to: &result)
        case .html(let text): append(text, to: &result)
        default: append(plainText, to: &result)
        }
        for child in children { child.appendText(to: &result) }
    }

    private func append(_ text: String, to result: inout String) {
        var part = Substring(text)
        while part.first?.isWhitespace == true { part = part.dropFirst() }
        while part.last?.isWhitespace == true { part = part.dropLast() }
        if part.isEmpty { return }
        if !result.isEmpty { result += " " }
        result += part
    }
}
