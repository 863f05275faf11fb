/// What the words behind a command say of it: "`x` is deprecated", "`x` (never in production)", "`x` runs at night".
struct AfterCode {
    let sentence: Sentence
    private(set) var place: Int
    private var hasMark = false
    private var pronoun = ""

    /// - Parameter isDemanded: it stands in a condition, where what it returns is looked at by whoever runs it.
    static func verdict(_ sentence: Sentence, _ code: Int, isDemanded: Bool) -> Verdict? {
        for aside in sentence.asides[code] ?? [] { if let verdict = remark(aside) { return verdict } }
        var after = AfterCode(sentence: sentence, place: code + 1)
        return after.read(isDemanded)
    }

    private static let ruledOut = Verdict.forbidden("the words behind it rule it out")

    /// A remark in brackets, or behind a `#`.
    static func remark(_ sentence: Sentence) -> Verdict? {
        if sentence.tokens.contains(where: \.isCode) { return nil }
        if let label = Label.verdict(sentence), case .forbidden = label { return label }
        var after = AfterCode(sentence: sentence, place: 0)
        after.hasMark = true
        return after.read(false)
    }

    private init(sentence: Sentence, place: Int) {
        self.sentence = sentence
        self.place = place
    }

    private mutating func read(_ isDemanded: Bool) -> Verdict? {
        skipList()
        guard place < sentence.tokens.count else { return nil }
        if sentence.tokens[place].isBadSign() { return startsWithSign ? nil : .forbidden("a sign behind it forbids it") }
        if foreign { return Self.ruledOut }
        while place < sentence.tokens.count, sentence.tokens[place].kind == .mark {
            hasMark = true
            place += 1
        }
        if sentence.text(place) == "and", sentence.has(.negation, at: place + 1) || sentence.text(place + 1) == "do" {
            hasMark = true
            place += 1
        }
        // "`x` DO NOT USE"
        if sentence.text(place) == "do", sentence.has(.negation, at: place + 1) { hasMark = true }
        if let pointed { return pointed }
        if ["which", "that", "it", "this", "they", "these"].contains(sentence.text(place)) {
            pronoun = sentence.text(place)
            place += 1
        }
        if hasMark || !pronoun.isEmpty, let elliptic { return elliptic }
        if hasMark, pronoun.isEmpty, sentence.length(.ill, at: place) == nil { return nil }
        return predicate(isDemanded)
    }

    /// "Expect `x` to print 0"; "see `x` for details", "choose `x` from the menu".
    private var pointed: Verdict? {
        let next = sentence.text(place + 1)
        switch sentence.text(place) {
        case "to": return Self.answers.contains(next) && !sentence.has(.run, at: place + 2) ? .meant : nil
        case "for" where !sentence.has(.run, at: place - 2) && ["details", "more", "reference", "information"].contains(next): break
        case "from", "in":
            guard (place..<place + 4).contains(where: { ["menu", "dropdown", "dialog"].contains(sentence.text($0)) }) else { return nil }
        default: return nil
        }
        return .mentioned("the words behind it name it, and do not ask for it")
    }

    private var startsWithSign: Bool { if case .sign? = sentence.tokens.first?.kind { true } else { false } }

    private var foreign: Bool {
        let rest = (place..<sentence.tokens.count).prefix { !sentence.isCode($0) }
        return rest.contains { sentence.has(.foreign, at: $0) && sentence.text($0) != "no" }
    }

    /// "`a` and `b` are …"
    private mutating func skipList() {
        while place + 1 < sentence.tokens.count, sentence.isCode(place + 1), sentence.has(.and, at: place) || sentence.has(.or, at: place) {
            place += 2
        }
    }

    /// "– never!", ", do not use it", "(not in production)".
    private var elliptic: Verdict? {
        var at = place
        if sentence.text(at) == "do" || sentence.has(.modal, at: at) { at += 1 }
        guard let length = sentence.length(.negation, at: at) else { return nil }
        at += length
        let rest = (at..<sentence.tokens.count).prefix { sentence.tokens[$0].kind != .mark }
        if rest.contains(where: sentence.isCode) || spares(at) || sentence.isThirdPerson(at) { return nil }
        if sentence.has(.lead, at: at), spares(at + 1) { return nil }
        if sentence.has(.order, at: at), !sentence.has(.run, at: at) { return nil }
        if !pronoun.isEmpty, !sentence.has(.run, at: at), sentence.text(at) != "be" { return nil }
        return Self.ruledOut
    }

