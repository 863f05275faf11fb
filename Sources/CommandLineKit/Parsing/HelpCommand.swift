/// `program help [CMD…]`, which every program with subcommands has.
struct HelpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "help", abstract: "Show help for a command.")

    @Argument(help: ArgumentHelp("The command, as it would be typed.", valueName: "command"))
    var commands: [String] = []
}
