/// Sorts the words of a command line into command names, options and arguments, from left to right.
///
/// Which words are values is known only from the definitions of one command; the scanner is therefore made for a command and
/// expects that command's path as the first words that are not options.
struct Scanner {
    /// What was asked for that needs no command to run.
    enum Request { case help, version }

    struct Word {
        let text: String
        let followsTerminator: Bool
    }

    let set: ArgumentSet
    let path: [Child]
    /// The names of the commands so far, for messages; the program's first.
    private(set) var command: [String]

    /// Options with the definitions they are for.
    private(set) var given: [(definitions: [Int], occurrence: Occurrence)] = []
    /// The words left for arguments.
    private(set) var words: [Word] = []
    private(set) var request: Request?

    private let arguments: [String]
    private var index = 0
    private var matched = 0
    private var isTerminated = false
    private var lastValue: Occurrence?
    private let captureAfter: Int?
    private let keepsUnknown: Bool

    init(_ arguments: [String], set: ArgumentSet, program: String, path: [Child]) {
        self.arguments = arguments
        self.set = set
        self.path = path
        command = [program]
        captureAfter = set.positionals(.captureForPassthrough)
        keepsUnknown = set.positionals(.allUnrecognized) != nil
    }

    /// Reads on to the last command name.
    mutating func reachCommand() throws(UsageError) {
        while matched < path.count, index < arguments.count { try step() }
        guard matched == path.count else {
            let because = lastValue.map { ": \(quoted($0.value)) was read as the value of \(quoted($0.name))" } ?? ""
            throw UsageError(.missingCommand, "No command was given\(because).", command: command)
        }
    }

    /// Reads the rest.
    mutating func finish() throws(UsageError) {
        try reachCommand()
        while index < arguments.count { try step() }
    }

    private mutating func step() throws(UsageError) {
        let word = arguments[index]
        if isTerminated || isValue(word) {
            try takeWord(word)
        } else if word == "--" {
            index += 1
            isTerminated = true
        } else if word.hasPrefix("--") {
            index += 1
            try takeLong(word)
        } else {
            index += 1
            try takeShort(word)
        }
    }

    private mutating func takeWord(_ word: String) throws(UsageError) {
        if matched < path.count {
            guard path[matched].isCalled(word) else {
                throw UsageError(.unknownCommand, "Unknown command \(quoted(word)).", command: command)
            }
            command.append(path[matched].name)
            matched += 1
            index += 1
        } else if let captureAfter, words.count >= captureAfter {
            while index < arguments.count { append(arguments[index]) }
        } else {
            append(word)
        }
    }

    private mutating func append(_ word: String) {
        words.append(Word(text: word, followsTerminator: isTerminated))
        index += 1
    }

    /// No option: a plain word, `-` for standard input, or a negative number unless that digit is an option.
    private func isValue(_ word: String) -> Bool {
        guard word.first == "-", word.utf8.count > 1 else { return true }
        let second = word[word.index(after: word.startIndex)...].first
        guard let second, second.isASCII, second.isNumber || second == "." else { return false }
        return Double(word) != nil && set.index(named: .short(second)) == nil
    }

    // MARK: Options

    /// `--name`, `--name=value`.
    private mutating func takeLong(_ word: String) throws(UsageError) {
        let equals = word.firstIndex(of: "=")
        let typed = String(word[..<(equals ?? word.endIndex)])
        let name = Name.long(String(typed.dropFirst(2)))
        let inline = equals.map { String(word[word.index(after: $0)...]) }
        guard let found = set.index(named: name) else {
            // `--=x` names nothing: show all of it.
            return try takeUnknown(name, word: word, spelling: typed == "--" ? word : typed, inline: inline)
        }
        try take(name, found, typed: typed, inline: inline)
    }

    /// `-n`, `-nq`, `-o json`, `-ojson`, `-o=json`.
    private mutating func takeShort(_ word: String) throws(UsageError) {
        var rest = word.dropFirst()
        while let character = rest.popFirst() {
            let name = Name.short(character)
            guard let found = set.index(named: name) else {
                // The whole word when nothing of it was understood: `-limit` is a slip for `--limit`, not an unknown `-l`.
                let isWhole = rest.startIndex == word.index(word.startIndex, offsetBy: 2)
                try takeUnknown(name, word: word, spelling: isWhole ? word : name.spelling, inline: nil)
                if keepsUnknown { return }
                continue
            }
            if set.definitions[found].takesValue {
                let inline = rest.isEmpty ? nil : String(rest.first == "=" ? rest.dropFirst() : rest)
                return try take(name, found, typed: name.spelling, inline: inline)
            }
            guard rest.first != "=" else { return try take(name, found, typed: name.spelling, inline: String(rest.dropFirst())) }
            try take(name, found, typed: name.spelling, inline: nil)
        }
    }

    private mutating func take(_ name: Name, _ found: Int, typed: String, inline: String?) throws(UsageError) {
        let definitions = set.indices(named: name)
        func record(_ value: String) {
            let occurrence = Occurrence(name: typed, value: value)
            given.append((definitions, occurrence))
            lastValue = occurrence
        }
        guard case .option(let takesAnything, let takesMany) = set.definitions[found].kind else {
            try refuseValue(inline, typed)
            given.append((definitions, Occurrence(name: typed, value: "")))
            return
        }
        if let inline { return record(inline) }
        guard index < arguments.count, takesAnything || isValue(arguments[index]) else {
            throw UsageError(.missingValue, "Missing value for '\(set.definitions[found].synopsis)'.", command: command)
        }
        repeat {
            record(arguments[index])
            index += 1
        } while takesMany && index < arguments.count && isValue(arguments[index])
    }

    /// Help, version, or nothing we know.
    private mutating func takeUnknown(_ name: Name, word: String, spelling: String, inline: String?) throws(UsageError) {
        if set.helpNames.contains(name) {
            try refuseValue(inline, spelling)
            request = request ?? .help
        } else if set.hasVersion, name == .long("version") {
            try refuseValue(inline, spelling)
            request = request ?? .version
        } else if keepsUnknown, matched == path.count {
            words.append(Word(text: word, followsTerminator: false))
        } else {
            throw UsageError(
                .unknownOption, "Unknown option \(quoted(spelling)).",
                suggestions: suggestions(for: spelling, among: set.names.map(\.spelling)), command: command)
        }
    }

    private func refuseValue(_ inline: String?, _ typed: String) throws(UsageError) {
        guard let inline else { return }
        throw UsageError(
            .unexpectedValue, "The option \(quoted(typed)) takes no value, but \(quoted(inline)) was given.", command: command)
    }
}
