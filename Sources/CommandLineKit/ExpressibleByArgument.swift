/// A type that can be read from one word of the command line.
public protocol ExpressibleByArgument: Sendable {
    /// Nil when the text is no such value.
    init?(argument: String)

    /// How a default value is shown in the help.
    var defaultValueDescription: String { get }

    /// Every value, for help, completion and "did you mean"; empty when they cannot be listed.
    static var allValueStrings: [String] { get }

    static var defaultCompletionKind: CompletionKind { get }
}

extension ExpressibleByArgument {
    public var defaultValueDescription: String { "\(self)" }
    public static var allValueStrings: [String] { [] }
    public static var defaultCompletionKind: CompletionKind {
        let values = allValueStrings
        return values.isEmpty ? .default : .list(values)
    }
}

extension ExpressibleByArgument where Self: CaseIterable {
    public static var allValueStrings: [String] { allCases.map { "\($0)" } }
}

extension ExpressibleByArgument where Self: CaseIterable, Self: RawRepresentable, RawValue: ExpressibleByArgument {
    public static var allValueStrings: [String] { allCases.map { "\($0.rawValue)" } }
}

extension ExpressibleByArgument where Self: RawRepresentable, RawValue: ExpressibleByArgument {
    public var defaultValueDescription: String { rawValue.defaultValueDescription }
}

extension RawRepresentable where Self: ExpressibleByArgument, RawValue: ExpressibleByArgument {
    public init?(argument: String) {
        guard let raw = RawValue(argument: argument) else { return nil }
        self.init(rawValue: raw)
    }
}

extension LosslessStringConvertible where Self: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension String: ExpressibleByArgument {
    public init?(argument: String) { self = argument }
}
extension Substring: ExpressibleByArgument {
    public init?(argument: String) { self = argument[...] }
}
extension Int: ExpressibleByArgument {}
extension Int8: ExpressibleByArgument {}
extension Int16: ExpressibleByArgument {}
extension Int32: ExpressibleByArgument {}
extension Int64: ExpressibleByArgument {}
extension UInt: ExpressibleByArgument {}
extension UInt8: ExpressibleByArgument {}
extension UInt16: ExpressibleByArgument {}
extension UInt32: ExpressibleByArgument {}
extension UInt64: ExpressibleByArgument {}
extension Float: ExpressibleByArgument {}
extension Double: ExpressibleByArgument {}
extension Bool: ExpressibleByArgument {}
