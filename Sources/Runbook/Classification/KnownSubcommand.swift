/// A subcommand of a program of many: its effect with the options that are known, and how many words it may be given besides.
struct KnownSubcommand {
    var effect: Effect
    var options = KnownOptions()
    var operands: ClosedRange<Int> = 0...Int.max
    /// Options with which it takes something away.
    var losing: Set<String> = []

    /// The arguments by the options that are known; nil when one is not, or the words are too few or too many.
    func parse(_ arguments: [String]) -> ParsedOptions? {
        guard let parsed = options.parse(arguments), operands.contains(parsed.operands.count) else { return nil }
        return parsed
    }

    /// Whether an option is given with which it takes something away, with or without a value: `--name`, `--name=true`, `-V` in `-dV`.
    func loses(_ arguments: [String]) -> Bool {
        arguments.contains { word in
            if word.hasPrefix("--") { return losing.contains(String(word.prefix { $0 != "=" })) }
            return word.hasPrefix("-") && word.dropFirst().contains { losing.contains("-\($0)") }
        }
    }
}
