/// The commands that a loop, a condition, a group or a function is made of: good enough to see where one of them leads, never to run it.
enum InnerCommands {
    /// Each as it stands, without the words of the grammar in front of it. What a pipe feeds, and what stands in a substitution, is left
    /// out: nobody types there.
    static func all(in text: String) -> [String] {
        var (commands, command, isFed) = ([String](), [UInt8](), false)
        var walk = ShellQuoting.Walk()
        let bytes = Array(text.utf8)
        var at = 0
        func end(isPipe: Bool) {
            let words = withoutGrammar(String(decoding: command, as: UTF8.self))
            if !isFed, !words.isEmpty { commands.append(words) }
            (command, isFed) = ([], isPipe)
        }
        while at < bytes.count {
            let (begin, byte) = (at, bytes[at])
            if walk.place == .bare {
                if byte == UInt8(ascii: "#"), begin == 0 || " \t\n;".utf8.contains(bytes[begin - 1]) {
                    while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
                    continue
                }
                if ";&|()\n".utf8.contains(byte) {
                    at += 1
                    let isDoubled = at < bytes.count && bytes[at] == byte
                    if isDoubled { at += 1 }
                    // `2>&1` ends nothing.
                    if byte == UInt8(ascii: "&"), begin > 0, bytes[begin - 1] == UInt8(ascii: ">") { continue }
                    end(isPipe: byte == UInt8(ascii: "|") && !isDoubled)
                    continue
                }
            }
            walk.step(bytes, &at)
            command += bytes[begin..<min(at, bytes.count)]
        }
        end(isPipe: false)
        return commands
    }

    private static let grammar: Set<String> = ["do", "then", "else", "elif", "if", "while", "until", "{", "!", "time"]

    private static func withoutGrammar(_ text: String) -> String {
        var words = text.spacedWords[...]
        while let first = words.first {
            if first == "function" {
                words = words.dropFirst(2)
            } else if grammar.contains(String(first)) {
                words = words.dropFirst()
            } else {
                break
            }
        }
        return words.joined(separator: " ")
    }
}
