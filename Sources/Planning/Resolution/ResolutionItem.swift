public import Runbook

/// One numbered item of a resolution, which is decided about as a whole.
public struct ResolutionItem: Sendable {
    /// Its steps in the runbook; none for what the program adds.
    public let steps: [Step]
    public let kind: Kind

    public enum Kind: Sendable, Hashable {
        case runbook
        /// The services go on again after a step that stopped them, whatever became of the steps between.
        case start
    }

    /// The first step's id, or the program's own.
    public let id: String
    public let title: String

    /// "If persists, …": only while the diagnosis still finds the incident.
    public var isConditional: Bool { steps.contains { $0.condition == .stillFailing } }

    /// Whether it takes the services away from their users until they are started again.
    public var stopsServices: Bool {
        steps.contains { ResolutionItem.isStop($0.action) || $0.suggestion.map { ResolutionItem.isStop($0.action) } ?? false }
    }

    /// Whether a container may be made by one of its steps: what it is given must be known then.
    public var mayMakeContainers: Bool {
        steps.flatMap { [$0.action] + ($0.suggestion.map { [$0.action] } ?? []) }.contains { Operation.runbook($0).recreates }
    }

    private static func isStop(_ action: Action) -> Bool {
        if case .compose(let argv) = action { argv.dropFirst().contains("stop") } else { false }
    }

    /// The items of an incident's resolution, in order.
    public static func all(of incident: Incident) -> [ResolutionItem] {
        var items: [ResolutionItem] = []
        for step in incident.resolution {
            if let last = items.last, last.steps.first?.number == step.number {
                items[items.count - 1] = ResolutionItem(last.steps + [step])
            } else {
                items.append(ResolutionItem([step]))
            }
        }
        if items.contains(where: \.stopsServices) { items.append(ResolutionItem(startOf: incident)) }
        return items
    }

    /// The item with values in the places that its steps left open.
    public func filled(with values: [String: String]) -> ResolutionItem {
        steps.contains { !$0.needs.isEmpty } ? ResolutionItem(steps.map { $0.filled(with: values) }) : self
    }

    /// Names that still need a value, each once.
    public var needs: [String] { steps.flatMap(\.needs).reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }

    /// Whether its condition is that the trouble goes on: "if it persists", "if needed". Such an item may follow a failure.
    public var followsFailure: Bool { kind == .start || steps.contains(where: \.followsFailure) }

    private init(_ steps: [Step]) {
        self.steps = steps
        kind = .runbook
        id = steps.first?.id ?? ""
        title = steps.first?.title ?? ""
    }

    private init(startOf incident: Incident) {
        steps = []
        kind = .start
        id = "\(incident.id)/start"
        title = "Start the services again"
    }
}
