/// The options of a program, or of one of its subcommands, whose meaning is known. Every other one, also an abbreviation of a listed
/// one, makes the line unknown.
struct KnownOptions {
    /// Short options without a value, which may stand together behind one dash.
    var flags = ""
    /// Short options with a value, glued or as the next word.
    var valued = ""
    var long: Set<String> = []
    /// Long options with a value, behind `=` or as the next word.
    var longValued: Set<String> = []

    /// The line's options and the words that are none; nil when an option is not known or lacks its value.
    func parse(_ arguments: [String]) -> ParsedOptions? {
        var result = ParsedOptions()
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if word == "--" {
                result.operands += rest
                return result
            }
            if word.hasPrefix("--") {
                if long.contains(word) {
                    result.given.append((word, ""))
                    continue
                }
                let name = String(word.prefix { $0 != "=" })
                guard longValued.contains(name) else { return nil }
                if name != word {
                    result.given.append((name, String(word.dropFirst(name.count + 1))))
                } else if let value = KnownOptions.value(&rest) {
                    result.given.append((name, value))
                } else {
                    return nil
                }
            } else if word.hasPrefix("-"), word != "-" {
                guard takes(cluster: word.dropFirst(), &rest, &result) else { return nil }
            } else if word.hasPrefix("+") {
                return nil
            } else {
                result.operands.append(word)
            }
        }
        return result
    }

    /// The words that are no options, or nil when an option is not known or lacks its value.
    func operands(_ arguments: [String]) -> [String]? { parse(arguments)?.operands }

    private func takes(cluster: Substring, _ rest: inout ArraySlice<String>, _ result: inout ParsedOptions) -> Bool {
        for index in cluster.indices {
            let name = "-\(cluster[index])"
            if flags.contains(cluster[index]) {
                result.given.append((name, ""))
                continue
            }
            guard valued.contains(cluster[index]) else { return false }
            // The value is what is left of the word, else the next one.
            let glued = cluster[cluster.index(after: index)...]
            guard let value = glued.isEmpty ? KnownOptions.value(&rest) : String(glued) else { return false }
            result.given.append((name, value))
            return true
        }
        return true
    }

    /// The next word as an option's value. Where a value may be left out (`journalctl -n --rotate`, `lsof -i -r`), a word that looks
    /// like an option is one; only a signed number is surely none.
    private static func value(_ rest: inout ArraySlice<String>) -> String? {
        guard let word = rest.popFirst() else { return nil }
        guard word.hasPrefix("-") || word.hasPrefix("+") else { return word }
        let digits = word.utf8.dropFirst()
        return !digits.isEmpty && digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? word : nil
    }
}

/// A line's arguments by the options that are known.
struct ParsedOptions {
    /// Each option as it is listed (`-d`, `--scale`), with its value or nothing.
    var given: [(name: String, value: String)] = []
    var operands: [String] = []

    func has(_ names: String...) -> Bool { given.contains { names.contains($0.name) } }
    func values(of names: String...) -> [String] { given.filter { names.contains($0.name) }.map(\.value) }
}
