/// A value that is given by name: `--output json`, `--output=json`, `-o json`, `-ojson`. Given twice, the last wins.
@propertyWrapper
public struct Option<Value: Sendable>: Sendable, DefinitionSource {
    private var slot: Slot<Value>

    private init(_ slot: Slot<Value>) { self.slot = slot }

    public var wrappedValue: Value {
        get { slot.value }
        set { slot.value = newValue }
    }

    func definitions(key: String) -> [ArgumentDefinition] { slot.define(key, slot.cell) }
}

// One value.
extension Option {
    public init(
        wrappedValue: Value, name: NameSpecification = .long, parsing parsingStrategy: SingleValueParsingStrategy = .next,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value: ExpressibleByArgument {
        self.init(.single(parsingStrategy.option(name, help, completion), .byArgument, initial: wrappedValue))
    }

    /// Required.
    public init(
        name: NameSpecification = .long, parsing parsingStrategy: SingleValueParsingStrategy = .next,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value: ExpressibleByArgument {
        self.init(.single(parsingStrategy.option(name, help, completion), .byArgument, initial: nil))
    }

    public init(
        wrappedValue: Value, name: NameSpecification = .long, parsing parsingStrategy: SingleValueParsingStrategy = .next,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil, transform: @Sendable @escaping (String) throws -> Value
    ) {
        self.init(.single(parsingStrategy.option(name, help, completion), .transform(transform), initial: wrappedValue))
    }

    /// Required.
    public init(
        name: NameSpecification = .long, parsing parsingStrategy: SingleValueParsingStrategy = .next,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil, transform: @Sendable @escaping (String) throws -> Value
    ) {
        self.init(.single(parsingStrategy.option(name, help, completion), .transform(transform), initial: nil))
    }
}

// A value or nil.
extension Option {
    public init<T: ExpressibleByArgument>(
        wrappedValue: _OptionalNilComparisonType, name: NameSpecification = .long,
        parsing parsingStrategy: SingleValueParsingStrategy = .next, help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == T? {
        self.init(.optional(parsingStrategy.option(name, help, completion), Conversion<T>.byArgument))
    }

    public init<T: ExpressibleByArgument>(
        name: NameSpecification = .long, parsing parsingStrategy: SingleValueParsingStrategy = .next,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == T? {
        self.init(.optional(parsingStrategy.option(name, help, completion), Conversion<T>.byArgument))
    }

    public init<T: Sendable>(
        wrappedValue: _OptionalNilComparisonType, name: NameSpecification = .long,
        parsing parsingStrategy: SingleValueParsingStrategy = .next, help: ArgumentHelp? = nil, completion: CompletionKind? = nil,
        transform: @Sendable @escaping (String) throws -> T
    ) where Value == T? {
        self.init(.optional(parsingStrategy.option(name, help, completion), Conversion<T>.transform(transform)))
    }

    public init<T: Sendable>(
        name: NameSpecification = .long, parsing parsingStrategy: SingleValueParsingStrategy = .next,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil, transform: @Sendable @escaping (String) throws -> T
    ) where Value == T? {
        self.init(.optional(parsingStrategy.option(name, help, completion), Conversion<T>.transform(transform)))
    }
}

// Any number of values.
extension Option {
    public init<T: ExpressibleByArgument>(
        wrappedValue: [T], name: NameSpecification = .long, parsing parsingStrategy: ArrayParsingStrategy = .singleValue,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == [T] {
        self.init(.many(parsingStrategy.option(name, help, completion), Conversion<T>.byArgument, initial: wrappedValue))
    }

    /// At least one is required.
    public init<T: ExpressibleByArgument>(
        name: NameSpecification = .long, parsing parsingStrategy: ArrayParsingStrategy = .singleValue,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == [T] {
        self.init(.many(parsingStrategy.option(name, help, completion), Conversion<T>.byArgument, initial: nil))
    }

    public init<T: Sendable>(
        wrappedValue: [T], name: NameSpecification = .long, parsing parsingStrategy: ArrayParsingStrategy = .singleValue,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil, transform: @Sendable @escaping (String) throws -> T
    ) where Value == [T] {
        self.init(.many(parsingStrategy.option(name, help, completion), .transform(transform), initial: wrappedValue))
    }

    /// At least one is required.
    public init<T: Sendable>(
        name: NameSpecification = .long, parsing parsingStrategy: ArrayParsingStrategy = .singleValue,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil, transform: @Sendable @escaping (String) throws -> T
    ) where Value == [T] {
        self.init(.many(parsingStrategy.option(name, help, completion), .transform(transform), initial: nil))
    }
}

extension SingleValueParsingStrategy {
    fileprivate func option(_ names: NameSpecification, _ help: ArgumentHelp?, _ completion: CompletionKind?) -> ValueSlotOptions {
        ValueSlotOptions(
            kind: .option(takesAnything: takesAnything, takesMany: false), names: names, help: help, completion: completion)
    }
}

extension ArrayParsingStrategy {
    fileprivate func option(_ names: NameSpecification, _ help: ArgumentHelp?, _ completion: CompletionKind?) -> ValueSlotOptions {
        ValueSlotOptions(
            kind: .option(takesAnything: takesAnything, takesMany: takesMany), names: names, help: help, completion: completion)
    }
}
