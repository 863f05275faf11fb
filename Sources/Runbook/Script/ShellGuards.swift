extension ShellValues {
    /// The line so that a shell ends where a value is missing, instead of going on with nothing in its place: `rm -rf $DIR/*` and
    /// `rm -rf /srv/$(cat name)` name something else then.
    static func guarded(_ line: String) -> String {
        let statement = ShellScanner.statement(line)
        let bytes = Array(line.utf8)
        // The first of several that hold one another is the outermost.
        let edits = (substitutions(statement, bytes) + references(statement, bytes)).sorted {
            ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound)
        }
        var result: [UInt8] = []
        var at = 0
        for edit in edits where edit.range.lowerBound >= at && edit.range.upperBound <= bytes.count {
            result += bytes[at..<edit.range.lowerBound] + Array(edit.text.utf8)
            at = edit.range.upperBound
        }
        return String(decoding: result + bytes[at...], as: UTF8.self)
    }

    private typealias Edit = (range: Range<Int>, text: String)

    // MARK: Variables

    private static func references(_ statement: ShellStatement, _ bytes: [UInt8]) -> [Edit] {
        // Where nothing gives a script arguments, it has none.
        let hasArguments = statement.commandWords.contains { ["function", "set"].contains($0) }
        return statement.references.compactMap { reference in
            guard !reference.mayBeEmpty, reference.range.upperBound <= bytes.count else { return nil }
            let isList = reference.name == "@" || reference.name == "*"
            if reference.isPlain { return isList && hasArguments ? nil : (reference.range, "${\(reference.name):?has no value}") }
            // `${NAME%/}`: asked in front of it, for the shell has no sign for both.
            let written = String(decoding: bytes[reference.range], as: UTF8.self)
            let next = reference.range.upperBound < bytes.count ? bytes[reference.range.upperBound] : 0
            guard !isList, ShellParser.isVariableName(reference.name), !written.hasPrefix("${#"), !written.hasPrefix("${!"),
                next != UInt8(ascii: "[")
            else { return nil }
            return (reference.range, "$([ \"${\(reference.name)-}\" ] || \(end(reference.name)))" + written)
        }
    }

    // MARK: Substitutions

    /// Commands for which an empty argument is an answer, or no argument at all.
    private static let indifferent: Set<String> = [
        "[", "[[", "test", "echo", "printf", "for", "select", "in", "case", "export", "declare", "local", "readonly", "typeset", "exit",
        "return", ":", "let", "logger",
    ]

    private static func substitutions(_ statement: ShellStatement, _ bytes: [UInt8]) -> [Edit] {
        statement.substitutions.compactMap { substitution in
            let range = substitution.range
            guard !substitution.isAssigned, !indifferent.contains(substitution.command), range.count > 3, range.upperBound <= bytes.count
            else { return nil }
            let written = bytes[range]
            let given: String
            if substitution.isBacktick {
                // Quotes inside are read by the rules of where it stands.
                let text = String(decoding: written, as: UTF8.self)
                given = substitution.isInDoubleQuotes ? "\"\(text)\"" : text
            } else {
                let inner = guarded(String(decoding: written.dropFirst(2).dropLast(), as: UTF8.self))
                // A comment or a here-document ends with its line.
                given = "$(\(inner)\(inner.contains { "#<\n".contains($0) } ? "\n" : ""))"
            }
            return (range, "$(v=\(given); [ \"$v\" ] || \(end("a substitution")); printf %s \"$v\")")
        }
    }

    /// A substitution runs in a shell of its own: only a signal ends the one around it. It is the one that nothing can hold off.
    private static func end(_ what: String) -> String { "{ echo '\(what) has no value' >&2; kill -9 $$; }" }
}
