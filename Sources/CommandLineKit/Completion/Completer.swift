/// What may be typed next in a command line that is not finished.
public struct Completer: Sendable {
    /// A word that may be typed, and what it means.
    public struct Offer: Sendable, Hashable {
        public let word: String
        /// One line; empty when there is nothing to say.
        public let text: String

        public init(_ word: String, _ text: String = "") {
            self.word = word
            self.text = text
        }
    }

    /// Words that fit what was begun, in the order of the help.
    public private(set) var offers: [Offer] = []
    /// What else fits: a file, or what the program can list; nil when nothing does.
    public private(set) var kind: CompletionKind?
    /// What has been typed of the word, without the option in front of it.
    public private(set) var begun = ""
    /// What stands before it in the same word: `--output=`.
    public private(set) var before = ""
    /// The values of options that were typed already, by the option's longest name; the last of each counts.
    public private(set) var values: [String: String] = [:]

    /// - Parameters:
    ///   - words: those behind the program's name, up to the one that is being typed, which may be empty.
    ///   - root: the program.
    public init(_ words: [String], in root: CommandInfo) {
        var place = Place(command: root)
        for word in words.dropLast() {
            if let (name, value) = place.pass(word) { values[name] = value }
        }
        let word = words.last ?? ""
        begun = word
        offer(at: place, word)
    }

    private mutating func offer(at place: Place, _ word: String) {
        if let option = place.pending {
            // bash makes a word of its own of the equals sign.
            if word == "=" { begun = "" }
            offer(option)
        } else if !place.isOver, word.hasPrefix("-") {
            if let equals = word.firstIndex(of: "="), let option = place.option(String(word[..<equals])) {
                before = String(word[...equals])
                begun = String(word[word.index(after: equals)...])
                offer(option)
            } else {
                let options = place.command.arguments.filter { $0.kind != .argument && !$0.isHidden }
                add(options.flatMap { option in option.names.map { Offer($0, option.abstract) } })
            }
        } else {
            if place.position == 0, !place.isOver {
                add(place.command.subcommands.filter { !$0.isHidden }.map { Offer($0.name, $0.abstract) })
            }
            if let argument = place.argument { offer(argument) }
        }
    }

    private mutating func offer(_ argument: ArgumentInfo) {
        switch argument.completion.form {
        case .list(let words): add(words.map { Offer($0) })
        case .default where !argument.allValues.isEmpty: add(argument.allValues.map { Offer($0) })
        case .default: break
        case .file, .directory, .known: kind = argument.completion
        }
    }

    /// Adds those that begin as what was typed does.
    public mutating func add(_ more: [Offer]) { offers += more.filter { $0.word.hasPrefix(begun) } }
}

/// How far the words lead.
private struct Place {
    var command: CommandInfo
    /// Arguments that were given already.
    var position = 0
    /// The option that wants the next word.
    var pending: ArgumentInfo?
    /// Whether `--` ended the options.
    var isOver = false

    /// The argument that the next word would be; the last one takes all that follows, if it repeats.
    var argument: ArgumentInfo? {
        let arguments = command.arguments.filter { $0.kind == .argument && !$0.isHidden }
        if position < arguments.count { return arguments[position] }
        return arguments.last.flatMap { $0.isRepeating ? $0 : nil }
    }

    func option(_ name: String) -> ArgumentInfo? { command.arguments.first { $0.kind == .option && $0.names.contains(name) } }

    /// Goes past a finished word; gives the value of an option where it is one.
    mutating func pass(_ word: String) -> (String, String)? {
        if let option = pending {
            if word == "=" { return nil }
            pending = nil
            return option.names.last.map { ($0, word) }
        }
        if !isOver, word == "--" {
            isOver = true
        } else if !isOver, word.hasPrefix("-"), word != "-" {
            guard let equals = word.firstIndex(of: "=") else {
                pending = option(word)
                return nil
            }
            return option(String(word[..<equals]))?.names.last.map { ($0, String(word[word.index(after: equals)...])) }
        } else if position == 0, !isOver, let next = command.subcommands.first(where: { $0.name == word || $0.aliases.contains(word) }) {
            command = next
        } else {
            position += 1
        }
        return nil
    }
}
