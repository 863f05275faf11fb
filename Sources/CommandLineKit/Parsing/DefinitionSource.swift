/// A property wrapper that defines arguments, options or flags. Found by reflection.
protocol DefinitionSource {
    /// - Parameter key: the property's name.
    func definitions(key: String) -> [ArgumentDefinition]
}

/// A property wrapper that holds further such properties.
protocol GroupSource {
    var members: any ParsableArguments { get }
    var title: String { get }
    var visibility: ArgumentVisibility { get }
    func validateMembers() throws
}

/// What one type says about its command line.
struct Reflection {
    struct Entry {
        var definition: ArgumentDefinition
        /// The title of the group it stands in; empty outside.
        let section: String
        let isHidden: Bool
        /// 0 for the type's own properties, 1 inside a group, and so on.
        fileprivate let depth: Int
    }

    /// In the order of declaration.
    private(set) var entries: [Entry] = []
    /// Inner groups before the ones around them.
    private(set) var groups: [any GroupSource] = []

    init(_ arguments: any ParsableArguments) {
        collect(arguments, section: "", isHidden: false, depth: 0)
        hideOvershadowedNames()
    }

    private mutating func collect(_ arguments: any ParsableArguments, section: String, isHidden: Bool, depth: Int) {
        for child in Mirror(reflecting: arguments).children {
            guard let label = child.label else { continue }
            if let source = child.value as? any DefinitionSource {
                // A wrapper's storage is named after its property with an underscore in front.
                let key = label.hasPrefix("_") ? String(label.dropFirst()) : label
                for definition in source.definitions(key: key) {
                    entries.append(Entry(definition: definition, section: section, isHidden: isHidden, depth: depth))
                }
            } else if let group = child.value as? any GroupSource {
                collect(
                    group.members, section: group.title.isEmpty ? section : group.title,
                    isHidden: isHidden || group.visibility == .hidden, depth: depth + 1)
                groups.append(group)
            }
        }
    }

    /// A name belongs to the definition that is nearest to the command; a definition left without any name is gone.
    private mutating func hideOvershadowedNames() {
        guard entries.contains(where: { $0.depth > 0 }) else { return }
        var taken: Set<Name> = []
        for depth in 0...(entries.map(\.depth).max() ?? 0) {
            for index in entries.indices where entries[index].depth == depth {
                entries[index].definition.names.removeAll { !taken.insert($0).inserted }
            }
        }
        entries.removeAll { !$0.definition.isPositional && $0.definition.names.isEmpty }
    }
}
