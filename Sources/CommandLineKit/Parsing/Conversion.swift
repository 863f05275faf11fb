/// How one word becomes a value, and what is known about such values.
struct Conversion<Result: Sendable>: Sendable {
    let convert: @Sendable (String) throws(Rejection) -> Result
    let allValues: @Sendable () -> [String]
    let completion: @Sendable () -> CompletionKind
    /// For the help; nil when a value cannot be shown.
    let describe: @Sendable (Result) -> String?

    /// A closure of the program's own. What it throws becomes the reason.
    static func transform(_ transform: @escaping @Sendable (String) throws -> Result) -> Conversion {
        Conversion(
            convert: { (text) throws(Rejection) in
                do { return try transform(text) } catch { throw .invalid(reason: "\(error)") }
            },
            allValues: { [] }, completion: { .default },
            // A collection would be shown in Swift's notation, not in what one types.
            describe: { $0 is any Collection && !($0 is String) ? nil : ($0 as? any CustomStringConvertible)?.description })
    }
}

extension Conversion where Result: ExpressibleByArgument {
    static var byArgument: Conversion {
        Conversion(
            convert: { (text) throws(Rejection) in
                guard let value = Result(argument: text) else { throw .invalid(reason: "") }
                return value
            },
            allValues: { Result.allValueStrings }, completion: { Result.defaultCompletionKind },
            describe: { $0.defaultValueDescription })
    }
}
