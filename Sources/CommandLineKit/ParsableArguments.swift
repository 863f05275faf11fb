internal import Glibc

/// A set of properties marked with `@Argument`, `@Option`, `@Flag` and `@OptionGroup` that can be read from a command line.
///
/// The names in this room are those of swift-argument-parser, so that the real package can take its place by one line.
/// Two things are narrower here: everything is `Sendable`, and nothing needs to be `Decodable`.
public protocol ParsableArguments: Sendable {
    /// The state before anything was given. The values of marked properties are not to be read there.
    init()

    /// Looks at the parsed values together. Throws: `ValidationError` for misuse (exit 64), or any other error, which is passed on.
    mutating func validate() throws
}

extension ParsableArguments {
    public mutating func validate() throws {}

    /// Reads `arguments` (without the program's name; nil means this process's own).
    ///
    /// - Throws: `UsageError` for misuse, `CleanExit` for `--help` and `--version`, or what `validate()` throws.
    public static func parse(_ arguments: [String]? = nil) throws -> Self {
        let parsed = try Parser(root: self, followsSubcommands: false).parse(arguments ?? processArguments())
        guard let own = parsed as? Self else { throw CleanExit.helpRequest() }
        return own
    }

    /// Like `parse`, but reports an error and ends the process.
    public static func parseOrExit(_ arguments: [String]? = nil) -> Self {
        do { return try parse(arguments) } catch { exit(withError: error) }
    }

    /// The generated help. - Parameter columns: the width to wrap to; 80 when nil.
    public static func helpMessage(includeHidden: Bool = false, columns: Int? = nil) -> String {
        HelpText(CommandInfo(root: self, levels: 1), includeHidden: includeHidden, columns: columns).text
    }

    /// The error in one or a few lines, without `Error:` and pointers; the text itself for help and version.
    public static func message(for error: any Error, columns: Int? = nil) -> String {
        ErrorReport(error, root: self, columns: columns).message
    }

    /// What is printed when the process ends with `error`; empty for a bare `ExitCode`.
    public static func fullMessage(for error: any Error, columns: Int? = nil) -> String {
        ErrorReport(error, root: self, columns: columns).fullMessage
    }

    /// 0 for help and version, 64 for misuse, an `ExitCode`'s own value, 1 for everything else.
    public static func exitCode(for error: any Error) -> ExitCode {
        ErrorReport(error, root: self, columns: nil).exitCode
    }

    /// Prints the error's full message (to standard output when the code is 0, else to standard error) and ends the process.
    public static func exit(withError error: (any Error)? = nil) -> Never {
        guard let error else { Glibc.exit(0) }
        let report = ErrorReport(error, root: self, columns: nil)
        if !report.fullMessage.isEmpty {
            StandardStreams.write(report.fullMessage + "\n", toDescriptor: report.exitCode.isSuccess ? 1 : 2)
        }
        Glibc.exit(report.exitCode.rawValue)
    }
}

/// This process's arguments without the program's name. Bytes that are not UTF-8 were replaced by the runtime.
func processArguments() -> [String] { Array(CommandLine.arguments.dropFirst()) }
