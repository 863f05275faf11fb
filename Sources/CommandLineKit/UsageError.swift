/// The command line was not understood, or not accepted by `validate()`. Ends the process with 64.
///
/// `message` says what is wrong, `hint` what to try next: a caller that prints errors in a format of its own needs no other text.
public struct UsageError: Error, Sendable, CustomStringConvertible {
    public enum Kind: String, Sendable, CaseIterable {
        case unknownCommand, missingCommand, unknownOption, missingValue, unexpectedValue, invalidValue
        case missingArgument, unexpectedArgument, conflictingFlags, validation
    }

    public let kind: Kind
    /// One sentence. What was typed is quoted, cut at 80 characters, with control characters made visible.
    public let message: String
    /// What was probably meant, best first; often empty.
    public let suggestions: [String]
    /// The command the error is about, with the program's name first.
    public let commandPath: [String]

    init(_ kind: Kind, _ message: String, suggestions: [String] = [], command: [String]) {
        self.kind = kind
        self.message = message
        self.suggestions = suggestions
        self.commandPath = command
    }

    public var exitCode: ExitCode { .validationFailure }

    /// "Did you mean 'x'?", or nil.
    public var didYouMean: String? {
        suggestions.isEmpty ? nil : "Did you mean " + suggestions.map { "'\($0)'" }.joined(separator: " or ") + "?"
    }

    /// "See 'program help command'."
    public var helpPointer: String {
        let program = commandPath.first ?? ""
        let rest = commandPath.dropFirst()
        return rest.isEmpty ? "See '\(program) --help'." : "See '\(program) help \(rest.joined(separator: " "))'."
    }

    /// What to try next, in one line.
    public var hint: String { didYouMean.map { $0 + " " + helpPointer } ?? helpPointer }

    public var description: String { message }
}
