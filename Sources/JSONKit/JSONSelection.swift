/// What a path leads to. jq answers `null` to the first three alike; a probe must not.
public enum JSONSelection: Sendable, Hashable {
    /// Something other than null.
    case found(JSONValue)
    /// There, and null.
    case null
    /// Not there: `at` is the part of the path, up to and with the first step that leads nowhere. A step into null leads nowhere.
    case absent(at: JSONPath)
    /// A step into the wrong kind of value: `at` leads up to and with that step.
    case mismatch(at: JSONPath, wanted: String, got: String)

    /// The value, null included; nil when there is none.
    public var value: JSONValue? {
        switch self {
        case .found(let value): value
        case .null: .null
        case .absent, .mismatch: nil
        }
    }
}

extension JSONPath {
    /// What the path selects, in order: one selection, but with `[]` as many as there are elements (none for an empty array).
    public func select(in value: JSONValue) -> [JSONSelection] { select(value, 0) }

    private func select(_ value: JSONValue, _ depth: Int) -> [JSONSelection] {
        guard depth < steps.count else { return [value.isNull ? .null : .found(value)] }
        let here = JSONPath(Array(steps[...depth]))
        if value.isNull { return [.absent(at: here)] }
        switch (steps[depth], value) {
        case (.field(let name), .object(let object)):
            guard let next = object[name] else { return [.absent(at: here)] }
            return select(next, depth + 1)
        case (.index(let index), .array(let array)):
            let place = index < 0 ? index + array.count : index
            guard array.indices.contains(place) else { return [.absent(at: here)] }
            return select(array[place], depth + 1)
        case (.iterate, .array(let array)): return array.flatMap { select($0, depth + 1) }
        case (.iterate, .object(let object)): return object.withoutRepeats.members.flatMap { select($0.value, depth + 1) }
        case (.field, _): return [.mismatch(at: here, wanted: "object", got: value.typeName)]
        case (.index, _): return [.mismatch(at: here, wanted: "array", got: value.typeName)]
        case (.iterate, _): return [.mismatch(at: here, wanted: "array or object", got: value.typeName)]
        }
    }
}

extension JSONValue {
    /// What the path text selects: `value.path(".services.providers")`.
    ///
    /// - Throws: `JSONPathError` when the text is no path.
    public func path(_ text: String) throws(JSONPathError) -> [JSONSelection] { try JSONPath(text).select(in: self) }
}
