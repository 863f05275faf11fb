internal import CYAML

/// Reads the first document of a text, through libyaml.
public enum YAMLReader {
    /// Aliases are unfolded, so a small text can mean a huge tree: more nodes than this are refused.
    static let maximumNodes = 100_000
    static let maximumDepth = 64
    /// Bytes of all scalars together, aliases unfolded: a long text can be repeated as often as a short one.
    static let maximumBytes = 16 << 20

    public static func read(_ bytes: [UInt8]) throws(YAMLError) -> YAMLValue {
        guard !bytes.isEmpty else { return .mapping([]) }
        try checkNesting(bytes)
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
            // Of bytes that are no text libyaml tells the offset, of all else the line.
            if unsafe parser.error == YAML_READER_ERROR { throw unsafe error(message, at: Int(parser.problem_offset), in: bytes) }
            throw unsafe YAMLError(message: message, line: Int(parser.problem_mark.line) + 1, column: Int(parser.problem_mark.column) + 1)
        }
        defer { unsafe yaml_document_delete(&document) }
        guard let root = unsafe yaml_document_get_root_node(&document) else { return .mapping([]) }
        var size = Size()
        return try unsafe value(root, &document, depth: 0, &size)
    }

    /// Refuses what is nested too deeply, event by event: loading a whole document costs libyaml the square of its depth, many
    /// minutes for a megabyte of brackets. What is wrong otherwise is left to the loader to tell.
    private static func checkNesting(_ bytes: [UInt8]) throws(YAMLError) {
        var parser = unsafe yaml_parser_t()
        guard unsafe yaml_parser_initialize(&parser) == 1 else { throw YAMLError(message: "out of memory", line: 1, column: 1) }
        defer { unsafe yaml_parser_delete(&parser) }
        // The parser keeps the pointer, and is asked for events only while the buffer stands.
        let place: yaml_mark_t? = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            var depth = 0
            while true {
                var event = unsafe yaml_event_t()
                guard unsafe yaml_parser_parse(&parser, &event) == 1 else { return nil }
                defer { unsafe yaml_event_delete(&event) }
                switch unsafe event.type {
                case YAML_SEQUENCE_START_EVENT, YAML_MAPPING_START_EVENT: depth += 1
                case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: depth -= 1
                // Only the first document is read.
                case YAML_DOCUMENT_END_EVENT, YAML_STREAM_END_EVENT: return nil
                default: break
                }
                if depth > maximumDepth { return unsafe event.start_mark }
            }
        }
        if let place { throw YAMLError(message: "nested too deeply", line: Int(place.line) + 1, column: Int(place.column) + 1) }
    }

    /// How much has been unfolded so far.
    private struct Size {
        var nodes = 0
        var bytes = 0
    }

    private static func error(_ message: String, at offset: Int, in bytes: [UInt8]) -> YAMLError {
        let before = bytes.prefix(max(0, offset))
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return YAMLError(message: message, line: before.count { $0 == 0x0A } + 1, column: before.count - start + 1)
    }

    /// `node` must belong to `document`, which stays alive through the call.
    private static func value(
        _ node: UnsafeMutablePointer<yaml_node_t>, _ document: UnsafeMutablePointer<yaml_document_t>, depth: Int, _ size: inout Size
    ) throws(YAMLError) -> YAMLValue {
        size.nodes += 1
        if unsafe node.pointee.type == YAML_SCALAR_NODE { unsafe size.bytes += node.pointee.data.scalar.length }
        guard depth <= maximumDepth, size.nodes <= maximumNodes, size.bytes <= maximumBytes else {
            throw unsafe YAMLError(
                message: "too large or nested in itself", line: Int(node.pointee.start_mark.line) + 1,
                column: Int(node.pointee.start_mark.column) + 1)
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
                    values.append(try unsafe value(child, document, depth: depth + 1, &size))
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
                    let name = try unsafe value(key, document, depth: depth + 1, &size).text ?? ""
                    let content = try unsafe value(child, document, depth: depth + 1, &size)
                    if name == "<<" { merged = mergeable(content) + merged } else { pairs.append(YAMLPair(key: name, value: content)) }
                }
                unsafe pair = current + 1
            }
            return .mapping(withoutRepeats(merged + pairs))
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

    /// Each key once, where it first stood, with its last value.
    private static func withoutRepeats(_ pairs: [YAMLPair]) -> [YAMLPair] {
        var places: [String: Int] = [:]
        var kept: [YAMLPair] = []
        for pair in pairs {
            if let place = places[pair.key] {
                kept[place] = pair
            } else {
                places[pair.key] = kept.count
                kept.append(pair)
            }
        }
        return kept
    }
}
