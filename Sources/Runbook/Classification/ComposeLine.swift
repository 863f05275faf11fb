/// A command of docker or docker-compose as it is read: which subcommand it is and what its options mean, whatever words they are made of.
///
/// Whoever judges such a command asks here: `-d=false` is no `-d`, and a service may be called `stop`.
public struct ComposeLine: Sendable, Hashable {
    private let argv: [String]
    /// nil where an option before it is not known: then it may be any.
    public let subcommand: String?
    /// Where the subcommand stands; 0 where that is not known.
    private let place: Int

    public init(_ argv: [String]) {
        self.argv = argv
        let split = ComposeCommand.subcommand(argv)
        subcommand = split?.name
        place = split?.index ?? 0
    }

    /// What it does as far as is known, by the words themselves.
    public var effect: Effect { ComposeCommand.classify(argv)?.effect ?? .unknown }

    /// What stands behind the subcommand; everything where that is not known.
    public var arguments: ArraySlice<String> { argv.dropFirst(place + 1) }

    /// Whether docker-compose takes its file, its directory or its variables from elsewhere than it does by itself, or may.
    public var isElsewhere: Bool {
        guard subcommand != nil else { return true }
        return !argv[1..<place].allSatisfy { ["compose", "--no-ansi", "--verbose", "--compatibility"].contains($0) }
    }

    /// Whether it is one of these subcommands, or may be.
    public func may(be names: Set<String>) -> Bool { subcommand.map(names.contains) ?? true }

    /// Whether the option is given, with a value or without one, or among others behind one dash.
    public func has(_ long: String, or short: Character? = nil) -> Bool {
        arguments.contains { word in
            if word.hasPrefix("--") { return word.prefix { $0 != "=" } == long }
            return word.hasPrefix("-") && short.map(word.contains) == true
        }
    }

    public struct Scale: Sendable, Hashable {
        public let service: String
        /// nil for what is no number.
        public let count: Int?
    }

    /// How many containers it asks for, by service: `--scale api=3`, `scale api=3`. Also where another option is not known: what is asked
    /// for is asked for.
    public var scales: [Scale] {
        var texts: [String] = []
        var isValue = false
        for word in arguments {
            if word.hasPrefix("--scale=") { texts.append(String(word.dropFirst("--scale=".count))) }
            if isValue || subcommand == "scale" && !word.hasPrefix("-") { texts.append(word) }
            isValue = word == "--scale"
        }
        return texts.map { text in
            Scale(
                service: String(text.prefix { $0 != "=" }), count: text.lastIndex(of: "=").flatMap { Int(text[text.index(after: $0)...]) })
        }
    }
}
