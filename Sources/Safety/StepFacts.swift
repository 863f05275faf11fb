public import Runbook

extension Effect {
    /// Whether anything may be different afterwards, as far as is known.
    public var mayChange: Bool { self == .change || self == .destroy || self == .unknown }
}

extension Step {
    /// What the step does, and what the program would offer to do in its place: a rule looks at both.
    var possibleActions: [Action] { [action] + (suggestion.map { [$0.action] } ?? []) }
    var possibleEffects: [Effect] { [effect] + (suggestion.map { [$0.effect] } ?? []) }
    var mayChange: Bool { possibleEffects.contains(where: \.mayChange) }

    /// Whether it sets one of the mesh's flags, by the present or the older name.
    var setsMeshFlag: Bool {
        possibleActions.contains { action in
            if case .flag(let name, _) = action { name.hasPrefix("JARVIS_USE_MESH_") || name.hasPrefix("JARVIS_MESH_") } else { false }
        }
    }
}
