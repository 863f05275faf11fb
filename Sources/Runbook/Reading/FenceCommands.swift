/// A command of a code block: the comment above it, its text, and its first line (counted from 0 inside the block).
struct FenceCommand: Equatable {
    var title: String?
    var text: String
    var line: Int
    var lineCount: Int
}

/// Splits a shell block into commands: comments title what follows, continued lines and open quotes join.
enum FenceCommands {
    static func commands(_ text: String) -> [FenceCommand] {
        var result: [FenceCommand] = []
        var title: [Substring] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var at = 0
        while at < lines.count {
            let line = lines[at].trimmedSpaces
            if line.isEmpty {
                at += 1
            } else if line.hasPrefix("#") {
                title.append(Substring(line.drop { $0 == "#" }.trimmedSpaces))
                at += 1
            } else {
                let count = commandLength(lines, from: at)
                var command = lines[at..<(at + count)].joined(separator: "\n").trimmedSpaces
                // Transcripts show a prompt that is not part of the command.
                if command.hasPrefix("$ ") { command.removeFirst(2) }
                result.append(
                    FenceCommand(title: title.isEmpty ? nil : title.joined(separator: " "), text: command, line: at, lineCount: count))
                title = []
                at += count
            }
        }
        return result
    }

    /// How many lines the command takes that begins at `start`.
    private static func commandLength(_ lines: [Substring], from start: Int) -> Int {
        // A loop, a function or a here-document goes on in ways only a shell can follow: the rest of the block belongs to it.
        let first = lines[start].trimmedSpaces.prefix { $0.isLetter }
        if ["for", "while", "until", "if", "case", "function", "select"].contains(first) || lines[start].contains("<<")
            || lines[start].trimmedSpaces.hasPrefix("{") || lines[start].trimmedSpaces.hasPrefix("(") || lines[start].contains("() {")
        {
            return lines.count - start
        }
        var count = 1
        var quote: Character?
        var continues = scan(lines[start], &quote)
        while (continues || quote != nil) && start + count < lines.count {
            continues = scan(lines[start + count], &quote)
            count += 1
        }
        return count
    }

    /// Follows quotes through a line; true when it ends in a backslash that joins the next one.
    private static func scan(_ line: Substring, _ quote: inout Character?) -> Bool {
        var escaped = false
        for character in line {
            if escaped {
                escaped = false
                continue
            }
            switch (character, quote) {
            case ("\\", nil), ("\\", "\""): escaped = true
            case ("'", nil), ("\"", nil): quote = character
            case (let c, let q?) where c == q: quote = nil
            case ("#", nil): return false
            default: break
            }
        }
        return escaped
    }
}
