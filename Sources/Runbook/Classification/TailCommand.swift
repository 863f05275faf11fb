/// `tail … outbox.jsonl`: the outbox, read by records and not by lines of a file that may not be there.
enum TailCommand {
    static func classify(_ words: [String]) -> Classified? {
        var lines = 10
        var path: String?
        var notes: [String] = []
        var index = 1
        while index < words.count {
            let word = words[index]
            if word == "-n" || word == "--lines" {
                guard index + 1 < words.count, let count = Int(words[index + 1]), count >= 0 else { return nil }
                lines = count
                index += 1
            } else if word == "-f" || word == "-F" || word == "--follow" {
                notes.append("Read once, without following: as written it never returns.")
            } else if word.hasPrefix("-"), let count = Int(word.drop { !$0.isNumber }), count >= 0 {
                lines = count
            } else if word.hasPrefix("-") || path != nil {
                return nil
            } else {
                path = word
            }
            index += 1
        }
        guard let path, path.contains("outbox"), path.hasSuffix(".jsonl") else { return nil }
        return Classified(action: .outbox(.tail(path: path, lines: lines)), effect: .read, target: path, notes: notes)
    }
}
