/// Praise of a command, and what takes it back.
extension AfterCode {
    /// Words that take back what is said beside them.
    static let doubts: Set<String> = ["hardly", "barely", "scarcely", "rarely", "seldom", "nowhere", "only"]
    /// What may stand behind praise and keeps it as it is: "safe to run in production at any time".
    private static let tails: Set<String> = [
        "to", "run", "use", "execute", "repeat", "call", "try", "go", "do", "start", "take", "again", "in", "production", "at", "any",
        "time", "here", "now", "twice", "first", "as", "root", "on", "every", "each", "all", "node", "nodes", "host", "hosts", "for",
        "this", "it", "case",
    ]

    /// Whether praise ends its clause, and nothing behind it in the sentence takes it back: "is fast, but it deletes everything".
    func endsPraise(_ at: Int) -> Bool {
        let rest = (at..<sentence.tokens.count).prefix { !sentence.isCode($0) }
        let clause = rest.prefix { sentence.tokens[$0].kind != .mark }
        let isEnd = clause.dropFirst().allSatisfy { place in
            [.good, .remedy, .and, .or, .lead].contains { sentence.has($0, at: place) } || Self.tails.contains(sentence.text(place))
        }
        let turns: Set<String> = ["deletes", "empties", "drops", "truncates", "removes", "was", "were", "but", "however", "yet"]
        let isTakenBack = rest.contains { place in
            [.negation, .ill, .harms, .ban, .avoid, .exclude, .foreign].contains { sentence.has($0, at: place) }
                || turns.contains(sentence.text(place)) || Self.doubts.contains(sentence.text(place))
        }
        let asides = (place..<sentence.tokens.count).flatMap { sentence.asides[$0] ?? [] }
        return isEnd && !isTakenBack && !asides.contains { Self.remark($0) != nil || $0.tokens.contains { Self.doubts.contains($0.text) } }
    }
}
