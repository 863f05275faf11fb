/// Places in a command that its author left to be filled in: `<tenant>`, `{tenant}`, `[name]`, `{{service}}`, `YOUR_APP`, `…`.
struct Placeholders: Equatable {
    struct Place: Equatable {
        var name: String
        /// In bytes of the line.
        var range: Range<Int>
        var quoting: ShellQuoting.Place
    }

    let line: String
    let places: [Place]

    static func all(in statement: ShellStatement, _ context: CommandContext = .none) -> Placeholders {
        Placeholders(line: statement.text, places: PlaceFinder.places(in: statement, context))
    }

    /// Each name once, in the order of the line.
    var names: [String] { places.reduce(into: []) { names, place in if !names.contains(place.name) { names.append(place.name) } } }

    /// The line so that the shell's grammar takes every placeholder for a word and nothing else.
    var quoted: String { replaced { ShellQuoting.quoted($0.text, in: $0.place.quoting) } }

    /// The line with values in their places, each of them one word; places without a value stay.
    func filled(_ values: [String: String]) -> String {
        replaced { ShellQuoting.quoted(values[$0.place.name] ?? $0.text, in: $0.place.quoting) }
    }

    /// Why values cannot be put in: what stands in quotes for another program, or inside of a substitution, is read once more, and only
    /// what means nothing to anybody is one word there too. nil where they can.
    func refusal(of values: [String: String]) -> String? {
        let readers = LineReaders(line)
        for place in places {
            guard let value = values[place.name], !ShellQuoting.isPlain(value) else { continue }
            guard let reader = place.quoting == .nested ? "the shell" : readers.second(for: place.quoting) else { continue }
            return "the value of \(place.name) is read once more by \(reader): only letters, digits and _./:@%+,- can stand there"
        }
        return nil
    }

    private func replaced(_ text: ((place: Place, text: String)) -> String) -> String {
        let bytes = Array(line.utf8)
        var result: [UInt8] = []
        var at = 0
        for place in places {
            result += bytes[at..<place.range.lowerBound]
            result += Array(text((place, String(decoding: bytes[place.range], as: UTF8.self))).utf8)
            at = place.range.upperBound
        }
        return String(decoding: result + bytes[at...], as: UTF8.self)
    }
}

/// Programs of a line that read one of its words as a language of their own.
struct LineReaders {
    /// Those to which every word is code, and those whose code stands in quotes.
    private static let ofWords: Set<String> = [
        "eval", "ssh", "su", "watch", "xargs", "parallel", "trap", "tmux", "screen", "at", "sshpass", "mosh", "script", "env",
    ]
    private static let ofQuotes: Set<String> = [
        "python", "python2", "python3", "perl", "ruby", "node", "php", "awk", "gawk", "mawk", "sed", "lua", "R", "psql", "mysql", "mariadb",
        "mongo", "mongosh", "clickhouse-client",
        "cqlsh", "influx", "sqlcmd", "sqlplus", "jq", "yq", "expect", "find", "crontab", "flock", "powershell", "pwsh", "osascript", "bash",
        "sh", "zsh", "dash", "ash", "ksh", "fish",
    ]
    private let words: String?
    private let quotes: String?
    /// Whether a variable may bring to a reader what stands elsewhere in the line.
    private let hasVariables: Bool

    init(_ line: String) {
        let programs = line.split { $0.isWhitespace || "\"'`|;&()".contains($0) }.map {
            $0.split(separator: "/").last.map(String.init) ?? ""
        }
        hasVariables = line.contains("$")
        words = programs.first(where: LineReaders.ofWords.contains) ?? (LineReaders.computes(line, programs) ? "the shell" : nil)
        quotes = programs.first(where: LineReaders.ofQuotes.contains)
    }

    func second(for place: ShellQuoting.Place) -> String? { words ?? (place == .bare && !hasVariables ? nil : quotes) }

    /// Commands of the shell that take a word for the name of a variable, in whose index substitutions are carried out.
    private static let ofNames: Set<String> = [
        "let", "unset", "read", "declare", "typeset", "local", "mapfile", "readarray", "getopts", "wait",
    ]

    /// Whether the shell works words of the line out as numbers or as names of variables: both run what stands in an index.
    private static func computes(_ line: String, _ programs: [String]) -> Bool {
        if programs.contains(where: ofNames.contains) || ["((", "$[", "[[", "${!"].contains(where: line.holds) { return true }
        if programs.contains("-v"), programs.contains(where: { ["printf", "test", "["].contains($0) }) { return true }
        // `NAME[…]=`
        let bytes = Array(line.utf8)
        return zip(bytes, bytes.dropFirst()).contains { before, byte in
            byte == UInt8(ascii: "[") && (before == UInt8(ascii: "_") || (before | 0x20) >= 0x61 && (before | 0x20) <= 0x7A)
        }
    }
}
