/// A directory that words name: "In /srv/app:", "From the repository root run", "Go to the deploy directory".
enum WrittenDirectory: Equatable {
    case path(String)
    /// Where the runbook's own commands begin: the checkout.
    case checkout
    /// It has a name, and no path is written.
    case unknown
    /// It is named, as it is written here, and nothing says whether a command is to be run there.
    case unclear(String)

    var isClear: Bool { if case .unclear = self { false } else { true } }

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
        // "Working directory: `/srv/app`"
        if let at = pieces.prefix(2).firstIndex(where: { nouns.contains($0.word) && $0.ends }), at + 1 < pieces.count,
            let path = pieces[at + 1].path, path.contains("/")
        {
            return isOpen(path) ? .unknown : .path(path)
        }
        for at in pieces.indices
        where verbs.contains(pieces[at].word)
            && (at == 0 || pieces[at - 1].ends || ["then", "and", "first", "please", "now"].contains(pieces[at - 1].word))
        {
            var start = at + 1
            while start < pieces.count,
                nouns.contains(pieces[start].word)
                    || ["directories", "over", "back", "working", "out", "away"].contains(pieces[start].word)
            {
                start += 1
            }
            // "cd /srv/app"
            if pieces[at].word == "cd", start < pieces.count, pieces[start].path != nil { start -= 1 }
            guard start < pieces.count else { continue }
            let leaves = ["from", "of"].contains(pieces[start].word)
            let isThere = start == at || leaves || prepositions.contains(pieces[start].word)
            guard isThere else { continue }
            if leaves {
                if let left = left(pieces, start) { return left }
                continue
            }
            for end in (start + 1)..<max(start + 1, min(pieces.count, start + 6)) {
                if let directory = found(pieces, start, end) { return directory }
                if pieces[end].ends { break }
            }
        }
        return nil
    }

    /// "Go from /srv/a to /srv/b" says where to; of "go back from /srv/a" only the reader knows.
    private static func left(_ pieces: [SentencePlace.Piece], _ start: Int) -> WrittenDirectory? {
        var pieces = pieces
        pieces[start].word = "from"
        var left: WrittenDirectory?
        for end in (start + 1)..<max(start + 1, min(pieces.count, start + 12)) {
            if left == nil, end < start + 6, let directory = of(pieces, start, end) { left = .unclear(pieces[end].path ?? "\(directory)") }
            if left != nil, pieces[end].word == "to" {
                for last in (end + 1)..<max(end + 1, min(pieces.count, end + 6)) {
                    if let directory = of(pieces, end, last) { return directory }
                }
            }
            if pieces[end].ends { break }
        }
        return left
    }

    /// What becomes of a script that begins with a `cd` of its own.
    enum Entry { case first, byItself, undecided }

    /// Whether the directory is entered in front of `cd GOAL`. "In /srv/app: `cd app`" may mean one directory or one inside of the other.
    ///
    /// - Parameter words: that name the directory.
    func entry(before goal: String, _ words: String) -> Entry {
        if goal.hasPrefix("/") || goal.hasPrefix("~") { return .byItself }
        let parts = (CommandContext.normalised(goal) ?? "").split(separator: "/")
        switch self {
        case .path(let path):
            let whole = (CommandContext.normalised(path) ?? "").split(separator: "/")
            if parts.isEmpty || parts.count > whole.count || !whole.suffix(parts.count).elementsEqual(parts) { return .first }
            return parts == whole && !path.hasPrefix("/") ? .byItself : .undecided
        case .checkout: return .first
        case .unknown:
            let isNamed = parts.last.map { words.lowercased().split { !$0.isLetter && !$0.isNumber }.contains(Substring($0.lowercased())) }
            return WrittenDirectory.isOpen(goal) || isNamed == true ? .byItself : .undecided
        case .unclear: return .undecided
        }
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
    ///
    /// - Parameter move: the `cd` with which what is to be done there begins by itself; nil for none.
    mutating func enter(_ directory: WrittenDirectory, by words: String, before move: String? = nil) {
        if let move {
            switch directory.entry(before: ScriptReader.goal(of: move), words) {
            case .byItself: return
            case .undecided:
                lostBy = words
                return
            case .first: break
            }
        }
        switch directory {
        case .path(let path): if context.enter(path), path.hasPrefix("/") { lostBy = nil }
        case .checkout: (context.directory, lostBy) = (nil, nil)
        case .unknown, .unclear: lostBy = words
        }
    }
}
