/// `USAGE: program command [--flag] [-o <format>] <argument> ...`
struct UsageLine {
    private let info: CommandInfo

    /// With more optional options than this, they become `[<options>]`.
    private static let mostOptions = 8

    init(_ info: CommandInfo) { self.info = info }

    func text(width: Int) -> String {
        let head = "USAGE: "
        if let usage = info.usage { return head + usage }
        var words = [info.path.joined(separator: " ")]
        let shown = info.arguments.filter { !$0.isHidden && !$0.isInverse }
        let builtIn: Set<String> = ["--help", "--version"]
        let options = shown.filter { $0.kind != .argument && builtIn.isDisjoint(with: $0.names) }
        let optional = options.filter { $0.isOptional }
        if optional.count > Self.mostOptions { words.append("[<options>]") } else { words += optional.map { "[\(Self.word($0))]" } }
        words += options.filter { !$0.isOptional }.map { Self.word($0) }
        words += shown.filter { $0.kind == .argument }.map { $0.isOptional ? "[\(Self.word($0))]" : Self.word($0) }
        if info.subcommands.contains(where: { !$0.isHidden }) { words.append(info.defaultSubcommand == nil ? "<command>" : "[<command>]") }
        return fill(head, words, indent: head.count, width: width)
    }

    private static func word(_ argument: ArgumentInfo) -> String {
        let name = argument.names.last ?? ""
        let repeats = argument.isRepeating ? " ..." : ""
        switch argument.kind {
        case .argument: return "<\(argument.valueName)>\(repeats)"
        case .option: return "\(name) <\(argument.valueName)>\(repeats)"
        case .flag: return name + repeats
        }
    }

    /// Breaks only between the words, so that no `[--limit <n>]` is torn.
    private func fill(_ head: String, _ words: [String], indent: Int, width: Int) -> String {
        var lines: [String] = []
        var line = head
        for (index, word) in words.enumerated() {
            if index > 0, line.count + 1 + word.count > width {
                lines.append(line)
                line = String(repeating: " ", count: indent) + word
            } else {
                line += index == 0 ? word : " " + word
            }
        }
        return (lines + [line]).joined(separator: "\n")
    }
}
