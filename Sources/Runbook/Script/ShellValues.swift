/// The variables of a line: those whose value is known put in, those without a value named.
enum ShellValues {
    /// Bytes of a value that is put in: values made of values grow without end.
    static let longest = 4096

    /// The line with every value put in that is known and leaves its word one word. What is left is for a shell to do.
    static func resolved(_ statement: ShellStatement, _ context: CommandContext) -> String {
        replacing(statement) { reference, next in
            guard reference.isPlain, !statement.assigned.contains(reference.name), let value = context.value(of: reference.name),
                !value.isEmpty, !value.contains(where: \.isNewline)
            else { return nil }
            if reference.isInDoubleQuotes { return ShellQuoting.quoted(value, in: .doubleQuoted) }
            // Digits before a redirection would become its number; a keyword would begin a loop.
            let becomesGrammar = next.map { "<>".utf8.contains($0) } ?? false || ShellParser.keywords.contains(value)
            return ShellQuoting.isPlain(value) && !becomesGrammar ? value : nil
        }
    }

    /// The place of the script in `sh -c SCRIPT`, also behind `sudo` and its like: another shell puts values in there.
    static func innerScript(_ words: [String]) -> Int? {
        guard let shell = words.firstIndex(where: Elsewhere.isShell),
            let option = words[shell...].firstIndex(where: { $0.hasPrefix("-") && $0.hasSuffix("c") }),
            option + 1 < words.count,
            words[..<shell].allSatisfy({ ["sudo", "env", "nohup", "nice", "time", "exec"].contains($0) || $0.hasPrefix("-") })
        else { return nil }
        return option + 1
    }

    /// Names whose value the line takes from outside: neither it nor the lines above give them one, nor does it say what stands for a
    /// missing one.
    static func wanted(_ statement: ShellStatement, _ context: CommandContext) -> [String] {
        var names: [String] = []
        for reference in statement.references where !reference.mayBeEmpty && ShellParser.isVariableName(reference.name) {
            let isGiven = statement.assigned.contains(reference.name) || context.value(of: reference.name)?.isEmpty == false
            if !isGiven, !names.contains(reference.name) { names.append(reference.name) }
        }
        return names
    }

    /// The shell's own variables that a line takes, set in front of it: what was not exported is nobody else's.
    static func assignments(for line: String, _ context: CommandContext) -> String {
        let own = context.variables.filter { !$0.isExported }
        guard !own.isEmpty else { return "" }
        let statement = ShellScanner.statement(line)
        let names = Set(statement.references.map(\.name))
        // Names that are put together on the way.
        let takesAny = line.holds("${!") || statement.commandWords.contains { ["eval", "source", "."].contains($0) }
        return own.filter { takesAny || names.contains($0.name) }
            .reduce(into: "") { $0 += "\($1.name)=\(ShellQuoting.quoted($1.value, in: .bare)); " }
    }

    private static func replacing(_ statement: ShellStatement, _ value: (VariableReference, _ next: UInt8?) -> String?) -> String {
        let bytes = Array(statement.text.utf8)
        var result: [UInt8] = []
        var at = 0
        for reference in statement.references.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            let range = reference.range
            guard range.lowerBound >= at, range.upperBound <= bytes.count else { continue }
            guard let text = value(reference, range.upperBound < bytes.count ? bytes[range.upperBound] : nil) else { continue }
            result += bytes[at..<range.lowerBound] + Array(text.utf8)
            at = range.upperBound
        }
        return String(decoding: result + bytes[at...], as: UTF8.self)
    }
}
