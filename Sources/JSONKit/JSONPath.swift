/// A place in a JSON value, in the part of jq's language that selects: `.`, `.a.b`, `."a b"`, `.["a b"]`, `.a[0]`, `.a[-1]`, `.a[]`.
public struct JSONPath: Sendable, Hashable, CustomStringConvertible {
    public enum Step: Sendable, Hashable {
        /// The member of that name.
        case field(String)
        /// The element, from 0; negative counts from the end.
        case index(Int)
        /// Every element of an array, or every member's value of an object.
        case iterate
    }

    public let steps: [Step]

    public init(_ steps: [Step]) { self.steps = steps }

    /// - Throws: `JSONPathError` with the column of what is not in this part of the language.
    public init(_ text: String) throws(JSONPathError) {
        var parser = JSONPathParser(text)
        steps = try parser.parse()
    }

    /// In jq's spelling.
    public var description: String {
        guard !steps.isEmpty else { return "." }
        var text = ""
        for step in steps {
            // An index at the very start needs the dot that a field brings along.
            if text.isEmpty, case .field = step {} else if text.isEmpty { text = "." }
            text += step.description
        }
        return text
    }
}

extension JSONPath.Step: CustomStringConvertible {
    public var description: String {
        switch self {
        case .field(let name):
            JSONPathParser.isPlain(name) ? ".\(name)" : "." + JSONWriter.compact.text(name.json)
        case .index(let index): "[\(index)]"
        case .iterate: "[]"
        }
    }
}

/// A path that cannot be read.
public struct JSONPathError: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String
    /// In characters, from 1.
    public let column: Int

    public var description: String { "column \(column): \(message)" }
}
