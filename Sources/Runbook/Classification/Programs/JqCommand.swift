/// `jq`: a filter that only selects and reshapes what it is given.
enum JqCommand {
    /// `jq PATH` behind a pipe: the path, when it only selects.
    static func path(_ words: [String]) -> String? {
        let operands = words.dropFirst().filter { !["-r", "--raw-output", "-e", "-M", "-C", "-c"].contains($0) }
        guard operands.count == 1, let path = operands.first, path.hasPrefix(".") else { return nil }
        let allowed = path.utf8.allSatisfy { byte in
            (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39 || "._[]\"-".utf8.contains(byte)
        }
        return allowed ? path : nil
    }

    /// Whether the line reads its input, selects from it and ends.
    static func onlySelects(_ arguments: [String]) -> Bool {
        guard let operands = options.operands(arguments) else { return false }
        return operands.first.map(isSelection) ?? true
    }

    /// Not -i, with which some of jq's relatives write the file; not -f and -L, which bring other programs in.
    private static let options = KnownOptions(
        flags: "rcneMCSsaj",
        long: ["--raw-output", "--compact-output", "--null-input", "--exit-status", "--slurp", "--sort-keys", "--tab"])

    /// A filter of fields, strings, numbers, operators and the functions below: `env` and `$ENV` show every secret, `input` and `import`
    /// read more files, `repeat` and `range` may never end.
    static func isSelection(_ filter: String) -> Bool {
        var rest = Substring(filter)
        var previous: Character = " "
        while let character = rest.first {
            guard character.isASCII else { return false }
            switch character {
            case "\"":
                // An escape may hide an interpolation: a string with one is not followed.
                let text = rest.dropFirst().prefix { $0 != "\"" }
                guard !text.contains("\\"), rest.dropFirst(text.count + 1).first == "\"" else { return false }
                rest = rest.dropFirst(text.count + 2)
            case "a"..."z", "A"..."Z", "_":
                let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
                rest = rest.dropFirst(name.count)
                // A field, a key of an object that is made, or a function.
                guard previous == "." || rest.drop(while: { $0 == " " }).first == ":" || functions.contains(String(name)) else {
                    return false
                }
            case "$", "@", "`", "#", "\\": return false
            // `..` is not the dot in front of a field.
            case "." where previous == ".": return false
            default: rest.removeFirst()
            }
            previous = character
        }
        return true
    }

    private static let functions: Set<String> = [
        "select", "length", "keys", "keys_unsorted", "map", "map_values", "has", "contains", "startswith", "endswith", "sort", "sort_by",
        "group_by", "unique", "unique_by", "min", "max", "min_by", "max_by", "add", "any", "all", "first", "last", "not", "and", "or", "if",
        "then", "elif", "else", "end", "true", "false", "null", "type", "tostring", "tonumber", "to_entries", "from_entries", "flatten",
        "empty", "join", "reverse", "ascii_downcase", "ascii_upcase", "floor",
    ]
}

extension ReadingProgram {
    static let jq = ReadingProgram(
        names: ["jq"], reads: "Filters that select and reshape what they are given.",
        refuses:
            "`env` and `$ENV`, which show every secret; `input`, `import`, `-f`, `-L`; `-i` of its relatives; functions that are not listed.",
        accepted: ["jq .status", "jq -r '.items[] | select(.a == 1) | .name'"],
        refused: ["jq -n env", "jq '$ENV.X'", "jq -f x.jq", "jq '[range(1;9e9)]'"], isReading: JqCommand.onlySelects)
}
