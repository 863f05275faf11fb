/// A directory in a sentence, and whether it is surely where a command of that sentence is to be run.
///
/// It is where it opens a clause of its own in front of the command ("In /srv/app, run `x`") and directly behind the command ("run `x` in
/// /srv/app"). Anywhere else the sentence may speak of a copy, a log or another deed: what changes something is a person's.
struct DirectoryPlace {
    let tokens: [SentencePlace.Piece]
    /// The preposition, and the last word.
    let start: Int
    let end: Int
    /// The command among the words; nil for what follows them all.
    let code: Int?

    func kind(_ directory: WrittenDirectory, opens: Bool) -> SentencePlace.Kind {
        let unclear = WrittenDirectory.unclear(tokens[end].path ?? "")
        guard directory != .unknown else { return .directory(directory, isLookedAt: false) }
        if let code, start > code { return .directory(isDirectlyBehind(code) ? directory : unclear, isLookedAt: false) }
        if opens, isOpener { return .directory(leadsOn ? directory : unclear, isLookedAt: false) }
        return isLookedAt ? .directory(directory, isLookedAt: true) : .directory(unclear, isLookedAt: false)
    }

    /// Behind the noun: "in the `deploy` directory".
    private var next: Int {
        let next = end + 1
        return !tokens[end].ends && next < tokens.count && WrittenDirectory.nouns.contains(tokens[next].word) ? next + 1 : next
    }

    private var endsClause: Bool { next >= tokens.count || tokens[next - 1].ends }

    private func isDirectlyBehind(_ code: Int) -> Bool {
        let between = tokens[(code + 1)..<start]
        guard tokens[start].word != "into", !tokens[code].ends || endsClause else { return false }
        return between.allSatisfy {
            !$0.ends && (SentencePlace.prepositions.contains($0.word) || SentencePlace.articles.contains($0.word))
        }
    }

    /// The words of its clause in front of it.
    private var clause: ArraySlice<SentencePlace.Piece> {
        let first = tokens[..<start].lastIndex(where: \.ends).map { $0 + 1 } ?? 0
        return tokens[first..<start]
    }

    /// "Use `x` in /srv/a, then `y`": behind another command it is that one's. "Once it is done and in /srv/a" is a condition.
    private var isOpener: Bool {
        clause.last?.word != SentencePlace.Piece.code && !clause.contains { has($0.word, [.subordinate]) }
    }

    /// Whether an order follows it, and no report: "In /srv/app there is a copy".
    private var leadsOn: Bool {
        if endsClause { return true }
        let word = tokens[next].word
        return word == SentencePlace.Piece.code || SentencePlace.prepositions.contains(word) || word == "with"
            || has(word, [.order, .run, .look, .edit, .end, .undo, .lead, .reader])
    }

    /// "Look for errors in /var/log: `x`": the command is the way to do it.
    private var isLookedAt: Bool {
        let isLast = endsClause && tokens[next...].allSatisfy { $0.word == SentencePlace.Piece.code } || next == code
        guard isLast, tokens[start].word != "into", let first = clause.first(where: { !has($0.word, [.lead]) }) else { return false }
        return has(first.word, [.order, .look, .run, .edit])
            && !clause.contains { has($0.word, [.subordinate, .finite, .modal, .person]) || ["that", "and"].contains($0.word) }
    }

    private func has(_ word: String, _ senses: Set<Sense>) -> Bool {
        Lexicon.standard.matches([Token(kind: .word, text: word)], at: 0).contains { senses.contains($0.sense) }
    }
}
