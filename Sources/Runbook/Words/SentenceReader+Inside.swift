/// Words inside a clause that change what holds for the commands behind them.
extension SentenceReader {
    func isExclusion(_ place: Int) -> Bool {
        // "No `x`", "no more `x`"
        if sentence.text(place) == "no", !sentence.isCode(sentence.text(place + 1) == "more" ? place + 2 : place + 1) { return false }
        if sentence.text(place) == "over", let verb = state.verb { return sentence.has(.prefer, at: verb) }
        return sentence.has(.exclude, at: place)
    }

    /// "Instead of this:" speaks of what follows; "Instead of the old script:" has said what it means.
    func isOpenExclusion(_ from: Int, _ clause: Sentence.Clause) -> Bool {
        let rest = (from + (sentence.length(.exclude, at: from) ?? 1))..<clause.range.upperBound
        return rest.allSatisfy { sentence.has(.pointing, at: $0) || sentence.has(.run, at: $0) } && !rest.contains(where: sentence.isCode)
    }

    /// "Postpone `x`", "Delegate `x` to the vendor": the object of words that are no verb of running. What a place or a means leads to, and
    /// what stands alone or behind a colon, is none.
    func isObject(_ place: Int, _ clause: Sentence.Clause) -> Bool {
        guard !clause.opener.contains(.colon) else { return false }
        let words = (clause.range.lowerBound..<place).filter { sentence.tokens[$0].kind != .mark }
        guard let first = words.first, !words.contains(where: sentence.isCode) else { return false }
        if SentencePlace.prepositions.contains(sentence.text(first)) || sentence.text(first).hasSuffix("ly") { return false }
        let leads: [Sense] = [.means, .lead, .contrast, .and, .or, .run, .order, .look, .remedy, .output]
        return !words.contains { word in leads.contains { sentence.has($0, at: word) } }
    }

    /// "Try not to …", "run it not `x`"; a report ("pods that do not answer") forbids nothing.
    func isInnerNegation(_ place: Int, _ clause: Sentence.Clause) -> Bool {
        guard place > clause.range.lowerBound, let length = sentence.length(.negation, at: place), state.isOpen else { return false }
        let next = place + length
        if sentence.isCode(next) { return true }
        if sentence.text(place) == "not" { return sentence.text(next) == "to" && !sentence.has(.finite, at: place - 1) }
        return sentence.text(place - 1) == "to"
    }

    /// "Avoid a restart by running `x`", "look whether it is up with `x`": the way of doing what the order says.
    mutating func meansBegin(_ place: Int, _ clause: Sentence.Clause) {
        if let verb = state.verb, sentence.has(.avoid, at: verb), state.isForbidding {
            let length = sentence.length(.avoid, at: verb) ?? 1
            let object = verb + length
            let isDeed = (object..<place).contains { sentence.text($0).hasSuffix("ing") }
            if object < place, !isDeed { state = State(isBare: false) }
        } else if state.isSubordinate, outer.isOpen, outer.verb != nil {
            let first = clause.range.lowerBound
            let isSomebodys = [first, first + 1].contains { sentence.has(.person, at: $0) } || sentence.text(first) == "who"
            if !isSomebodys { state.direct = .meant }
        }
    }
}
