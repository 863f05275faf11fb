/// How a thing ended.
public enum Outcome: Sendable, Hashable, CaseIterable {
    case good, bad, warning, unknown, skipped

    public var mark: String {
        switch self {
        case .good: "✓"
        case .bad: "✗"
        case .warning: "!"
        case .unknown: "?"
        case .skipped: "–"
        }
    }

    public var style: Style {
        switch self {
        case .good: .good
        case .bad: .bad
        case .warning: .warning
        case .unknown: .unknown
        case .skipped: .dim
        }
    }
}
