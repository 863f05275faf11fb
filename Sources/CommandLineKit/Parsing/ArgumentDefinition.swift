/// One argument, option or flag as the parser sees it.
struct ArgumentDefinition: Sendable {
    /// How many words it takes.
    enum Kind: Sendable {
        case positional(ArgumentArrayParsingStrategy?)
        case option(takesAnything: Bool, takesMany: Bool)
        case flag
    }

    let kind: Kind
    var names: [Name]
    /// May be left out.
    let isOptional: Bool
    /// Puts one occurrence into the cell.
    let accept: @Sendable (Occurrence) throws(Rejection) -> Void
    /// Something was put into the cell.
    let isGiven: @Sendable () -> Bool
    /// Words for people, made only when somebody wants to read them.
    let describe: @Sendable () -> Description

    struct Description: Sendable {
        var help: ArgumentHelp
        var valueName: String
        var isRepeating = false
        var defaultValue: String?
        var allValues: [String] = []
        var completion: CompletionKind = .default
        /// The "off" of the flag before it; they share a line of the help.
        var isInverse = false
    }

    var isPositional: Bool { if case .positional = kind { true } else { false } }
    var takesValue: Bool { if case .flag = kind { false } else { true } }

    /// Words that are handed on as they are: what they mean is not ours to judge.
    var isForAnotherProgram: Bool {
        guard case .positional(let strategy) = kind else { return false }
        switch strategy?.form {
        case .postTerminator, .allUnrecognized, .captureForPassthrough: return true
        case .remaining, nil: return false
        }
    }

    /// As it is written in messages: `<id>`, `--output <format>`, `--quiet`.
    var synopsis: String {
        let value = "<\(describe().valueName)>"
        guard let name = names.first(where: { !$0.isShort }) ?? names.first else { return value }
        return takesValue ? "\(name.spelling) \(value)" : name.spelling
    }
}

/// One use on the command line.
struct Occurrence: Sendable {
    /// As it was typed: `-o`, `--output`; empty for an argument.
    let name: String
    /// Empty for a flag.
    let value: String
}

/// Why an occurrence was not accepted.
enum Rejection: Error {
    /// The value is none of its type; the reason is empty when there is nothing more to say.
    case invalid(reason: String)
    /// Flags that exclude each other.
    case conflict(with: String)
}
