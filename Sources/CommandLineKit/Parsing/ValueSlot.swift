/// What `@Option` and `@Argument` have in common: everything but the names.
struct ValueSlotOptions: Sendable {
    var kind: ArgumentDefinition.Kind
    /// Nil for an argument.
    var names: NameSpecification?
    var help: ArgumentHelp?
    var completion: CompletionKind?
}

extension Slot {
    /// A value given once; given again, the last wins. Required unless there is an initial value.
    static func single(_ options: ValueSlotOptions, _ conversion: Conversion<Value>, initial: Value?) -> Slot {
        make(options, conversion, initial: initial, shown: initial.flatMap { conversion.describe($0) }, isRepeating: false) {
            (value, new) in value = new
        }
    }

    /// A value that may be left out and is nil then.
    static func optional<Wrapped>(_ options: ValueSlotOptions, _ conversion: Conversion<Wrapped>) -> Slot where Value == Wrapped? {
        make(options, conversion, initial: .some(nil), shown: nil, isRepeating: false) { (value, new) in value = .some(new) }
    }

    /// Any number of values; the first one given replaces the initial ones. At least one is required without those.
    static func many<Element>(
        _ options: ValueSlotOptions, _ conversion: Conversion<Element>, initial: [Element]?
    ) -> Slot where Value == [Element] {
        let shown = (initial ?? []).compactMap { conversion.describe($0) }.joined(separator: ", ")
        return make(options, conversion, initial: initial, shown: shown.isEmpty ? nil : shown, isRepeating: true) { (value, new) in
            if value == nil { value = [] }
            value?.append(new)
        }
    }

    private static func make<Element>(
        _ options: ValueSlotOptions, _ conversion: Conversion<Element>, initial: Value?, shown: String?, isRepeating: Bool,
        store: @escaping @Sendable (inout Value?, Element) -> Void
    ) -> Slot {
        Slot(initial: initial) { key, cell in
            let names = options.names?.names(forKey: key) ?? []
            return [
                ArgumentDefinition(
                    kind: options.kind, names: names, isOptional: initial != nil,
                    accept: { (occurrence) throws(Rejection) in
                        let element = try conversion.convert(occurrence.value)
                        cell.update { store(&$0, element) }
                    },
                    isGiven: { cell.value != nil },
                    describe: {
                        ArgumentDefinition.Description(
                            help: options.help ?? ArgumentHelp(),
                            valueName: options.help?.valueName ?? valueName(key, names),
                            isRepeating: isRepeating, defaultValue: shown,
                            allValues: conversion.allValues(), completion: options.completion ?? conversion.completion())
                    })
            ]
        }
    }
}

/// The option's long name, else the property's: `--output <output>`, `<incident-id>`.
private func valueName(_ key: String, _ names: [Name]) -> String {
    for case .long(let name) in names { return name }
    return kebabCase(key)
}
