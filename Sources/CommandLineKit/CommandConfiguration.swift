/// What is said about a command, and which commands stand below it.
public struct CommandConfiguration: Sendable {
    /// The name on the command line; nil means the type's name in kebab case.
    public var commandName: String?
    /// One line for lists of commands and the head of the help.
    public var abstract: String
    /// A usage text in place of the generated one.
    public var usage: String?
    /// Paragraphs under the abstract.
    public var discussion: String
    /// What `--version` prints; no such option when empty.
    public var version: String
    /// False keeps the command out of help and completion.
    public var shouldDisplay: Bool
    /// Subcommands that stand in no group.
    public var ungroupedSubcommands: [any ParsableCommand.Type]
    /// Subcommands listed under a heading of their own.
    public var groupedSubcommands: [CommandGroup]
    /// Runs when no subcommand is named.
    public var defaultSubcommand: (any ParsableCommand.Type)?
    /// The options that ask for help; nil means the parent's, and `-h, --help` at the top.
    public var helpNames: NameSpecification?
    /// Other names for the command.
    public var aliases: [String]

    public init(
        commandName: String? = nil,
        abstract: String = "",
        usage: String? = nil,
        discussion: String = "",
        version: String = "",
        shouldDisplay: Bool = true,
        subcommands ungroupedSubcommands: [any ParsableCommand.Type] = [],
        groupedSubcommands: [CommandGroup] = [],
        defaultSubcommand: (any ParsableCommand.Type)? = nil,
        helpNames: NameSpecification? = nil,
        aliases: [String] = []
    ) {
        self.commandName = commandName
        self.abstract = abstract
        self.usage = usage
        self.discussion = discussion
        self.version = version
        self.shouldDisplay = shouldDisplay
        self.ungroupedSubcommands = ungroupedSubcommands
        self.groupedSubcommands = groupedSubcommands
        self.defaultSubcommand = defaultSubcommand
        self.helpNames = helpNames
        self.aliases = aliases
    }

    /// All subcommands, the ungrouped ones first.
    public var subcommands: [any ParsableCommand.Type] {
        groupedSubcommands.isEmpty ? ungroupedSubcommands : ungroupedSubcommands + groupedSubcommands.flatMap { $0.subcommands }
    }
}

/// Subcommands under one heading of the help.
public struct CommandGroup: Sendable {
    public let name: String
    public let subcommands: [any ParsableCommand.Type]

    public init(name: String, subcommands: [any ParsableCommand.Type]) {
        self.name = name
        self.subcommands = subcommands
    }
}
