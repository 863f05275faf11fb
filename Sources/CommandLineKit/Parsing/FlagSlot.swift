extension ArgumentDefinition {
    /// A flag; `store` gets the cell's content and the name as typed.
    static func flag<Value>(
        _ names: [Name], _ help: ArgumentHelp?, _ cell: Cell<Value>, isOptional: Bool, isRepeating: Bool = false,
        defaultValue: String? = nil, isInverse: Bool = false, store: @escaping @Sendable (inout Value?, String) throws(Rejection) -> Void
    ) -> ArgumentDefinition {
        ArgumentDefinition(
            kind: .flag, names: names, isOptional: isOptional,
            accept: { (occurrence) throws(Rejection) in
                try cell.update { (value: inout Value?) throws(Rejection) in try store(&value, occurrence.name) }
            },
            isGiven: { cell.value != nil },
            describe: {
                Description(
                    help: help ?? ArgumentHelp(), valueName: "", isRepeating: isRepeating, defaultValue: defaultValue,
                    isInverse: isInverse)
            })
    }
}

extension Slot {
    /// Two flags, one for each truth value.
    static func inverted(
        _ name: NameSpecification, _ inversion: FlagInversion, _ exclusivity: FlagExclusivity, _ help: ArgumentHelp?,
        initial: Value?, shown: Bool?, value: @escaping @Sendable (Bool) -> Value
    ) -> Slot {
        Slot(initial: initial) { key, cell in
            let names = name.names(forKey: key)
            let exclusive = Exclusive(exclusivity)
            return [true, false].map { on in
                ArgumentDefinition.flag(
                    inversion.names(names, on: on), on ? help : ArgumentHelp(visibility: help?.visibility ?? .default), cell,
                    isOptional: initial != nil,
                    defaultValue: shown.flatMap { inversion.names(names, on: $0).first?.spelling }, isInverse: !on
                ) { (content, typed) throws(Rejection) in
                    try exclusive.store(value(on), choice: on ? 1 : 0, typed: typed, in: &content)
                }
            }
        }
    }

    /// One flag for each case.
    static func choice<Element: EnumerableFlag>(
        _ exclusivity: FlagExclusivity, _ help: ArgumentHelp?, initial: Value?, shown: Element?,
        value: @escaping @Sendable (Element) -> Value
    ) -> Slot {
        Slot(initial: initial) { _, cell in
            let exclusive = Exclusive(exclusivity)
            return Element.allCases.enumerated().map { index, element in
                ArgumentDefinition.flag(
                    Element.name(for: element).names(forKey: "\(element)"), Element.help(for: element) ?? help, cell,
                    isOptional: initial != nil, defaultValue: element == shown ? "" : nil
                ) { (content, typed) throws(Rejection) in
                    try exclusive.store(value(element), choice: index, typed: typed, in: &content)
                }
            }
        }
    }
}

/// Remembers which of several flags came first.
private struct Exclusive: Sendable {
    private let exclusivity: FlagExclusivity
    private let first = Cell<(choice: Int, typed: String)>()

    init(_ exclusivity: FlagExclusivity) { self.exclusivity = exclusivity }

    func store<Value>(_ value: Value, choice: Int, typed: String, in content: inout Value?) throws(Rejection) {
        if let first = first.value {
            switch exclusivity.form {
            case .first: return
            case .last: break
            case .exclusive: if first.choice != choice { throw .conflict(with: first.typed) }
            }
        }
        first.update { if $0 == nil { $0 = (choice, typed) } }
        content = value
    }
}

extension FlagInversion {
    /// The names for one truth value. Short names stay with "on".
    func names(_ names: [Name], on: Bool) -> [Name] {
        names.compactMap { name in
            guard case .long(let text) = name else { return on ? name : nil }
            switch form {
            case .no: return on ? name : .long("no-" + text)
            case .enableDisable: return .long((on ? "enable-" : "disable-") + text)
            }
        }
    }
}
