/// What is said of an incident.
public enum EscalationAction: String, Sendable, CaseIterable {
    case trigger, acknowledge, resolve

    /// Before the incident's title; nil for a new one.
    var word: String? {
        switch self {
        case .trigger: nil
        case .acknowledge: "Acknowledged"
        case .resolve: "Resolved"
        }
    }
}
