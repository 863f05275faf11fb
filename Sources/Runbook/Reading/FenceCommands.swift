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
            } else if line.hasPrefix("#!") {
                // The line that names the interpreter.
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
        if isCompound(lines[start]) { return lines.count - start }
        var count = 1
        var quote: UInt8?
        var continues = scan(lines[start], &quote)
        while (continues || quote != nil) && start + count < lines.count {
            continues = scan(lines[start + count], &quote)
            count += 1
        }
        return count
    }

    private static let compoundWords: Set<Substring> = ["for", "while", "until", "if", "case", "function", "select"]

    /// A loop, a function, a group or a here-document goes on in ways only a shell can follow: the rest of the block belongs to it.
    private static func isCompound(_ line: Substring) -> Bool {
        let text = line.utf8.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard let first = text.first else { return false }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "(") { return true }
        let word = text.prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
        if compoundWords.contains(Substring(word)) { return true }
        // `name()` and `name ()` begin a function.
        let behind = text.drop { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 >= 0x30 && $0 <= 0x39 || "_-.:".utf8.contains($0) }
        if behind.drop(while: { $0 == UInt8(ascii: " ") }).first == UInt8(ascii: "(") { return true }
        var previous: UInt8 = 0
        for byte in text {
            if byte == UInt8(ascii: "<"), previous == byte { return true }
            previous = byte
        }
        return false
    }

    /// Follows quotes through a line; true when it ends in what joins the next one: a backslash or an operator.
    private static func scan(_ line: Substring, _ quote: inout UInt8?) -> Bool {
        var escaped = false
        var previous = UInt8(ascii: " ")
        var operators = 0
        for byte in line.utf8 {
            defer { previous = byte }
            if escaped {
                escaped = false
                operators = 0
                continue
            }
            switch (byte, quote) {
            case (UInt8(ascii: "\\"), nil), (UInt8(ascii: "\\"), UInt8(ascii: "\"")): escaped = true
            case (UInt8(ascii: "'"), nil), (UInt8(ascii: "\""), nil): quote = byte
            case (let c, let q?) where c == q: quote = nil
            case (UInt8(ascii: "#"), nil) where previous == UInt8(ascii: " ") || previous == UInt8(ascii: "\t"): return operators > 0
            default: break
            }
            // `|`, `&&` and `||` at the end of a line go on with the next one.
            if quote == nil, byte == UInt8(ascii: "|") || byte == UInt8(ascii: "&") && (operators > 0 || previous == byte) {
                operators += 1
            } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t"), byte != UInt8(ascii: "\r") {
                operators = 0
            }
        }
        return escaped || operators > 0
    }
}
