/// What can be written as JSON: `step.id.json`, `line?.json`, `steps.json`.
public protocol JSONConvertible {
    var json: JSONValue { get }
}

extension JSONValue: JSONConvertible { public var json: JSONValue { self } }
extension JSONObject: JSONConvertible { public var json: JSONValue { .object(self) } }
extension JSONString: JSONConvertible { public var json: JSONValue { .string(self) } }
extension JSONNumber: JSONConvertible { public var json: JSONValue { .number(self) } }
extension String: JSONConvertible { public var json: JSONValue { .string(JSONString(self)) } }
extension Bool: JSONConvertible { public var json: JSONValue { .bool(self) } }
extension Int: JSONConvertible { public var json: JSONValue { .number(JSONNumber(self)) } }
extension Int64: JSONConvertible { public var json: JSONValue { .number(JSONNumber(self)) } }
extension Int32: JSONConvertible { public var json: JSONValue { .number(JSONNumber(self)) } }
extension UInt64: JSONConvertible { public var json: JSONValue { .number(JSONNumber(self)) } }

extension Double: JSONConvertible {
    /// null when not finite: JSON has no spelling for it.
    public var json: JSONValue { isFinite ? .number(JSONNumber(self)) : .null }
}

extension Optional: JSONConvertible where Wrapped: JSONConvertible {
    /// nil is null.
    public var json: JSONValue { self?.json ?? .null }
}

extension Array: JSONConvertible where Element: JSONConvertible {
    public var json: JSONValue { .array(map(\.json)) }
}
