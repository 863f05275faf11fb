internal import JSONKit

/// Where the provider in use, the list and the fallbacks stand in one document.
struct ProviderReading: Sendable {
    /// A listed provider.
    struct Entry: Sendable {
        let name: String
        /// The value that switches it on and off (`auto`: on where it is configured); nil where the file has none.
        let enabled: PlacedJSON?

        var isEnabled: Bool { enabled?.value.bool ?? true }
    }

    let current: String
    let place: String
    let list: [Entry]
    let fallbacks: [String]
    /// The text that names the provider in use; nil when it follows from who is enabled.
    private let choice: PlacedJSON?

    /// Objects in which such things stand; nil is the document itself.
    private static let scopes: [String?] = [nil, "router", "llm", "providers", "ai", "models"]
    private static let choiceNames = ["provider", "default_provider", "primary_provider", "active_provider", "current_provider"]
    /// Short words that mean a provider only where nothing else could be meant.
    private static let shortNames = ["primary", "default"]
    private static let fallbackNames = [
        "fallback", "backup", "backup_provider", "fallback_provider", "fallbacks", "fallback_providers", "backups", "backup_providers",
    ]

    init(_ document: JSONValue) throws(ProviderConfigurationError) {
        let root = PlacedJSON(value: document, place: JSONPlace(), range: nil)
        guard document.object != nil else { throw .notUnderstood("the document is no object") }
        let scopes = ProviderReading.scopes.compactMap { name -> (String?, PlacedJSON)? in
            guard let name else { return (nil, root) }
            return root.member(name).flatMap { $0.value.object == nil ? nil : (name, $0) }
        }
        list = try ProviderReading.list(scopes)
        fallbacks = scopes.flatMap { ProviderReading.fallbacks($0.1) }
        let choices = scopes.flatMap { ProviderReading.choices($0.0, $0.1) }
        guard choices.count < 2 else {
            throw .notUnderstood("\(choices.map(\.place).joined(separator: " and ")) both name one")
        }
        if let found = choices.first {
            guard let name = found.value.value.string, name.isWellFormed, !name.text.isEmpty, found.value.range != nil else {
                throw .notUnderstood("\(found.place) is \(found.value.value.typeName == "string" ? "empty" : "no text")")
            }
            guard list.isEmpty || list.contains(where: { $0.name == name.text }) else {
                throw .notUnderstood("\(found.place) is \(name.text), which is not among the providers")
            }
            (current, place, choice) = (name.text, found.place, found.value)
        } else {
            let enabled = list.filter(\.isEnabled)
            guard let only = enabled.first, enabled.count == 1, list.allSatisfy({ $0.enabled != nil }) else {
                throw .notUnderstood(
                    list.isEmpty
                        ? "it has \(document.object?.keys.prefix(12).joined(separator: ", ") ?? "nothing")"
                        : "no text names one, and \(enabled.count) of its providers are enabled")
            }
            (current, place, choice) = (only.name, ".providers", nil)
        }
    }

    private static func choices(_ scope: String?, _ object: PlacedJSON) -> [(place: String, value: PlacedJSON)] {
        let names = scope == nil || scope == "models" ? choiceNames : choiceNames + shortNames
        return names.compactMap { name in
            guard let value = object.member(name) else { return nil }
            // Among providers a name may be a provider's: its entry is an object or a truth value.
            if scope == "providers", value.value.object != nil || value.value.bool != nil { return nil }
            return ((scope.map { ".\($0)" } ?? "") + ".\(name)", value)
        }
    }

    private static func fallbacks(_ object: PlacedJSON) -> [String] {
        fallbackNames.flatMap { name -> [String] in
            guard let value = object.member(name)?.value else { return [] }
            return value.text.map { [$0] } ?? (value.array ?? []).compactMap(\.text)
        }
    }

    /// The one list of the document: objects with a name, names alone, or an object with a member for each.
    private static func list(_ scopes: [(String?, PlacedJSON)]) throws(ProviderConfigurationError) -> [Entry] {
        let found = scopes.filter { $0.0 != "providers" }.compactMap { scope, object in object.member("providers").map { (scope, $0) } }
        guard found.count < 2 else { throw .notUnderstood("there are \(found.count) lists of providers") }
        guard let (_, value) = found.first else { return [] }
        let entries: [Entry] =
            switch value.value {
            case .array: value.elements.compactMap(entry)
            case .object: value.members.compactMap(entry)
            default: []
            }
        if let count = value.value.array?.count, count != entries.count {
            throw .notUnderstood("an entry of the list of providers has no name")
        }
        guard Set(entries.map(\.name)).count == entries.count else { throw .notUnderstood("a provider is listed twice") }
        guard entries.allSatisfy({ $0.enabled == nil || $0.enabled?.value.bool != nil || $0.enabled?.value.text == "auto" }) else {
            throw .notUnderstood("an `enabled` is neither true, false nor auto")
        }
        return entries
    }

    private static func entry(_ element: PlacedJSON) -> Entry? {
        if let name = element.value.text { return Entry(name: name, enabled: nil) }
        guard let name = (element.member("name") ?? element.member("id") ?? element.member("provider"))?.value.text else { return nil }
        return Entry(name: name, enabled: element.member("enabled"))
    }

    /// Beside the providers there may be settings, which are texts, numbers and lists.
    private static func entry(_ member: (name: String, value: PlacedJSON)) -> Entry? {
        switch member.value.value {
        case .object: Entry(name: member.name, enabled: member.value.member("enabled"))
        case .bool: Entry(name: member.name, enabled: member.value)
        default: nil
        }
    }

    /// What must change so that another provider is in use.
    func edits(to name: String, disabling: Set<String>) throws(ProviderConfigurationError) -> [JSONEdit] {
        guard !disabling.contains(name) else { throw .contradiction(name) }
        let target = list.first { $0.name == name }
        guard list.isEmpty || target != nil else { throw .unknownProvider(name, known: list.map(\.name)) }
        var edits: [JSONEdit] = []
        func change(_ placed: PlacedJSON?, to value: JSONValue, _ name: String) throws(ProviderConfigurationError) {
            guard let placed, let range = placed.range else { throw .cannotDisable(name) }
            if placed.value != value { edits.append(JSONEdit(path: placed.place, range: range, value: value)) }
        }
        if let choice {
            // Whoever was switched off was so by somebody who knew why.
            if let target, !target.isEnabled { throw .disabledProvider(name) }
            try change(choice, to: .string(JSONString(name)), name)
        } else {
            try change(target?.enabled, to: true, name)
            if name != current { try change(list.first { $0.name == current }?.enabled, to: false, current) }
        }
        for other in disabling.sorted() where choice != nil || other != current {
            guard let entry = list.first(where: { $0.name == other }) else { throw .unknownProvider(other, known: list.map(\.name)) }
            try change(entry.enabled, to: false, other)
        }
        return edits
    }
}
