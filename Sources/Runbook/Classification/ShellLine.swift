/// One line for a shell, taken apart as far as it can be understood without running it.
enum ShellLine: Equatable {
    /// Pipelines joined by `&&`, `||` or `;`.
    case list([ShellPipeline])
    /// Something in it only a shell can decide; the reason is for people.
    case opaque(reason: String)
}

/// Commands joined by `|`.
struct ShellPipeline: Equatable {
    var commands: [ShellCommand] = []
}

/// One command: assignments in front, words, redirections.
struct ShellCommand: Equatable {
    var assignments: [ShellAssignment] = []
    var words: [String] = []
    var redirections: [ShellRedirection] = []

    var isEmpty: Bool { assignments.isEmpty && words.isEmpty && redirections.isEmpty }
}

struct ShellAssignment: Equatable {
    let name: String
    let value: String
}

struct ShellRedirection: Equatable {
    /// `>`, `>>`, `<`, `2>`, `2>&1`, …: the operator as written, with its number.
    let operation: String
    let target: String

    /// Whether it opens nothing but /dev/null: `2>&1` and `>&-` join and close streams. Reading from a file counts too: what is behind
    /// its name (a pipe, a device) is opened by the shell, whatever the program would have said to it.
    var isHarmless: Bool {
        if operation.hasSuffix("&") { return target == "-" || !target.isEmpty && target.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }
        return target == "/dev/null"
    }
}
