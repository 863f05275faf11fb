/// Goes through a sentence clause by clause and says of every command in it whether it is meant.
///
/// What holds at a command is what its own clause says, or else what the clauses before it left standing: a negation lasts over "and", "or"
/// and commas until another order begins, a colon hands on what was announced, and "but" begins anew.
struct SentenceReader {
    let sentence: Sentence
    private(set) var verdicts: [Int: Verdict] = [:]
    /// Whether the sentence forbids something, with or without a command in it.
    private(set) var forbids = false
    /// Whether the first thing it says is that.
    private(set) var opensForbidding = false
    private var hasBegun = false
    /// Pieces of code that an order or a statement asks for, and not only a place in a sentence.
    private(set) var ordered: Set<Int> = []
    /// Whether the clause has an order, a statement or a label of its own.
    private var hasHead = false
    /// What holds where it has come to, and what held around a condition.
    var state = State()
    var outer = State()
    private var last: Verdict?
    /// Commands that are meant so far.
    private var meant: [Int] = []

    static func read(_ sentence: Sentence) -> SentenceReader {
        var reader = SentenceReader(sentence: sentence)
        reader.read()
        return reader
    }

    private init(sentence: Sentence) { self.sentence = sentence }

    private mutating func read() {
        if let label = sentence.asides[-1]?.first, let verdict = Label.verdict(label) {
            state.direct = verdict
            state.announced = verdict
            state.isBare = false
            if case .forbidden = verdict { forbids = true }
        }
        for aside in sentence.asides[-1] ?? [] { hear(aside) }
        for index in sentence.clauses.indices { read(clause: index) }
        for aside in sentence.asides.values.joined() { read(aside) }
    }

    /// What stands in brackets is judged for itself, and shares what forbids the words around it.
    private mutating func read(_ aside: Sentence) {
        let inner = SentenceReader.read(aside)
        for (code, verdict) in inner.verdicts { verdicts[code] = state.isForbidding && verdict == .meant ? state.announced : verdict }
    }

    private mutating func read(clause index: Int) {
        let clause = sentence.clauses[index]
        let opener = clause.opener
        if opener.contains(.but) { state = State() }
        if opener.contains(.subordinate), Label.verdict(sentence, clause.range) == nil {
            enterSubordinate(clause, isFirst: index == 0)
        } else {
            if state.isSubordinate, !opener.isDisjoint(with: [.comma, .colon, .then]) || opener.contains(.and) && hasOrder(clause) {
                state = outer
            }
            if opener.contains(.colon) { state.direct = state.announced }
            let head = ClauseHead.read(sentence, clause.range)
            if case .nothing = head.kind { hasHead = false } else { hasHead = true }
            apply(head, opener, index)
            // "…, but don't."
            if index > 0, index == sentence.clauses.count - 1, head.isVerbless, state.isForbidding,
                !clause.range.contains(where: sentence.isCode)
            {
                retract()
            }
        }
        hear(labelIn: clause)
        walk(clause, index)
        if state.isForbidding, isAboutWhatStandsBefore(clause) { retract() }
    }

    /// "Fix (obsolete): `x`", "Fix (never use): `x`": what stands in brackets says the same in front of a command as behind it.
    private mutating func hear(labelIn clause: Sentence.Clause) {
        let end = clause.range.first(where: sentence.isCode) ?? clause.range.upperBound
        for place in clause.range.lowerBound..<end { for aside in sentence.asides[place] ?? [] { hear(aside) } }
    }

    private mutating func hear(_ aside: Sentence) {
        guard !aside.tokens.contains(where: \.isCode) else { return }
        var because: String?
        let isShort = aside.has(.negation, at: 0) || aside.has(.modal, at: 0) || aside.text(0) == "do"
        if case .forbidden(let why)? = isShort ? AfterCode.remark(aside) : Label.verdict(aside) { because = why }
        if !isShort, because == nil, SentenceReader.read(aside).opensForbidding { because = "the words in brackets forbid it" }
        guard let because else { return }
        set(.forbidden(because))
        forbids = true
    }

    /// "`x` deletes the data, so never run it": the clause speaks of the commands before it.
    private func isAboutWhatStandsBefore(_ clause: Sentence.Clause) -> Bool {
        let isLimit =
            sentence.isLimit(clause.range)
            && !clause.range.contains {
                ["approval", "permission", "authorisation", "authorization", "sign-off"].contains(sentence.text($0))
            }
        guard clause.range.lowerBound > 0, !clause.range.contains(where: sentence.isCode), !isLimit else { return false }
        return clause.range.contains { sentence.has(.run, at: $0) && ["it", "them", "this", "that"].contains(sentence.text($0 + 1)) }
    }

    private mutating func retract() {
        for code in meant { verdicts[code] = .forbidden("the words behind it rule it out") }
        meant = []
    }

    private func hasOrder(_ clause: Sentence.Clause) -> Bool {
        if case .order = ClauseHead.read(sentence, clause.range).kind { true } else { false }
    }

    private mutating func enterSubordinate(_ clause: Sentence.Clause, isFirst: Bool) {
        let word = sentence.text(clause.range.lowerBound)
        if !state.isSubordinate { outer = state }
        let demands = state.isForbidding && state.mayDemand && ["before", "until", "till", "unless"].contains(word)
        if demands, state.holdsUp, clause.range.contains(where: { sentence.has(.pointing, at: $0) }) { outer = State(isBare: false) }
        state = State()
        state.isSubordinate = true
        state.isBare = false
        state.direct = demands ? .meant : .mentioned("the words before it are a condition or a report, and no order")
        state.announced = .meant
        // "Until v2: `x`": a time that is over. "Until then" and "until it is up" are not.
        if isFirst, ["until", "till"].contains(word), clause.range.count <= 3,
            !clause.range.contains(where: { sentence.text($0) == "then" || sentence.has(.finite, at: $0) || sentence.isCode($0) })
        {
            outer.announced = .mentioned("the words before it call it an example, an output or what was done before")
        }
        if isFirst, ["who", "why", "how"].contains(word), sentence.text(clause.range.lowerBound + 1) != "to" {
            outer.announced = .mentioned("the words before it tell what happened")
            outer.direct = outer.announced
        }
    }