    /// "Never skip it", "do not interrupt it": it is to be done.
    private func spares(_ at: Int) -> Bool {
        sentence.has(.friendly, at: at) || sentence.has(.end, at: at) || ["interrupted", "stopped", "skipped"].contains(sentence.text(at))
    }

    // MARK: A sentence about the command

    private static let shows: Set<String> = [
        "returns", "return", "prints", "shows", "says", "reports", "answers", "lists", "gives", "succeeds", "exits", "works", "passes",
    ]
    private static let answers: Set<String> = [
        "return", "print", "show", "say", "report", "answer", "list", "give", "succeed", "exit", "be",
    ]
    private static let enough: Set<String> = ["enough", "sufficient", "suffices", "helps"]

    /// "Running `x` here would …": what is said of it begins behind the words of place.
    private mutating func skipToVerb(_ isDemanded: Bool) {
        guard place > 1, !isDemanded, sentence.isCode(place - 1), sentence.text(place - 2).hasSuffix("ing"),
            sentence.has(.run, at: place - 2)
        else { return }
        let verb = (place..<min(sentence.tokens.count, place + 6)).first {
            sentence.has(.modal, at: $0) || sentence.has(.finite, at: $0) || sentence.has(.harms, at: $0) || sentence.has(.helps, at: $0)
        }
        if let verb, !(place..<verb).contains(where: { sentence.tokens[$0].kind == .mark || sentence.isCode($0) }) { place = verb }
    }

    private mutating func predicate(_ isDemanded: Bool) -> Verdict? {
        skipToVerb(isDemanded)
        var isNegated = false
        var modal = ""
        var isPast = false
        var hasBe = false
        var isDoubted = false
        var at = place
        while at < sentence.tokens.count, at < place + 8 {
            if let ill = sentence.length(.ill, at: at), hasBe || at == place || isPast {
                let isVague =
                    !pronoun.isEmpty && ["it", "this"].contains(pronoun)
                    && ["broken", "gone", "wrong", "removed", "disabled", "useless", "replaced"].contains(sentence.text(at))
                if !isNegated || ill > 1 || sentence.text(at) == "not", !isVague { return Self.ruledOut }
            }
            if sentence.has(.harms, at: at) { return .forbidden("the words behind it say that it does harm") }
            let word = sentence.text(at)
            if Self.doubts.contains(word) { isDoubted = true }
            if ["is", "are", "was", "were", "has", "have", "had", "be", "been", "being", "considered"].contains(word) {
                hasBe = true
                if ["was", "were", "had"].contains(word) || word == "been" && modal.isEmpty { isPast = true }
                at += 1
            } else if let length = sentence.length(.negation, at: at) {
                isNegated = true
                at += length
            } else if let length = sentence.length(.modal, at: at) {
                modal = word
                at += length
            } else if sentence.has(.lead, at: at) || word.hasSuffix("ly") || Self.doubts.contains(word)
                || ["did", "does", "do", "all"].contains(word)
            {
                at += 1
            } else {
                break
            }
        }
        if hasBe, !isNegated, sentence.text(at) == "what", sentence.text(at + 1) != "you" {
            return .mentioned("the words behind it tell what happened")
        }
        if !isNegated, !isDemanded, !isDoubted, Self.enough.contains(sentence.text(at)), endsPraise(at) { return .meant }
        if let said = said(at, modal, isNegated, isDoubted, hasBe, isPast, isDemanded) { return said }
        if isDemanded, !isNegated, Self.shows.contains(sentence.text(at)), sentence.text(at + 1) != "up" { return .meant }
        if !pronoun.isEmpty, pronoun != "which" { return nil }
        return deed(at, isNegated, modal, hasBe, isPast, isDemanded)
    }

