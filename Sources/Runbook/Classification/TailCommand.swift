/// `tail … outbox.jsonl`: the outbox, read by records and not by lines of a file that may not be there.
enum TailCommand {
    /// nil for any other file, and for an option that means something else than a number of last lines.
    static func classify(_ words: [String]) -> Classified? {
        var lines = 10
        var path: String?
        var notes: [String] = []
        var index = 1
        while index < words.count {
            let word = words[index]
            if word == "-n" || word == "--lines" {
                guard index + 1 < words.count, let count = count(words[index + 1]) else { return nil }
                lines = count
                index += 1
            } else if word == "-f" || word == "-F" || word == "--follow" {
                notes = ["Read once, without following: as written it never returns."]
            } else if let prefix = ["--lines=", "-n", "-"].first(where: word.hasPrefix) {
                guard let count = count(String(word.dropFirst(prefix.count))) else { return nil }
                lines = count
            } else if path != nil {
                return nil
            } else {
                path = word
            }
            index += 1
        }
        guard let path, path.contains("outbox"), path.hasSuffix(".jsonl") else { return nil }
        return Classified(action: .outbox(.tail(path: path, lines: lines)), effect: .read, target: path, notes: notes)
    }

    /// Digits alone: `+5` counts from the beginning of the file.
    private static func count(_ text: String) -> Int? {
        text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int(text) : nil
    }
}
