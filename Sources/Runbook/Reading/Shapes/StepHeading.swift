internal import MarkdownKit

/// A heading or label inside a part that names what is done below it: "1. Is it up?", "Option A: Restart", "If the disk is full".
///
/// Any other one that is no part's name closes the part, as "Background" does. What the sentence model calls forbidden, an example or an
/// output is none of these, whatever its number. The words are data (`StepWords`).
enum StepHeading {
    static func isOne(_ block: MarkdownBlock, _ heading: HeadingText) -> Bool {
        let words = heading.title.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "-" }
        let isNamed =
            heading.ordinal != nil || isCondition(words) || isTrouble(words) || isOrder(heading) || isDeed(words)
            || !words.isEmpty && words.allSatisfy(StepWords.platforms.contains)
        guard isNamed, !block.isStruckOut, !heading.isRated else { return false }
        let lead = Framing.lead(block)
        guard lead.verdict == .meant else { return false }
        // What follows the number may forbid by itself.
        return heading.title.isEmpty || Framing.of(heading.title) == .meant && !Passage(heading.title).opensForbidding
    }

    /// "If the disk is full", "For Prometheus metrics": where it applies. A place for trying things out is not where an incident is.
    private static func isCondition(_ words: [Substring]) -> Bool {
        guard words.count > 1, let first = words.first else { return false }
        if words.count > 2, ["if", "when"].contains(first) { return true }
        return first == "for" && words.count < 6 && !words.contains { StepWords.trials.contains($0) || StepWords.vague.contains($0) }
    }

    /// What is wrong, in a few words: "Port conflict", "Out of memory". One word alone may be the name of an output.
    private static func isTrouble(_ words: [Substring]) -> Bool {
        guard (2...5).contains(words.count), let first = words.first, let last = words.last, !StepWords.vague.contains(first) else {
            return false
        }
        return StepWords.troubles.contains(last) || StepWords.states.contains(first)
    }

    /// What is done, as a name: "Load balancer checks", "Cache rebuild". What is done by itself on some day is not asked for.
    private static func isDeed(_ words: [Substring]) -> Bool {
        guard (2...5).contains(words.count), let last = words.last, StepWords.deeds.contains(last) else { return false }
        return !words.contains { word in
            StepWords.vague.contains(word) || StepWords.trials.contains(word) || StepWords.regular.contains(where: word.hasPrefix)
        }
    }

    /// "Restart the workers", "Manually retrying the job", "Via the console".
    static func isOrder(_ heading: HeadingText) -> Bool {
        var tokens = Tokenizer.tokens(heading.title)
        if tokens.first?.text.hasSuffix("ly") == true { tokens.removeFirst() }
        guard tokens.count > 1, !tokens.contains(where: { $0.isMark(".") || $0.isMark("?") }), let first = tokens.first?.text else {
            return false
        }
        if ["via", "using", "with"].contains(first) { return true }
        let stems =
            [first] + (first.hasSuffix("ing") ? stems(first.dropLast(3)) : []) + (first.hasPrefix("re") ? [String(first.dropFirst(2))] : [])
        let sentence = Sentence(tokens[...])
        // "Test data" names a thing, and no deed.
        return sentence.text(1) != "of" && !StepWords.things.contains(sentence.text(1))
            && stems.contains { stem in
                let word = Sentence([Token(kind: .word, text: stem)][...])
                return word.has(.order, at: 0) || word.has(.look, at: 0) || StepWords.orders.contains(stem)
            }
    }

    /// "retry", "retrye"; "log" of "logging".
    private static func stems(_ stem: Substring) -> [String] {
        let isDoubled = stem.count > 2 && stem.last == stem.dropLast().last
        return [String(stem), stem + "e"] + (isDoubled ? [String(stem.dropLast())] : [])
    }
}
