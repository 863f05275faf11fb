/// A value that is given by its place: `diagnose api-unresponsive`.
@propertyWrapper
public struct Argument<Value: Sendable>: Sendable, DefinitionSource {
    private var slot: Slot<Value>

    private init(_ slot: Slot<Value>) { self.slot = slot }

    public var wrappedValue: Value {
        get { slot.value }
        set { slot.value = newValue }
    }

    func definitions(key: String) -> [ArgumentDefinition] { slot.define(key, slot.cell) }
}

// One value.
extension Argument {
    public init(wrappedValue: Value, help: ArgumentHelp? = nil, completion: CompletionKind? = nil) where Value: ExpressibleByArgument {
        self.init(.single(argument(help, completion), .byArgument, initial: wrappedValue))
    }

    /// Required.
    public init(help: ArgumentHelp? = nil, completion: CompletionKind? = nil) where Value: ExpressibleByArgument {
        self.init(.single(argument(help, completion), .byArgument, initial: nil))
    }

    public init(
        wrappedValue: Value, help: ArgumentHelp? = nil, completion: CompletionKind? = nil,
        transform: @Sendable @escaping (String) throws -> Value
    ) {
        self.init(.single(argument(help, completion), .transform(transform), initial: wrappedValue))
    }

    /// Required.
    public init(
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil, transform: @Sendable @escaping (String) throws -> Value
    ) {
        self.init(.single(argument(help, completion), .transform(transform), initial: nil))
    }
}

// A value or nil.
extension Argument {
    public init<T: ExpressibleByArgument>(
        wrappedValue: _OptionalNilComparisonType, help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == T? {
        self.init(.optional(argument(help, completion), Conversion<T>.byArgument))
    }

    public init<T: ExpressibleByArgument>(help: ArgumentHelp? = nil, completion: CompletionKind? = nil) where Value == T? {
        self.init(.optional(argument(help, completion), Conversion<T>.byArgument))
    }

    public init<T: Sendable>(
        wrappedValue: _OptionalNilComparisonType, help: ArgumentHelp? = nil, completion: CompletionKind? = nil,
        transform: @Sendable @escaping (String) throws -> T
    ) where Value == T? {
        self.init(.optional(argument(help, completion), Conversion<T>.transform(transform)))
    }

    public init<T: Sendable>(
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil, transform: @Sendable @escaping (String) throws -> T
    ) where Value == T? {
        self.init(.optional(argument(help, completion), Conversion<T>.transform(transform)))
    }
}

// Any number of values.
extension Argument {
    public init<T: ExpressibleByArgument>(
        wrappedValue: [T], parsing parsingStrategy: ArgumentArrayParsingStrategy = .remaining,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == [T] {
        self.init(.many(argument(help, completion, parsingStrategy), Conversion<T>.byArgument, initial: wrappedValue))
    }

    /// At least one is required.
    public init<T: ExpressibleByArgument>(
        parsing parsingStrategy: ArgumentArrayParsingStrategy = .remaining,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == [T] {
        self.init(.many(argument(help, completion, parsingStrategy), Conversion<T>.byArgument, initial: nil))
    }

    public init<T: Sendable>(
        wrappedValue: [T], parsing parsingStrategy: ArgumentArrayParsingStrategy = .remaining,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil, transform: @Sendable @escaping (String) throws -> T
    ) where Value == [T] {
        self.init(.many(argument(help, completion, parsingStrategy), .transform(transform), initial: wrappedValue))
    }

    /// At least one is required.
    public init<T: Sendable>(
        parsing parsingStrategy: ArgumentArrayParsingStrategy = .remaining,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil, transform: @Sendable @escaping (String) throws -> T
    ) where Value == [T] {
        self.init(.many(argument(help, completion, parsingStrategy), .transform(transform), initial: nil))
    }
}

private func argument(
    _ help: ArgumentHelp?, _ completion: CompletionKind?, _ parsing: ArgumentArrayParsingStrategy? = nil
) -> ValueSlotOptions {
    ValueSlotOptions(kind: .positional(parsing), names: nil, help: help, completion: completion)
}
