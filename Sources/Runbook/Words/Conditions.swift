/// When an item is to be taken, as its words say.
struct ItemCondition: Equatable {
    var condition: Condition?
    /// Whether the condition is that the trouble goes on: such an item is what follows a failure.
    var followsFailure = false

    static let none = ItemCondition()

    /// The first condition in the sentences of an item. Its commands are masked: a shell's `if` is none.
    static func of(_ tokens: [Token]) -> ItemCondition {
        for sentence in tokens.sentences() {
            for (index, clause) in sentence.clauses.enumerated() {
                if let found = of(sentence, clause, isFirst: index == 0) { return found }
            }
        }
        return .none
    }

    private static func of(_ sentence: Sentence, _ clause: Sentence.Clause, isFirst: Bool) -> ItemCondition? {
        let start = clause.range.lowerBound
        let first = sentence.text(start)
        if ["otherwise", "failing"].contains(first) { return ItemCondition(condition: .ifNeeded, followsFailure: true) }
        let isIf = ["if", "unless"].contains(first) || first == "only" && sentence.text(start + 1) == "if"
        guard isIf || ["when", "once", "should", "in"].contains(first) && isTroubled(sentence, clause.range) else { return nil }
        // "Check if it is up" asks.
        if !isFirst, start > 0, sentence.has(.look, at: start - 1) || sentence.has(.delegate, at: start - 1) { return nil }
        // "Do it if it persists, and …": the whole of the condition counts.
        let end = sentence.clauses.first { $0.range.lowerBound > start && !$0.opener.isDisjoint(with: [.comma, .colon, .then]) }
        let range = start..<(end?.range.lowerBound ?? sentence.tokens.count)
        if first == "unless", !isTroubled(sentence, range) { return nil }
        if isTroubled(sentence, range) { return ItemCondition(condition: .stillFailing, followsFailure: true) }
        let last = sentence.text(clause.range.upperBound - 1)
        let isNeed = ["needed", "necessary", "required", "not"].contains(last) && clause.range.count <= 4
        return ItemCondition(condition: .ifNeeded, followsFailure: isNeed)
    }

    private static let troubles = ["persist", "still", "fail", "continu", "remain", "keeps"]
    private static let heals: Set<String> = [
        "help", "helped", "work", "worked", "fix", "fixed", "suffice", "heal", "healed", "recover", "recovered", "clear", "solve", "solved",
        "enough", "gone", "over", "better",
    ]

    private static let wells: Set<String> = [
        "works", "matches", "match", "healthy", "fine", "green", "valid", "intact", "reachable", "available", "responds", "answers", "free",
        "consistent", "same", "ok", "succeeds", "helps",
    ]

    private static func isGood(_ word: String) -> Bool { wells.contains(word) || heals.contains(word) && !["gone", "over"].contains(word) }

    /// Whether it speaks of trouble that goes on: it persists, it did not help.
    private static func isTroubled(_ sentence: Sentence, _ range: Range<Int>) -> Bool {
        func isNegated(_ place: Int) -> Bool {
            (max(range.lowerBound, place - 3)..<place).contains {
                sentence.has(.negation, at: $0) || ["no", "nothing", "none", "without"].contains(sentence.text($0))
            }
        }
        let goesWell = range.contains { isGood(sentence.text($0)) && !isNegated($0) }
        return range.contains { place in
            let word = sentence.text(place)
            // "If there is still enough space": what goes on is no trouble.
            if goesWell, ["still", "continu", "remain", "keeps"].contains(where: word.hasPrefix) { return false }
            if troubles.contains(where: word.hasPrefix) { return !isNegated(place) || word == "still" }
            if word == "back" { return ["comes", "came", "is"].contains(sentence.text(place - 1)) }
            if word == "improvement" || word == "helps" { return isNegated(place) }
            return heals.contains(word) && isNegated(place)
        }
    }
}
