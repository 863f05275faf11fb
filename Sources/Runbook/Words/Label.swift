/// A few words in front of a command that say what kind of thing it is: "Obsolete:", "Example:", "Old way".
enum Label {
    /// Of words that are a label and nothing else.
    static func verdict(_ sentence: Sentence) -> Verdict? { verdict(sentence, sentence.tokens.indices) }

    static func verdict(_ sentence: Sentence, _ range: Range<Int>) -> Verdict? {
        let words = range.prefix { !sentence.isCode($0) }.filter { sentence.tokens[$0].kind != .mark }
        guard let first = start(sentence, words), let last = words.last, words.count <= 12 else { return nil }
        // "Platform team: `x`"
        if range.upperBound < sentence.tokens.count, sentence.tokens[range.upperBound].isMark(":"), words.count < 4,
            sentence.has(.people, at: last), !["operator", "on-call"].contains(sentence.text(last)),
            !words.contains(where: { sentence.has(.order, at: $0) || sentence.has(.delegate, at: $0) })
        {
            return .mentioned("the words before it say that somebody else runs it")
        }
        if isReserved(sentence, first, last) { return .forbidden("the words before it keep it for somebody or something else") }
        if let length = sentence.length(.ill, at: first),
            isAlone(sentence, first + length, last) || isExplained(sentence, first, first + length)
        {
            return sentence.length(.label, at: first) == length
                ? .mentioned(shown) : .forbidden("the words before it call it retired or dangerous")
        }
        guard let length = sentence.length(.label, at: first) else { return nil }
        // "After `x` …" is a condition; "After:" is a label.
        if ["before", "after", "is", "was"].contains(sentence.text(first)), length == 1, last + 1 < range.upperBound { return nil }
        // "Example of a broken index:", "Output:", "Old way (2023):"
        let next = first + length
        // "The output of `x` should be empty" looks at it.
        if ["of", "from"].contains(sentence.text(last)), sentence.isCode(last + 1) { return nil }
        let goesOn =
            ["of", "for", "from", "message", "output", "text", "without", "to"].contains(sentence.text(next))
            || sentence.text(first) == "prior" || length > 1 && !isVerb(sentence, next)
        return isAlone(sentence, next, last) || goesOn && !["is", "after", "before", "was"].contains(sentence.text(first))
            ? .mentioned(shown) : nil
    }

    /// Behind articles, and behind what the label is about: "Step removed", "Alternative, not recommended".
    private static func start(_ sentence: Sentence, _ words: [Int]) -> Int? {
        let rest = words.drop { isArticle(sentence, $0) }
        let named = rest.drop { sentence.has(.labelled, at: $0) || sentence.text($0).allSatisfy(\.isNumber) }
        return named.first.flatMap { sentence.has(.ill, at: $0) ? $0 : nil } ?? rest.first
    }

    /// "DBA only", "Only with approval", "For development only"; "read only", "Only then" and "Only if" are none.
    private static func isReserved(_ sentence: Sentence, _ first: Int, _ last: Int) -> Bool {
        guard last > first, !sentence.has(.order, at: first), !(first...last).contains(where: { isVerb(sentence, $0) }) else {
            return false
        }
        let kinds: Set<String> = ["read", "write", "once", "time", "one", "view", "run", "then", "now", "this", "these", "first"]
        if sentence.text(last) == "only" { return !kinds.contains(sentence.text(last - 1)) && !sentence.has(.subordinate, at: first) }
        if (first...last).contains(where: { sentence.has(.pointing, at: $0) }) { return false }
        return sentence.text(first) == "only" && !kinds.contains(sentence.text(first + 1)) && !sentence.has(.subordinate, at: first)
            && !sentence.has(.subordinate, at: first + 1)
    }

    /// "Superseded by the new script", "Removed in v2". "Broken by the update" says what is to be mended.
    private static func isExplained(_ sentence: Sentence, _ first: Int, _ next: Int) -> Bool {
        !["broken", "gone", "wrong", "disabled"].contains(sentence.text(first))
            && ["by", "in", "for", "to", "since", "here", "from", "with", "idea", "any"].contains(sentence.text(next))
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
