/// A directory that words name: "In /srv/app:", "From the repository root run", "Go to the deploy directory".
enum WrittenDirectory: Equatable {
    case path(String)
    /// Where the runbook's own commands begin: the checkout.
    case checkout
    /// It has a name, and no path is written.
    case unknown

    private static let prepositions: Set<String> = ["in", "inside", "within", "from", "at", "into", "to"]
    static let nouns: Set<String> = ["directory", "folder", "dir"]
    private static let here: Set<String> = ["current", "working", "same", "this", "that", "which", "your"]
    private static let checkouts: Set<String> = ["repository", "repo", "project", "checkout", "jarvis", "jarvis-ops"]

    /// What the words from a preposition up to a place name; nil for no directory.
    static func of(_ pieces: [SentencePlace.Piece], _ start: Int, _ at: Int) -> WrittenDirectory? {
        guard prepositions.contains(pieces[start].word), at > start else { return nil }
        let before = pieces[(start + 1)..<at]
        let next = at + 1 < pieces.count && !pieces[at].ends ? pieces[at + 1].word : ""
        if let path = pieces[at].path {
            let isAlone = before.allSatisfy { $0.word == "the" || nouns.contains($0.word) }
            guard isAlone, path.contains("/") || nouns.contains(next), FileName.of(path) != .text, !path.contains("//") else { return nil }
            return isOpen(path) ? .unknown : .path(path)
        }
        let words = before.map(\.word)
        let isRoot = pieces[at].word == "root" || nouns.contains(pieces[at].word)
        // "The root of the repository"
        if checkouts.contains(pieces[at].word), words.contains("root") || words.contains(where: nouns.contains) { return .checkout }
        guard isRoot, words.first == "the", words.count > 1, next != "of", !words.contains(where: here.contains) else { return nil }
        if words.contains(where: checkouts.contains) { return .checkout }
        // A path that stands in front of its noun has been read before.
        return nouns.contains(pieces[at].word) && before.allSatisfy { $0.path == nil } ? .unknown : nil
    }

    /// Whether only a shell or a person could tell which path it is.
    static func isOpen(_ path: String) -> Bool { path.contains { "$~<>{}*?\u{2026}".contains($0) } }

    private static let verbs: Set<String> = ["go", "cd", "change", "switch", "move", "navigate", "chdir"]

    /// "Go to /srv/app and run": where a sentence sends the reader, for all that follows.
    static func goal(_ tokens: [Token]) -> WrittenDirectory? {
        let pieces = SentencePlace.pieces(tokens, masksCode: false)
        for at in pieces.indices
        where verbs.contains(pieces[at].word)
            && (at == 0 || pieces[at - 1].ends || ["then", "and", "first", "please", "now"].contains(pieces[at - 1].word))
        {
            var start = at + 1
            while start < pieces.count,
                nouns.contains(pieces[start].word) || ["directories", "over", "back", "working"].contains(pieces[start].word)
            {
                start += 1
            }
            // "cd /srv/app"
            if pieces[at].word == "cd", start < pieces.count, pieces[start].path != nil { start -= 1 }
            guard start < pieces.count else { continue }
            let isThere = start == at || prepositions.contains(pieces[start].word)
            guard isThere else { continue }
            for end in (start + 1)..<max(start + 1, min(pieces.count, start + 6)) {
                if let directory = found(pieces, start, end) { return directory }
                if pieces[end].ends { break }
            }
        }
        return nil
    }

    private static func found(_ pieces: [SentencePlace.Piece], _ start: Int, _ end: Int) -> WrittenDirectory? {
        guard pieces[start].word == "cd" else { return of(pieces, start, end) }
        var pieces = pieces
        pieces[start].word = "to"
        return of(pieces, start, end)
    }
}

extension Terminal {
    /// Goes where words send the reader.
    mutating func enter(_ directory: WrittenDirectory, by words: String) {
        switch directory {
        case .path(let path): if context.enter(path), path.hasPrefix("/") { lostBy = nil }
        case .checkout: (context.directory, lostBy) = (nil, nil)
        case .unknown: lostBy = words
        }
    }
}
