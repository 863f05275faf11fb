/// Reads one JSON text into a tree.
public struct JSONReader: Sendable {
    public let dialect: JSONDialect
    /// The most nested levels that are read.
    public let maximumDepth: Int

    /// The deepest tree that is ever built: comparing or freeing a tree takes stack for each of its levels.
    public static let deepest = 2000

    /// - Parameter maximumDepth: levels, from 0 to `deepest` (more is taken as that); nil for the dialect's own (512 strict, 950 Python).
    public init(_ dialect: JSONDialect = .strict, maximumDepth: Int? = nil) {
        self.dialect = dialect
        self.maximumDepth = min(max(maximumDepth ?? dialect.defaultDepth, 0), JSONReader.deepest)
    }

    /// - Throws: `JSONError` with the place of the first fault.
    public func read(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
        try read(bytes, 0..<bytes.count)
    }

    /// Reads the text that is the given part of the bytes; offsets count from the start of `bytes`.
    public func read(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONError) -> JSONValue {
        do throws(JSONFault) {
            try UTF8Check.check(bytes, range)
            return try JSONTreeBuilder.build(bytes, JSONTokenizer(dialect, depthLimit: maximumDepth, range: range))
        } catch {
            throw JSONError(error, in: bytes, from: range.lowerBound)
        }
    }

    public func read(_ bytes: [UInt8]) throws(JSONError) -> JSONValue { try read(bytes.span) }

    public func read(_ text: String) throws(JSONError) -> JSONValue { try read(Array(text.utf8)) }
}
