/// Finds in a sentence the commands that somebody may copy, so that no line ends within one.
enum CommandsInText {
    private static let programs: Set<Substring> = [
        "jarvis-ops", "docker-compose", "docker", "cd", "chmod", "kill", "redis-cli", "sqlite3", "apt-get", "${EDITOR:-vi}",
    ]

    /// The words of a text; a command is one piece, from its program, behind a colon or at the start, to the end of its clause.
    static func pieces(_ text: String) -> [String] {
        var pieces: [String] = []
        var command: [Substring] = []
        var isOpen = true
        for word in text.split(separator: " ") {
            // A command may begin with what its environment is to say.
            if !command.isEmpty || isOpen && (programs.contains(word) || word.hasPrefix("JARVIS_OPS_")) {
                command.append(word)
                if let last = word.last, ",;)".contains(last) {
                    pieces.append(command.joined(separator: " "))
                    command = []
                }
            } else {
                pieces.append(String(word))
            }
            isOpen = word.last == ":"
        }
        return command.isEmpty ? pieces : pieces + [command.joined(separator: " ")]
    }
}
