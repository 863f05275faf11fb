import CommandLineKit

/// The part of the manual page that the command tree says: each command with what it takes, and the options that all of them have.
/// Written in man(7).
struct ManualPage {
    private let commands: [CommandInfo]
    private let common: [ArgumentInfo]

    init(_ program: CommandInfo) {
        commands = Self.leaves(program)
        let sets = commands.map { Set($0.arguments.map(\.names)) }
        let everywhere = sets.dropFirst().reduce(sets.first ?? []) { $0.intersection($1) }
        common = commands.first?.arguments.filter { !$0.names.isEmpty && everywhere.contains($0.names) } ?? []
    }

    /// Commands that do something themselves, in the order of the help.
    private static func leaves(_ info: CommandInfo) -> [CommandInfo] {
        guard !info.isHidden, info.name != "help" else { return [] }
        guard !info.subcommands.isEmpty else { return [info] }
        let own = info.arguments.contains { $0.kind == .argument } ? [info] : []
        return own + info.subcommands.flatMap(leaves)
    }

    var text: String {
        (commands.flatMap(section) + [".SH OPTIONS OF EVERY COMMAND"] + common.flatMap(entry)).joined(separator: "\n") + "\n"
    }

    private func section(_ command: CommandInfo) -> [String] {
        let own = command.arguments.filter { argument in
            !argument.isHidden && !common.contains { $0.names == argument.names && !$0.names.isEmpty }
        }
        var lines = [".SS " + Self.escaped(command.path.joined(separator: " ")) + synopsis(own), Self.escaped(command.abstract)]
        for paragraph in command.discussion.split(separator: "\n\n") where !paragraph.isEmpty {
            lines += [".PP"] + paragraph.split(separator: "\n").map { Self.escaped(String($0)) }
        }
        return lines + own.flatMap(entry)
    }

    private func synopsis(_ arguments: [ArgumentInfo]) -> String {
        arguments.filter { $0.kind == .argument }.map { argument in
            let name = "\\fI" + Self.escaped(argument.valueName) + "\\fP" + (argument.isRepeating ? " ..." : "")
            return argument.isOptional ? " [\(name)]" : " \(name)"
        }.joined()
    }

    private func entry(_ argument: ArgumentInfo) -> [String] {
        let value = argument.valueName.isEmpty ? "" : "\\fI" + Self.escaped(argument.valueName) + "\\fP"
        let label =
            argument.names.isEmpty
            ? value : argument.names.map { "\\fB\(Self.escaped($0))\\fP" + (value.isEmpty ? "" : " " + value) }.joined(separator: ", ")
        var text = argument.abstract
        if !argument.allValues.isEmpty { text += " One of: " + argument.allValues.joined(separator: ", ") + "." }
        if let value = argument.defaultValue, !value.isEmpty { text += " Default: " + value + "." }
        return [".TP", label, Self.escaped(text)]
    }

    /// A line of text as man(7) takes it: no request, no escape, hyphens that can be copied.
    static func escaped(_ text: String) -> String {
        var result = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        if result.hasPrefix(".") || result.hasPrefix("'") { result = "\\&" + result }
        return result
    }
}
