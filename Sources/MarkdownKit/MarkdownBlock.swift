/// A block of a Markdown document and what it contains.
public struct MarkdownBlock: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// `level` is 1…6.
        case heading(level: Int)
        case paragraph
        /// A fenced or indented code block. `info` is all that follows the opening fence; `isClosed` is false for a fence that
        /// runs to the end of the text or of its container.
        case code(info: String, text: String, isFenced: Bool, isClosed: Bool)
        /// `start` is the first number of an ordered list and nil for a bullet list.
        case list(start: Int?)
        case item
        case quote
        case table
        case tableRow(isHeader: Bool)
        case tableCell
        case html(String)
        case thematicBreak
        /// Everything else, named as the parser names it.
        case other(String)
    }

    public var kind: Kind
    public var span: SourceSpan
    /// The text inside, for headings, paragraphs and table cells; nested emphasis is flattened.
    public var inlines: [MarkdownInline]
    public var children: [MarkdownBlock]

    public init(kind: Kind, span: SourceSpan, inlines: [MarkdownInline] = [], children: [MarkdownBlock] = []) {
        self.kind = kind
        self.span = span
        self.inlines = inlines
        self.children = children
    }
}

/// A run of inline text.
public struct MarkdownInline: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        case text, code
        /// A line break inside a paragraph; its text is one space.
        case lineBreak
        /// Raw HTML, comments included.
        case html
    }

    public var kind: Kind
    public var text: String
    public var isStrong: Bool
    /// Struck out: `~~text~~`, `<del>text</del>`.
    public var isStruck: Bool
    /// Leads somewhere else.
    public var isLink = false
    /// The place of the text itself (inside the backticks of a code span).
    public var line: Int
    public var column: Int

    public init(kind: Kind, text: String, isStrong: Bool = false, isStruck: Bool = false, line: Int, column: Int) {
        self.kind = kind
        self.text = text
        self.isStrong = isStrong
        self.isStruck = isStruck
        self.line = line
        self.column = column
    }
}
