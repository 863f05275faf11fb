/// A command of a script from its first byte to its last: a plain line, or a whole loop, function or here-document.
///
/// It is found without running or understanding it; what it says of itself is what a shell would take from its words.
struct ShellStatement: Equatable {
    /// As it stands in the script, without white space at either end.
    var text: String
    /// Its first line in the script, from 0.
    var line: Int
    var lineCount: Int
    /// Its commands and lists where they are joined at its outermost level, in order.
    var parts: [Part] = []
    /// The words that stand where a shell looks for a command, at every level that shares the shell's variables.
    var commandWords: [String] = []
    /// Variables that it gives a value itself: assigned, read, counted through.
    var assigned: Set<String> = []
    /// Variables whose value it takes.
    var references: [VariableReference] = []
    /// Substitutions whose output it takes, at every level, from the outside in.
    var substitutions: [Substitution] = []
    /// Whether it is more than commands joined by operators: loops, conditions, groups, functions, here-documents.
    var isCompound = false
    /// Whether it reads what it is given by a here-document.
    var hasHereDocument = false

    /// What stands behind a `#` at the end of its line; nil for a statement of several lines.
    var remark: String? {
        let line = text.replacing("\\\n", with: " ")
        guard line.holds(" #"), !line.contains("\n") else { return nil }
        var (quote, last): (Character?, Character) = (nil, " ")
        for index in line.indices {
            let character = line[index]
            defer { last = last == "\\" ? " " : character }
            if last == "\\", quote != "'" { continue }
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "#", last.isWhitespace {
                return line[index...].drop { $0 == "#" }.trimmedSpaces
            }
        }
        return nil
    }

    struct Part: Equatable {
        var text: String
        /// What stands behind it: `&&`, `||`, `;`, `|`, `&`, or nothing at the end.
        var end: String
        /// Where the next part begins, in bytes of the statement's text.
        var next: Int
    }
}

/// A place where a shell puts what a command prints: `$( … )` or backticks.
struct Substitution: Equatable {
    /// In bytes of the statement's text, with its signs.
    var range: Range<Int>
    /// The command whose argument it is; empty where it is the command itself.
    var command: String
    /// The value of a variable: what takes it asks whether there is one.
    var isAssigned: Bool
    var isInDoubleQuotes: Bool
    var isBacktick: Bool
}

/// A place where a shell puts a variable's value.
struct VariableReference: Equatable {
    var name: String
    /// In bytes of the statement's text.
    var range: Range<Int>
    /// `$NAME` or `${NAME}`: nothing is done to the value on the way.
    var isPlain: Bool
    var isInDoubleQuotes: Bool
    /// The shell says itself what stands for a value that is missing, or asks whether there is one.
    var mayBeEmpty: Bool
}
