/// A clause with a subject of its own: who does it, what is printed, what heals.
struct StatementReader {
    let sentence: Sentence
    let range: Range<Int>

    private static let otherRuns = Verdict.mentioned("the words around it say that somebody or something else runs it")
    private static let printed = Verdict.mentioned("the words before it say what is shown or printed")

    /// nil for words without a verb.
    func kind() -> ClauseHead.Kind? {
        let first = range.lowerBound
        let limit = range.first(where: sentence.isCode) ?? range.upperBound
        if ["what", "where", "how"].contains(sentence.text(first)), limit > first + 1 { return question(first, limit) }
        guard let verb = (first..<limit).first(where: { isVerb($0, first) }) else { return nil }
        let isPointing =
            sentence.has(.pointing, at: first) || sentence.has(.pointing, at: first + 1)
            || (first..<verb).contains { ["below", "following"].contains(sentence.text($0)) }
        var last = verb + 1
        var isNegated = (first..<verb).contains { sentence.has(.negation, at: $0) }
        while last < limit, sentence.has(.negation, at: last) || sentence.has(.lead, at: last) || isAuxiliary(last) {
            if let length = sentence.length(.negation, at: last) {
                isNegated = true
                last += length
            } else {
                last += 1
            }
        }
        if sentence.has(.person, at: first), ["nobody", "no"].contains(sentence.text(first)) { isNegated = true }
        if isForbidden(first, verb, last, limit, isPointing, isNegated) {
            let verdict = Verdict.forbidden("the words before it forbid it")
            return .statement(direct: verdict, announced: verdict)
        }
        // "It does not hurt to run it."
        if isNegated, sentence.has(.friendly, at: last) { return .friendly }
        if isNegated { return ClauseHead.plainReport }
        return said(first, verb, last, limit, isPointing)
    }

    private func isVerb(_ place: Int, _ first: Int) -> Bool {
        guard [.finite, .runs, .says, .helps, .modal, .harms, .happens].contains(where: { sentence.has($0, at: place) }) else {
            return false
        }
        // A question: "Did somebody …?"
        if place == first { return sentence.has(.finite, at: place) && !sentence.has(.modal, at: place) }
        // "Rather run it": a bare verb behind a single word is an order, unless that word can do things.
        let word = sentence.text(place)
        let isBare = sentence.has(.run, at: place) && !word.hasSuffix("s") && !word.hasSuffix("ed")
        if isBare, place == first + 1, !sentence.has(.person, at: first), !sentence.has(.reader, at: first),
            !sentence.text(first).hasSuffix("s")
        {
            return false
        }
        // "The report", "the command to run": no verbs here.
        return !(sentence.has(.subject, at: place - 1) && !["it", "there", "all", "that"].contains(sentence.text(place - 1)))
            && sentence.text(place - 1) != "to"
    }

    private func isAuxiliary(_ place: Int) -> Bool {
        sentence.has(.modal, at: place) || ["be", "been", "have", "to"].contains(sentence.text(place))
    }

    private func isForbidden(_ first: Int, _ verb: Int, _ last: Int, _ limit: Int, _ isPointing: Bool, _ isNegated: Bool) -> Bool {
        let modal = sentence.text(verb)
        let isRule = ["must", "should", "shall", "may"].contains(modal)
        let isNobodys = ["nobody", "no"].contains(sentence.text(first)) && sentence.has(.person, at: first)
        if isNegated, isRule, sentence.text(last - 1) == "be", sentence.text(last).hasSuffix("ed") || sentence.has(.run, at: last) {
            return true
        }
        if isNobodys {
            return isRule || ["is", "needs"].contains(modal) && (sentence.text(verb + 1) == "allowed" || sentence.text(verb + 1) == "to")
        }
        guard isPointing else { return false }
        if isNegated, isRule || modal == "can" { return sentence.has(.run, at: last) || isRule }
        let rest = verb..<limit
        if !isNegated, let ill = rest.first(where: { sentence.has(.ill, at: $0) }), ill <= last + 2 { return true }
        return isNegated && (verb..<limit).contains { sentence.has(.ill, at: $0) && sentence.text($0) == "not" }
            || isNegated && sentence.text(last) == "longer" || rest.contains { sentence.has(.harms, at: $0) }
    }

