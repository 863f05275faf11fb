/// Where a piece of Markdown stands: lines and columns count from 1, columns in bytes of UTF-8.
public struct SourceSpan: Sendable, Hashable {
    public var line: Int
    public var column: Int
    public var endLine: Int

    public init(line: Int, column: Int, endLine: Int) {
        self.line = line
        self.column = column
        self.endLine = endLine
    }
}
