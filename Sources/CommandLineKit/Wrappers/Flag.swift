/// A switch that takes no value: `--quiet`, `-q`, `-nq`.
@propertyWrapper
public struct Flag<Value: Sendable>: Sendable, DefinitionSource {
    private var slot: Slot<Value>

    private init(_ slot: Slot<Value>) { self.slot = slot }

    public var wrappedValue: Value {
        get { slot.value }
        set { slot.value = newValue }
    }

    func definitions(key: String) -> [ArgumentDefinition] { slot.define(key, slot.cell) }
}

// On or off.
extension Flag where Value == Bool {
    public init(wrappedValue: Bool, name: NameSpecification = .long, help: ArgumentHelp? = nil) {
        self.init(
            Slot(initial: wrappedValue) { key, cell in
                [.flag(name.names(forKey: key), help, cell, isOptional: true) { (value, _) in value = !wrappedValue }]
            })
    }

    public init(
        wrappedValue: Bool, name: NameSpecification = .long, inversion: FlagInversion, exclusivity: FlagExclusivity = .chooseLast,
        help: ArgumentHelp? = nil
    ) {
        self.init(.inverted(name, inversion, exclusivity, help, initial: wrappedValue, shown: wrappedValue) { $0 })
    }

    /// One of the two is required.
    public init(
        name: NameSpecification = .long, inversion: FlagInversion, exclusivity: FlagExclusivity = .chooseLast,
        help: ArgumentHelp? = nil
    ) {
        self.init(.inverted(name, inversion, exclusivity, help, initial: nil, shown: nil) { $0 })
    }
}

// On, off, or not said.
extension Flag where Value == Bool? {
    public init(
        wrappedValue: _OptionalNilComparisonType, name: NameSpecification = .long, inversion: FlagInversion,
        exclusivity: FlagExclusivity = .chooseLast, help: ArgumentHelp? = nil
    ) {
        self.init(name: name, inversion: inversion, exclusivity: exclusivity, help: help)
    }

    public init(
        name: NameSpecification = .long, inversion: FlagInversion, exclusivity: FlagExclusivity = .chooseLast,
        help: ArgumentHelp? = nil
    ) {
        self.init(.inverted(name, inversion, exclusivity, help, initial: .some(nil), shown: nil) { .some($0) })
    }
}

// How often it was given: `-vvv` is 3.
extension Flag where Value == Int {
    public init(name: NameSpecification = .long, help: ArgumentHelp? = nil) {
        self.init(
            Slot(initial: 0) { key, cell in
                [
                    .flag(name.names(forKey: key), help, cell, isOptional: true, isRepeating: true) { (value, _) in
                        value = (value ?? 0) + 1
                    }
                ]
            })
    }
}

// One flag for each case of a type.
extension Flag {
    public init(wrappedValue: Value, exclusivity: FlagExclusivity = .exclusive, help: ArgumentHelp? = nil)
    where Value: EnumerableFlag {
        self.init(.choice(exclusivity, help, initial: wrappedValue, shown: wrappedValue) { $0 })
    }

    /// One of them is required.
    public init(exclusivity: FlagExclusivity = .exclusive, help: ArgumentHelp? = nil) where Value: EnumerableFlag {
        self.init(.choice(exclusivity, help, initial: nil, shown: nil) { $0 })
    }

    public init<Element: EnumerableFlag>(
        wrappedValue: _OptionalNilComparisonType, exclusivity: FlagExclusivity = .exclusive, help: ArgumentHelp? = nil
    ) where Value == Element? {
        self.init(exclusivity: exclusivity, help: help)
    }

    public init<Element: EnumerableFlag>(exclusivity: FlagExclusivity = .exclusive, help: ArgumentHelp? = nil)
    where Value == Element? {
        self.init(.choice(exclusivity, help, initial: .some(nil), shown: nil) { (element: Element) in .some(element) })
    }
}
