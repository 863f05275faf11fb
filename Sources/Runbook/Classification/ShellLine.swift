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

    /// Whether it can change a file: everything but reading, joining streams, and writing to /dev/null.
    var writesFile: Bool {
        guard operation.contains(">"), target != "/dev/null" else { return false }
        // `2>&1` and `>&-` join and close streams; `>&name` is bash's way to write both streams to a file.
        if operation.hasSuffix("&") { return target != "-" && !target.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }
        return true
    }
}
