/// Checks a whole JSON text and picks some members of its top-level object, without building a tree.
///
/// For long lines of which a few short fields matter: strings that nobody asked for are passed over, never copied. Keep one picker
/// for many texts: it keeps its memory.
public struct JSONMemberPicker: Sendable {
    public enum Outcome: Sendable, Hashable {
        /// An object; the values wait in `picked`.
        case object
        /// Valid JSON, of another type.
        case notAnObject
    }

    private let names: [[UInt8]]
    private let reader: JSONReader
    private var tokenizer: JSONTokenizer
    /// Where the last value of each name stands in the bytes, in the order of the names; nil where there is none.
    public private(set) var picked: [Range<Int>?]

    /// - Parameters:
    ///   - names: the keys to look for, at the top level only, also where the text spells them with escapes.
    ///   - reader: gives dialect and depth. A picker costs no stack, but answers as the reader would.
    public init(_ names: [String], _ reader: JSONReader) {
        self.names = names.map { Array($0.utf8) }
        self.reader = reader
        tokenizer = JSONTokenizer(reader.dialect, depthLimit: reader.maximumDepth, range: 0..<0)
        picked = names.map { _ in nil }
    }

    /// - Throws: `JSONError` exactly where `JSONReader.read` would, but for UTF-8: the bytes must be known to be valid.
    public mutating func pick(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONError) -> Outcome {
        do throws(JSONFault) {
            return try scan(bytes, range)
        } catch {
            throw JSONError(error, in: bytes, from: range.lowerBound)
        }
    }

    /// The value picked for the name at that place, read; nil when the object has none.
    public func value(_ name: Int, _ bytes: Span<UInt8>) -> JSONValue? {
        guard picked.indices.contains(name), let range = picked[name] else { return nil }
        return try? reader.read(bytes, range)
    }

    private mutating func scan(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONFault) -> Outcome {
        for index in picked.indices { picked[index] = nil }
        tokenizer = tokenizer.restart(range)
        guard let first = try tokenizer.next(bytes) else { return .notAnObject }
        var wanted: Int?
        var valueStart = 0
        while let token = try tokenizer.next(bytes) {
            guard first.kind == .beginObject else { continue }
            switch token.kind {
            case .key:
                if tokenizer.depth == 1 { wanted = index(of: token, bytes) }
            case .beginObject, .beginArray:
                if tokenizer.depth == 2 { valueStart = token.range.lowerBound }
            case .endObject, .endArray:
                if tokenizer.depth == 1, let name = wanted { picked[name] = valueStart..<token.range.upperBound }
            default:
                if tokenizer.depth == 1, let name = wanted { picked[name] = token.range }
            }
        }
        return first.kind == .beginObject ? .object : .notAnObject
    }

    private func index(of key: JSONToken, _ bytes: Span<UInt8>) -> Int? {
        if key.escaped {
            let decoded = JSONEscape.decode(bytes, key.inner)
            return names.firstIndex(of: decoded)
        }
        let inner = key.inner
        return names.firstIndex { name in
            name.count == inner.count && name.indices.allSatisfy { bytes[inner.lowerBound + $0] == name[$0] }
        }
    }
}