    /// Whether what is said of it is known to be no praise: "is pointless" and "failed" ask for nothing, "is safe" leaves it as it is.
    private func said(
        _ at: Int, _ modal: String, _ isNegated: Bool, _ isDoubted: Bool, _ hasBe: Bool, _ isPast: Bool, _ isDemanded: Bool
    ) -> Verdict? {
        let word = sentence.text(at)
        let rest = (at..<sentence.tokens.count).prefix { sentence.tokens[$0].kind != .mark && !sentence.isCode($0) }
        func says(_ words: [String]) -> Bool { rest.contains { words.contains(sentence.text($0)) } }
        let isDown = ["takes", "take", "brings", "bring"].contains(word) && says(["down", "offline"])
        let isLoss =
            ["deletes", "empties", "drops", "truncates", "removes"].contains(word) && says(["production", "customer", "customers", "live"])
        if isDown || isLoss {
            return .forbidden("the words behind it say that it does harm")
        }
        if ["works", "work", "runs", "run"].contains(word),
            says(["only"])
                || (place..<at).contains(where: { sentence.text($0) == "only" })
        {
            return .forbidden("the words behind it keep it for something else")
        }
        guard !isDemanded, pronoun.isEmpty, !hasMark else { return nil }
        let isPastTense = word.hasSuffix("ed") || (place..<at).contains { sentence.text($0) == "did" } || word == "hung"
        if modal.isEmpty, isPastTense, !hasBe || isPast { return .mentioned("the words behind it tell what happened") }
        if ["what", "whatever"].contains(sentence.text(place - 2)), ["do", "does"].contains(sentence.text(at - 1)) {
            return .mentioned("the words behind it ask what it does")
        }
        guard hasBe, !isPast, at < sentence.tokens.count else { return nil }
        if isDoubted || says(Array(Self.doubts)) { return .forbidden("the words behind it keep it for something else") }
        if isNegated, sentence.has(.good, at: at) || ["for", "in", "on", "how", "what", "the", "a"].contains(word) { return Self.ruledOut }
        let describes = Verdict.mentioned("the words behind it say what it is, and do not ask for it")
        if sentence.has(.good, at: at) { return endsPraise(at) ? nil : describes }
        if !modal.isEmpty { return nil }
        let isArticle = ["a", "an", "the"].contains(word)
        let noun = isArticle ? rest.prefix(5).last { sentence.has(.good, at: $0) || sentence.has(.remedy, at: $0) } : nil
        let isPraise = noun.map { endsPraise($0) } ?? false
        let isKnown = sentence.has(.run, at: at) || sentence.has(.runs, at: at) || sentence.has(.happens, at: at)
        // "Is not dangerous" and "is how it is done" are well enough.
        if isNegated || isKnown || isPraise || ["how", "run", "done", "what", "executed", "repeated", "called"].contains(word) {
            return nil
        }
        return describes
    }

    private func deed(_ at: Int, _ isNegated: Bool, _ modal: String, _ hasBe: Bool, _ isPast: Bool, _ isDemanded: Bool) -> Verdict? {
        if isNegated, hasBe || ["must", "should", "shall", "may"].contains(modal) {
            if spares(at) || spares(at + 1) { return nil }
            let isRule = ["must", "should", "shall", "may"].contains(modal)
            let isPassive = hasBe && (sentence.has(.run, at: at) || sentence.has(.runs, at: at))
            if isPassive || isRule && (hasBe || at >= sentence.tokens.count || sentence.has(.run, at: at)) {
                return isDemanded ? nil : Self.ruledOut
            }
            return nil
        }
        let isRun = hasBe && (sentence.has(.run, at: at) || sentence.has(.runs, at: at) || sentence.text(at) == "run")
        if isRun, !isNegated {
            let rest = (at..<sentence.tokens.count).prefix { sentence.tokens[$0].kind != .mark }
            if let by = rest.first(where: { sentence.text($0) == "by" }), !["hand", "you", "us"].contains(sentence.text(by + 1)) {
                return .mentioned("the words behind it say that somebody else runs it")
            }
            if isPast, !isDemanded, modal.isEmpty { return .mentioned("the words behind it say what was done") }
        }
        if sentence.has(.happens, at: at),
            !isDemanded || ["finished", "ended", "over", "done", "finishes", "ends"].contains(sentence.text(at))
        {
            if modal.isEmpty, !isRun || sentence.text(at) == "running" { return .mentioned("the words behind it say that it runs, or ran") }
        }
        return nil
    }
}
