/// A few words in front of a command that say what kind of thing it is: "Obsolete:", "Example:", "Old way".
enum Label {
    /// Of words that are a label and nothing else.
    static func verdict(_ sentence: Sentence) -> Verdict? { verdict(sentence, sentence.tokens.indices) }

    static func verdict(_ sentence: Sentence, _ range: Range<Int>) -> Verdict? {
        let words = range.prefix { !sentence.isCode($0) }.filter { sentence.tokens[$0].kind != .mark }
        guard let first = words.first(where: { !isArticle(sentence, $0) }), let last = words.last, words.count <= 12 else { return nil }
        if let length = sentence.length(.ill, at: first), isAlone(sentence, first + length, last) {
            return sentence.length(.label, at: first) == length
                ? .mentioned(shown) : .forbidden("the words before it call it retired or dangerous")
        }
        guard let length = sentence.length(.label, at: first) else { return nil }
        // "After `x` …" is a condition; "After:" is a label.
        if ["before", "after", "is", "was"].contains(sentence.text(first)), length == 1, last + 1 < range.upperBound { return nil }
        // "Example of a broken index:", "Output:", "Old way (2023):"
        let next = first + length
        let goesOn =
            ["of", "for", "from", "message", "output", "text"].contains(sentence.text(next)) || length > 1 && !isVerb(sentence, next)
        return isAlone(sentence, next, last) || goesOn && !["is", "after", "before", "was"].contains(sentence.text(first))
            ? .mentioned(shown) : nil
    }

    private static let shown = "the words before it call it an example, an output or what was done before"

    private static func isArticle(_ sentence: Sentence, _ place: Int) -> Bool {
        ["the", "an", "a", "our", "now"].contains(sentence.text(place)) || sentence.tokens[place].kind == .sign(isGood: false)
    }

    private static func isVerb(_ sentence: Sentence, _ place: Int) -> Bool {
        [.finite, .runs, .says, .helps, .modal].contains { sentence.has($0, at: place) }
    }

    private static func isAlone(_ sentence: Sentence, _ next: Int, _ last: Int) -> Bool {
        next > last
            || (next...last).allSatisfy {
                sentence.has(.labelled, at: $0) || sentence.has(.lead, at: $0) || sentence.tokens[$0].kind == .mark
            }
    }
}
