/// A command as data: what help, completion scripts and manual pages are made from.
public struct CommandInfo: Sendable {
    public let name: String
    /// The names from the program to this command.
    public let path: [String]
    public let aliases: [String]
    public let abstract: String
    public let discussion: String
    /// A usage text in place of the generated one.
    public let usage: String?
    /// Empty when there is none.
    public let version: String
    public let isHidden: Bool
    /// The heading it stands under in its parent's help; empty when none.
    public let group: String
    /// Arguments, options and flags in the order of declaration, `--version` and `--help` at the end.
    public let arguments: [ArgumentInfo]
    /// In the order of the help, `help` at the end of the program's.
    public let subcommands: [CommandInfo]
    /// The name of the subcommand that runs when none is named.
    public let defaultSubcommand: String?
}

extension CommandInfo {
    /// - Parameter levels: how many levels below are described in full; what lies deeper has names and abstracts only.
    init(root: any ParsableArguments.Type, levels: Int) { self.init(types: [root], levels: levels) }

    /// The command that `types` lead to from the program. `types` is never empty in this module; `help` stands in if it were.
    init(types: [any ParsableArguments.Type], levels: Int) {
        let frames = types.map { Frame($0) }
        self.init(frames.last ?? Frame(HelpCommand.self), parents: Array(frames.dropLast()), group: "", levels: levels)
    }

    /// The place of a command in the tree below `root`; nil when it is not there.
    init?(of type: any ParsableArguments.Type, below root: any ParsableArguments.Type) {
        guard let types = Self.find(type, from: root) else { return nil }
        self.init(types: types, levels: 1)
    }

    private static func find(
        _ type: any ParsableArguments.Type, from start: any ParsableArguments.Type
    ) -> [any ParsableArguments.Type]? {
        if ObjectIdentifier(type) == ObjectIdentifier(start) { return [start] }
        guard let command = start as? any ParsableCommand.Type else { return nil }
        for child in command.configuration.subcommands {
            if let rest = find(type, from: child) { return [start] + rest }
        }
        return nil
    }

    private init(_ frame: Frame, parents: [Frame], group: String, levels: Int) {
        let configuration = frame.configuration
        let frames = parents + [frame]
        name = frame.name
        path = frames.map(\.name)
        aliases = configuration.aliases
        abstract = configuration.abstract
        discussion = configuration.discussion
        usage = configuration.usage
        version = configuration.version
        isHidden = !configuration.shouldDisplay
        self.group = group
        arguments = levels < 1 ? [] : frame.reflection.entries.map { ArgumentInfo($0) } + ArgumentInfo.builtIn(frames)
        defaultSubcommand = configuration.defaultSubcommand?._commandName
        guard levels > 0 else {
            subcommands = []
            return
        }
        var children = configuration.ungroupedSubcommands.map {
            CommandInfo(Frame($0), parents: frames, group: "", levels: levels - 1)
        }
        for group in configuration.groupedSubcommands {
            children += group.subcommands.map { CommandInfo(Frame($0), parents: frames, group: group.name, levels: levels - 1) }
        }
        if parents.isEmpty, !children.isEmpty, !children.contains(where: { $0.name == "help" }) {
            children.append(CommandInfo(Frame(HelpCommand.self), parents: frames, group: "", levels: levels - 1))
        }
        subcommands = children
    }
}
