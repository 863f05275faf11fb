/// The help of one command, wrapped to a width.
struct HelpText {
    private let info: CommandInfo
    private let includeHidden: Bool
    private let width: Int

    /// - Parameter columns: at least 40 are used; 80 when nil.
    init(_ info: CommandInfo, includeHidden: Bool, columns: Int?) {
        self.info = info
        self.includeHidden = includeHidden
        width = max(40, columns ?? 80)
    }

    /// No newline at the end.
    var text: String {
        var parts: [String] = []
        if !info.abstract.isEmpty { parts.append(wrapped("OVERVIEW: " + info.abstract, width: width)) }
        if !info.discussion.isEmpty { parts.append(wrapped(info.discussion, width: width)) }
        parts.append(UsageLine(info).text(width: width))
        let sections = self.sections
        // One column of labels for the whole page.
        let longest = sections.flatMap(\.rows).map(\.label.count).filter { $0 <= Row.widestLabel }.max() ?? 0
        for section in sections {
            let rows = section.rows.map { $0.text(column: longest + 4, width: width) }
            parts.append(([section.title + ":"] + rows).joined(separator: "\n"))
        }
        if shownSubcommands.contains(where: { $0.name != "help" }) {
            let program = info.path.first ?? info.name
            let rest = info.path.dropFirst() + ["<command>"]
            parts.append("See '\(program) help \(rest.joined(separator: " "))' for the help of one command.")
        }
        return parts.joined(separator: "\n\n")
    }

    private var shownSubcommands: [CommandInfo] { info.subcommands.filter { includeHidden || !$0.isHidden } }

    private var sections: [(title: String, rows: [Row])] {
        let shown = info.arguments.filter { includeHidden || !$0.isHidden }
        var result: [(title: String, rows: [Row])] = []
        func add(_ title: String, _ rows: [Row]) {
            if !rows.isEmpty { result.append((title, rows)) }
        }
        add("ARGUMENTS", Row.rows(shown.filter { $0.kind == .argument }))
        let options = shown.filter { $0.kind != .argument }
        add("OPTIONS", Row.rows(options.filter { $0.section.isEmpty }))
        for title in unique(options.map(\.section)) where !title.isEmpty {
            add(title.uppercased(), Row.rows(options.filter { $0.section == title }))
        }
        let commands = shownSubcommands
        for group in unique([""] + commands.map(\.group)) {
            add(group.isEmpty ? "SUBCOMMANDS" : "\(group.uppercased()) SUBCOMMANDS", commands.filter { $0.group == group }.map(row))
        }
        return result
    }

    private func row(_ command: CommandInfo) -> Row {
        let mark = info.defaultSubcommand == command.name ? " (default)" : ""
        return Row(label: ([command.name] + command.aliases).joined(separator: ", ") + mark, text: command.abstract)
    }
}

private func unique(_ titles: [String]) -> [String] {
    var seen: Set<String> = []
    return titles.filter { seen.insert($0).inserted }
}
