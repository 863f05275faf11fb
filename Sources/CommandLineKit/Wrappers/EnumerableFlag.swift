/// A choice in which every case is a flag of its own.
public protocol EnumerableFlag: CaseIterable, Equatable, Sendable {
    /// The names of one case's flag; by default `--` and the case's name in kebab case.
    static func name(for value: Self) -> NameSpecification
    static func help(for value: Self) -> ArgumentHelp?
}

extension EnumerableFlag {
    public static func name(for value: Self) -> NameSpecification { .long }
    public static func help(for value: Self) -> ArgumentHelp? { nil }
}
