internal import MarkdownKit

/// A heading or label inside a part that names what is done below it: "1. Is it up?", "Option A: Restart", "If the disk is full".
///
/// Any other one that is no part's name closes the part, as "Background" does. What the sentence model calls forbidden, an example or an
/// output is none of these, whatever its number.
enum StepHeading {
    static func isOne(_ block: MarkdownBlock, _ heading: HeadingText) -> Bool {
        let words = heading.title.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "-" }
        let isNamed = heading.ordinal != nil || isCondition(words) || isTrouble(words) || isOrder(heading)
        guard isNamed, !block.isStruckOut, !heading.isRated else { return false }
        let lead = Framing.lead(block)
        guard lead.verdict == .meant else { return false }
        // What follows the number may forbid by itself.
        return heading.title.isEmpty || Framing.of(heading.title) == .meant && !Passage(heading.title).opensForbidding
    }

    private static func isCondition(_ words: [Substring]) -> Bool { words.count > 2 && ["if", "when"].contains(words.first) }

    /// What is wrong, in a few words: "Port conflict", "Out of memory". One word alone may be the name of an output.
    private static func isTrouble(_ words: [Substring]) -> Bool {
        guard (2...5).contains(words.count), let first = words.first, let last = words.last, !vague.contains(first) else { return false }
        return troubles.contains(last) || states.contains(first)
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
        return sentence.text(1) != "of"
            && stems.contains { stem in
                let word = Sentence([Token(kind: .word, text: stem)][...])
                return word.has(.order, at: 0) || word.has(.look, at: 0)
                    || ["investigate", "identify", "stop", "kill", "delete", "remove"].contains(stem)
            }
    }

    /// "retry", "retrye"; "log" of "logging".
    private static func stems(_ stem: Substring) -> [String] {
        let isDoubled = stem.count > 2 && stem.last == stem.dropLast().last
        return [String(stem), stem + "e"] + (isDoubled ? [String(stem.dropLast())] : [])
    }

    private static let troubles: Set<Substring> = [
        "error", "conflict", "failure", "issue", "problem", "crash", "leak", "full", "down", "missing", "slow", "stuck", "exhaustion",
        "exhausted", "corruption", "corrupted", "timeout", "lag", "memory", "unavailable", "unreachable", "disk", "dependencies", "state",
        "pressure", "overload", "saturation", "contention", "expired", "misconfigured", "misconfiguration",
    ]
    private static let states: Set<Substring> = ["missing", "slow", "fragmented", "expired", "corrupted", "invalid", "stuck"]
    /// What lists or shows, and names no trouble at hand.
    private static let vague: Set<Substring> = [
        "common", "known", "typical", "possible", "expected", "example", "sample", "last", "previous", "past", "the", "this", "that", "no",
        "not", "old", "current", "desired", "target", "initial", "a", "an", "other", "past", "similar", "related", "resolved", "fixed",
    ]
}
