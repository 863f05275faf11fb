/// A command of a script that becomes a step.
struct ScriptCommand: Equatable {
    /// What stands in the comment above it.
    var title: String?
    /// As written.
    var text: String
    /// As it is run: the known variables put in.
    var resolved: String
    /// Its first line in the script, from 0.
    var line: Int
    var lineCount: Int
    var context: CommandContext
    var classified: Classified
    /// Placeholders that need a value first.
    var needs: [String] = []
}

/// The terminal in which the author of a part types one command after the other, whatever stands between them: what one sets holds for
/// the next, and where one leads the next is typed.
struct Terminal: Equatable {
    var context = CommandContext.none
    /// The commands that led away from this machine, one inside the other, until as many come back.
    var away: [String] = []
    /// The command that left the shell in a directory which only that shell knows.
    var lostBy: String?

    static let new = Terminal()
}
