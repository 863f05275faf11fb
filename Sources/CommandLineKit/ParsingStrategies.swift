/// Where the value of an option may come from.
public struct SingleValueParsingStrategy: Sendable, Hashable {
    let takesAnything: Bool
    /// The next word, unless it looks like an option. A negative number does not.
    public static let next = SingleValueParsingStrategy(takesAnything: false)
    /// The next word, whatever it is.
    public static let unconditional = SingleValueParsingStrategy(takesAnything: true)
}

/// Where the values of a repeatable option come from.
public struct ArrayParsingStrategy: Sendable, Hashable {
    let takesAnything: Bool
    let takesMany: Bool
    /// One value each time the option is given.
    public static let singleValue = ArrayParsingStrategy(takesAnything: false, takesMany: false)
    /// One value each time, whatever it looks like.
    public static let unconditionalSingleValue = ArrayParsingStrategy(takesAnything: true, takesMany: false)
    /// Every word up to the next option; at least one.
    public static let upToNextOption = ArrayParsingStrategy(takesAnything: false, takesMany: true)
}

/// Which words an array of arguments takes.
public struct ArgumentArrayParsingStrategy: Sendable, Hashable {
    enum Form: Hashable { case remaining, allUnrecognized, postTerminator, captureForPassthrough }
    let form: Form
    /// Every word that is no option.
    public static let remaining = ArgumentArrayParsingStrategy(form: .remaining)
    /// Unknown options too.
    public static let allUnrecognized = ArgumentArrayParsingStrategy(form: .allUnrecognized)
    /// Only what follows `--`.
    public static let postTerminator = ArgumentArrayParsingStrategy(form: .postTerminator)
    /// From its first word on everything, options and `--` too, as it stands.
    public static let captureForPassthrough = ArgumentArrayParsingStrategy(form: .captureForPassthrough)
}

/// Flags of the form "do it" and "do it not".
public struct FlagInversion: Sendable, Hashable {
    enum Form: Hashable { case no, enableDisable }
    let form: Form
    /// `--color` and `--no-color`.
    public static let prefixedNo = FlagInversion(form: .no)
    /// `--enable-color` and `--disable-color`.
    public static let prefixedEnableDisable = FlagInversion(form: .enableDisable)
}

/// What happens when flags that exclude each other are both given.
public struct FlagExclusivity: Sendable, Hashable {
    enum Form: Hashable { case exclusive, first, last }
    let form: Form
    /// It is misuse.
    public static let exclusive = FlagExclusivity(form: .exclusive)
    public static let chooseFirst = FlagExclusivity(form: .first)
    public static let chooseLast = FlagExclusivity(form: .last)
}
