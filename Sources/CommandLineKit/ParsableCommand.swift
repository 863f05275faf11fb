/// A command: what it is called, what it takes, and what it does.
public protocol ParsableCommand: ParsableArguments {
    static var configuration: CommandConfiguration { get }

    /// Does the work. The default asks for this command's help, which is right for a command that only holds subcommands.
    mutating func run() throws
}

extension ParsableCommand {
    public static var configuration: CommandConfiguration { CommandConfiguration() }

    /// The name on the command line: the configured one, else the type's name in kebab case.
    public static var _commandName: String { configuration.commandName ?? kebabCase(String(describing: self)) }

    public mutating func run() throws { throw CleanExit.helpRequest(Self.self) }

    /// Reads `arguments` as given to this command as the program, and returns the chosen (sub)command, ready to run.
    ///
    /// - Throws: `UsageError` for misuse, `CleanExit` for help and version, or what a `validate()` throws.
    public static func parseAsRoot(_ arguments: [String]? = nil) throws -> any ParsableCommand {
        let parsed = try Parser(root: self, followsSubcommands: true).parse(arguments ?? processArguments())
        guard let command = parsed as? any ParsableCommand else { throw CleanExit.helpRequest(Self.self) }
        return command
    }

    /// Parses, runs, and ends the process if anything was thrown.
    public static func main(_ arguments: [String]?) {
        do {
            var command = try parseAsRoot(arguments)
            try command.run()
        } catch {
            exit(withError: error)
        }
    }

    public static func main() { main(nil) }

    /// The help of a command somewhere below this one, with its full path in the usage line.
    public static func helpMessage(
        for subcommand: any ParsableCommand.Type, includeHidden: Bool = false, columns: Int? = nil
    ) -> String {
        let info = CommandInfo(of: subcommand, below: self) ?? CommandInfo(root: subcommand, levels: 1)
        return HelpText(info, includeHidden: includeHidden, columns: columns).text
    }

    /// The whole command tree as data, for completion scripts and manual pages.
    public static func commandInfo() -> CommandInfo { CommandInfo(root: self, levels: .max) }
}