    private func said(_ first: Int, _ verb: Int, _ last: Int, _ limit: Int, _ isPointing: Bool) -> ClauseHead.Kind {
        let subject = first..<verb
        let noun = subject.first { sentence.has(.remedy, at: $0) || sentence.has(.output, at: $0) }
        let isCopula = ["is", "are", "was", "were"].contains(sentence.text(verb))
        let object = last..<limit
        let isDirect = object.allSatisfy { sentence.has(.pointing, at: $0) || sentence.has(.lead, at: $0) || sentence.text($0) == "to" }
        let isPointed = object.contains { sentence.has(.pointing, at: $0) }
        if isCopula || sentence.text(verb) == "looks", let noun, sentence.has(.output, at: noun), !sentence.has(.remedy, at: noun), isDirect
        {
            return .statement(direct: Self.printed, announced: Self.printed)
        }
        if isCopula {
            // "The start command of the container is …"
            let isOthers = subject.contains { sentence.text($0) == "of" } && subject.contains { sentence.has(.machine, at: $0) }
            let isRemedy = noun.map { sentence.has(.remedy, at: $0) && !isOthers } ?? false
            let isAdvice = sentence.text(first) == "it" && object.contains { sentence.has(.remedy, at: $0) }
            if isRemedy || isAdvice { return .statement(direct: .meant, announced: .meant) }
            // "This is the error:"
            let shows = object.prefix(4).contains {
                sentence.has(.output, at: $0) || sentence.text($0) == "what" && sentence.text($0 + 1) != "to"
            }
            if isPointing, shows { return .statement(direct: Self.printed, announced: Self.printed) }
        }
        let isTold = sentence.text(last) == "to" || sentence.text(last - 1) == "to"
        if isTold, subject.contains(where: { sentence.has(.people, at: $0) }) {
            return .statement(direct: Self.otherRuns, announced: .meant)
        }
        if sentence.has(.helps, at: verb) || sentence.has(.helps, at: last) { return .statement(direct: .meant, announced: .meant) }
        let deed = sentence.has(.runs, at: verb) && !sentence.has(.modal, at: verb) ? verb : last
        if isCopula, isHealed(verb, last, limit) { return .statement(direct: .meant, announced: .meant) }
        if sentence.has(.modal, at: verb), sentence.text(verb + 1) == "be" || sentence.text(last - 1) == "be" {
            // "The line should be `x`."
            let isText = subject.contains { sentence.has(.text, at: $0) || sentence.has(.output, at: $0) }
            if isText, object.isEmpty { return .statement(direct: Self.printed, announced: Self.printed) }
            return (verb..<limit).contains { sentence.text($0) == "by" }
                ? .statement(direct: Self.otherRuns, announced: .meant) : .statement(direct: .meant, announced: .meant)
        }
        if sentence.has(.runs, at: deed) || sentence.has(.run, at: deed) {
            if isPointing, !sentence.has(.person, at: first) {
                return .statement(direct: Self.otherRuns, announced: .meant)
            }
            let takesIt = ((deed + 1)..<max(limit, deed + 1)).allSatisfy { sentence.has(.pointing, at: $0) } || isPointed
            return .statement(direct: Self.otherRuns, announced: takesIt ? Self.otherRuns : .meant)
        }
        if sentence.has(.says, at: verb) {
            return .statement(direct: Self.printed, announced: isDirect ? Self.printed : .meant)
        }
        return ClauseHead.plainReport
    }

    private static let times: Set<String> = [
        "night", "every", "automatically", "nightly", "daily", "hourly", "itself", "shutdown", "startup", "boot", "start", "exit",
    ]
    /// What may be taken away to mend.
    private static let rubbish: Set<String> = [
        "old", "stale", "broken", "stuck", "dead", "orphaned", "leftover", "expired", "temporary", "hanging", "corrupt", "corrupted",
        "unused", "obsolete", "duplicate", "superfluous",
    ]
    private static let losses: Set<String> = ["deleted", "removed", "dropped", "emptied", "purged", "pruned", "reset"]

    /// "Broken links are repaired by `x`": what is done to mend, and with what. "They were repaired by `x`", "they are released by `x` on
    /// shutdown" and "our backups are deleted with `x`" tell what happened, what happens anyway, and what somebody does.
    private func isHealed(_ verb: Int, _ last: Int, _ limit: Int) -> Bool {
        guard ["is", "are"].contains(sentence.text(verb)), last < limit, limit < sentence.tokens.count, sentence.isCode(limit),
            sentence.has(.mends, at: last)
        else { return false }
        let (first, deed) = (range.lowerBound, sentence.text(last))
        let isOnItsOwn = (limit..<sentence.tokens.count).allSatisfy {
            sentence.isCode($0) || sentence.tokens[$0].kind == .mark || sentence.has(.and, at: $0)
        }
        guard isOnItsOwn, !sentence.asides.keys.contains(where: { $0 >= limit }),
            !sentence.tokens.indices.contains(where: { Self.times.contains(sentence.text($0)) }),
            !["on", "at", "during", "by", "after", "before"].contains(sentence.text(first)),
            !(first..<verb).contains(where: { ["damage", "loss", "harm", "corruption"].contains(sentence.text($0)) }),
            !Self.losses.contains(deed) || (first..<verb).contains(where: { Self.rubbish.contains(sentence.text($0)) })
        else { return false }
        // "The backup is done by `x`" tells who does it.
        return (last..<limit).contains { sentence.has(.means, at: $0) && (sentence.text($0) != "by" || deed != "done") }
    }

    /// "What broke it:" tells; "what to do:", "what helps:" and "how to restart it:" ask for it.
    private func question(_ first: Int, _ limit: Int) -> ClauseHead.Kind {
        let asks =
            sentence.text(first + 1) == "to" || sentence.has(.lead, at: first + 1)
            || (first..<limit).contains { sentence.has(.helps, at: $0) }
            || ["helped", "worked", "fixed"].contains(sentence.text(first + 1))
        let verdict = asks ? Verdict.meant : .mentioned("the words before it tell what happened")
        return .statement(direct: verdict, announced: verdict)
    }
}
