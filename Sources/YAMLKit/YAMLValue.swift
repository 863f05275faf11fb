/// A YAML node with aliases put in place. Scalars stay text: what `8000` or `yes` means is the reader's business.
public indirect enum YAMLValue: Sendable, Equatable {
    case scalar(String)
    case sequence([YAMLValue])
    /// In the order of the text; merge keys (`<<`) are already merged, own keys winning.
    case mapping([YAMLPair])

    /// The value of a key; nil when there is none or this is no mapping.
    public subscript(_ key: String) -> YAMLValue? {
        guard case .mapping(let pairs) = self else { return nil }
        return pairs.last { $0.key == key }?.value
    }

    public var text: String? { if case .scalar(let text) = self { text } else { nil } }
    public var sequence: [YAMLValue]? { if case .sequence(let values) = self { values } else { nil } }
    public var mapping: [YAMLPair]? { if case .mapping(let pairs) = self { pairs } else { nil } }
}

public struct YAMLPair: Sendable, Equatable {
    public let key: String
    public let value: YAMLValue
}

/// A text that is no YAML, or that would unfold into more than anybody writes by hand.
public struct YAMLError: Error, Sendable, Equatable {
    public let message: String
    /// From 1.
    public let line: Int
    public let column: Int
}
