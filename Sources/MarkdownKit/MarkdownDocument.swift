/// A parsed Markdown text (CommonMark with GitHub's tables) and what was odd about its bytes.
public struct MarkdownDocument: Sendable {
    public let blocks: [MarkdownBlock]
    /// The first place where blocks are nested deeper than `maximumDepth`; what lies deeper was not read.
    public let tooDeep: SourceSpan?

    /// Lists, quotes and items that may lie inside each other before the reader stops descending.
    public static let maximumDepth = 100
}