    private mutating func apply(_ head: ClauseHead, _ opener: Sentence.Opener, _ index: Int) {
        defer {
            if case .nothing = head.kind {
            } else if !hasBegun {
                hasBegun = true
                opensForbidding = forbids
            }
        }
        switch head.kind {
        case .nothing:
            // "No restart is needed, just `x`."
            if head.hasLead, opener.contains(.comma), !state.isForbidding { state = State(isBare: false) }
            return
        case .forbidden(let because):
            set(.forbidden(because))
            state.mayDemand = head.isNegation
            state.holdsUp = sentence.clauses[index].range.contains { sentence.has(.proceed, at: $0) }
            state.isBare = head.isVerbless
            forbids = true
        case .friendly: state = State(isBare: false)
        case .order(let verb):
            // "Never run `a`, `b`, or restart it with `c`": one list.
            let isListed = sentence.lastAlternative > index
            let isFresh =
                opener.isEmpty && !state.isForbidding || opener.contains(.but) || state.isOpen
                || !opener.isDisjoint(with: [.and, .or, .then]) && !state.isForbidding && state.verb == nil
                || opener.contains(.comma) && opener.isDisjoint(with: [.and, .or, .then]) && !state.isBare && !isListed
                || opener.contains(.colon) && (!state.isForbidding && state.direct == .meant || state.hasOwnDeed)
            if isFresh { state = State() }
            state.verb = verb
            state.isBare = false
        case .statement(let direct, let announced):
            state = State(direct: direct, announced: announced, isBare: false)
            if case .forbidden = announced { forbids = true }
        case .label(let verdict):
            set(verdict)
            if case .forbidden = verdict { forbids = true }
        }
    }

    private mutating func set(_ verdict: Verdict) {
        state.direct = verdict
        state.announced = verdict
        state.verb = nil
    }

    // MARK: Inside a clause

    private mutating func walk(_ clause: Sentence.Clause, _ index: Int) {
        var excluded: Int?
        var place = clause.range.lowerBound
        while place < clause.range.upperBound {
            defer { place += 1 }
            if sentence.isCode(place) {
                judge(place, clause, excluded)
                continue
            }
            if let length = sentence.length(.ban, at: place) {
                set(.forbidden("the words before it advise against it"))
                let rest = (place + length)..<clause.range.upperBound
                state.hasOwnDeed =
                    rest.contains { sentence.has(.order, at: $0) }
                    && !rest.contains { sentence.has(.pointing, at: $0) || sentence.isCode($0) || sentence.text($0) == "it" }
                forbids = true
            }
            if sentence.has(.shown, at: place) { set(.mentioned("the words before it call it an example or an output")) }
            if sentence.has(.foreign, at: place) {
                set(.forbidden("a word of another language forbids it"))
                forbids = true
            }
            if isExclusion(place) {
                let isDoubled = (clause.range.lowerBound..<place).contains {
                    sentence.has(.negation, at: $0) || ["nothing", "nobody", "none"].contains(sentence.text($0))
                }
                if sentence.text(place) == "without", state.isForbidding && state.mayDemand || !state.isForbidding && isDoubled {
                    state = State(isBare: false)
                } else {
                    excluded = place
                }
            }
            if let from = excluded, place > from + 1, sentence.has(.run, at: place), !sentence.text(place).hasSuffix("ing") {
                excluded = nil
            }
            if isInnerNegation(place, clause) {
                set(.forbidden("the words before it forbid it"))
                forbids = true
            }
            if sentence.has(.means, at: place), place > clause.range.lowerBound { meansBegin(place, clause) }
        }
        if let from = excluded, isOpenExclusion(from, clause) {
            state.announced = .forbidden("something else is to be done instead of it")
        }
    }

    private mutating func judge(_ place: Int, _ clause: Sentence.Clause, _ excluded: Int?) {
        guard case .code(let code) = sentence.tokens[place].kind else { return }
        state.mayDemand = false
        var verdict = state.direct
        let isFirst = place == clause.range.lowerBound
        if excluded != nil {
            verdict = .forbidden("something else is to be done instead of it")
        } else if isFirst, clause.opener.isDisjoint(with: [.colon, .but]), !clause.opener.isDisjoint(with: [.and, .or, .comma]), let last,
            state.verb != nil
        {
            verdict = last
        } else if verdict == .meant {
            verdict = ObjectOfVerb.verdict(sentence, place, clause, state.verb)
            if verdict == .meant, state.verb == nil, !hasHead, isObject(place, clause) {
                verdict = .mentioned("no word before it says that it is to be run")
            }
        }
        if sentence.text(place + 1) == "instead", sentence.text(place + 2) != "of", excluded == nil {
            verdict = .meant
        } else if let after = AfterCode.verdict(sentence, place, isDemanded: state.isSubordinate) {
            if verdict == .meant || after == .meant { verdict = after }
        }
        if case .forbidden = verdict { forbids = true }
        verdicts[code] = verdict
        if state.verb != nil || hasHead || !sentence.tokens.contains(where: \.isWord) { ordered.insert(code) }
        if verdict == .meant { meant.append(code) }
        last = verdict
        state.isBare = false
    }
}
