/// Any JSON value.
///
/// Built with literals: `["schema": "jarvis-ops/error/v1", "error": ["code": code.json, "hint": hint.json]]`, where `.json` turns
/// what is not a literal into a value. Read with subscripts (`value["a"]?[0]?.text`) or a `JSONPath`.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(JSONString)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// The member of an object; nil when there is none or this is no object.
    public subscript(_ key: String) -> JSONValue? { object?[key] }

    /// The element of an array, from 0; nil when there is none or this is no array.
    public subscript(_ index: Int) -> JSONValue? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }

    public var isNull: Bool { self == .null }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var number: JSONNumber? { if case .number(let value) = self { value } else { nil } }
    /// The text of a string, lone surrogates shown as U+FFFD.
    public var text: String? { string?.text }
    public var string: JSONString? { if case .string(let value) = self { value } else { nil } }
    public var int: Int? { number?.int }
    public var double: Double? { number?.double }
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

    /// `null`, `boolean`, `number`, `string`, `array`, `object`: jq's names.
    public var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
