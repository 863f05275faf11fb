public import JSONKit

/// Placeholder until the room is merged.
public struct Redactor: Sendable {
    public static let none = Redactor()
    public func redact(_ text: String) -> String { text }
    public func redact(_ value: JSONValue) -> JSONValue { value }
}
