internal import CYAML

/// Reads the first document of a text, through libyaml.
public enum YAMLReader {
    /// Aliases are unfolded, so a small text can mean a huge tree: more nodes than this are refused.
    static let maximumNodes = 100_000
    static let maximumDepth = 64

    public static func read(_ bytes: [UInt8]) throws(YAMLError) -> YAMLValue {
        var parser = unsafe yaml_parser_t()
        guard unsafe yaml_parser_initialize(&parser) == 1 else { throw YAMLError(message: "out of memory", line: 1, column: 1) }
        defer { unsafe yaml_parser_delete(&parser) }
        var document = unsafe yaml_document_t()
        // libyaml reads from the buffer only while it loads, and copies what it keeps into the document.
        let loaded = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            return unsafe yaml_parser_load(&parser, &document)
        }
        guard loaded == 1 else {
            let message = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "not YAML"
            throw unsafe YAMLError(message: message, line: Int(parser.problem_mark.line) + 1, column: Int(parser.problem_mark.column) + 1)
        }
        defer { unsafe yaml_document_delete(&document) }
        guard let root = unsafe yaml_document_get_root_node(&document) else { return .mapping([]) }
        var nodes = 0
        return try unsafe value(root, &document, depth: 0, nodes: &nodes)
    }

    /// `node` must belong to `document`, which stays alive through the call.
    private static func value(
        _ node: UnsafeMutablePointer<yaml_node_t>, _ document: UnsafeMutablePointer<yaml_document_t>, depth: Int, nodes: inout Int
    ) throws(YAMLError) -> YAMLValue {
        nodes += 1
        guard depth <= maximumDepth, nodes <= maximumNodes else {
            throw unsafe YAMLError(
                message: "too large or nested in itself", line: Int(node.pointee.start_mark.line) + 1, column: Int(node.pointee.start_mark.column) + 1)
        }
        switch unsafe node.pointee.type {
        case YAML_SCALAR_NODE:
            let scalar = unsafe node.pointee.data.scalar
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            return unsafe .scalar(String(decoding: bytes, as: UTF8.self))
        case YAML_SEQUENCE_NODE:
            var values: [YAMLValue] = []
            var item = unsafe node.pointee.data.sequence.items.start
            // Items are numbers of nodes in the document, from `start` up to `top`.
            while let current = unsafe item, unsafe current < node.pointee.data.sequence.items.top {
                if let child = unsafe yaml_document_get_node(document, current.pointee) {
                    values.append(try unsafe value(child, document, depth: depth + 1, nodes: &nodes))
                }
                unsafe item = current + 1
            }
            return .sequence(values)
        case YAML_MAPPING_NODE:
            var pairs: [YAMLPair] = []
            var merged: [YAMLPair] = []
            var pair = unsafe node.pointee.data.mapping.pairs.start
            while let current = unsafe pair, unsafe current < node.pointee.data.mapping.pairs.top {
                if let key = unsafe yaml_document_get_node(document, current.pointee.key),
                    let child = unsafe yaml_document_get_node(document, current.pointee.value)
                {
                    let name = try unsafe value(key, document, depth: depth + 1, nodes: &nodes).text ?? ""
                    let content = try unsafe value(child, document, depth: depth + 1, nodes: &nodes)
                    if name == "<<" { merged += mergeable(content) } else { pairs.append(YAMLPair(key: name, value: content)) }
                }
                unsafe pair = current + 1
            }
            let own = Set(pairs.map(\.key))
            return .mapping(merged.filter { !own.contains($0.key) } + pairs)
        default: return .scalar("")
        }
    }

    /// What `<<` brings in: one mapping or a list of them, the earlier winning.
    private static func mergeable(_ value: YAMLValue) -> [YAMLPair] {
        switch value {
        case .mapping(let pairs): pairs
        case .sequence(let values): values.reversed().flatMap { $0.mapping ?? [] }
        case .scalar: []
        }
    }
}
