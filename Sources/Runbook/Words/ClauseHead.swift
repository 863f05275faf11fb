/// How a clause begins: an order to the reader, a negated one, a statement about something else, or a label.
struct ClauseHead {
    enum Kind {
        /// No verb of its own: what the clauses before it say goes on.
        case nothing
        case order(Int)
        case forbidden(String)
        /// A negation that asks for the thing all the same: do not wait, never mind.
        case friendly
        /// What a command in it is, and one that it announces with a colon.
        case statement(direct: Verdict, announced: Verdict)
        case label(Verdict)
    }

    var kind: Kind
    /// Nothing but the negation.
    var isVerbless = false
    /// Words like "just" in front of a command.
    var hasLead = false
    /// A negated order, which "before", "until" and "without" turn into one: "do not leave before …".
    var isNegation = false

    static let plainReport = Kind.statement(direct: .mentioned("the words around it report, and ask for nothing"), announced: .meant)

    static func read(_ sentence: Sentence, _ range: Range<Int>) -> ClauseHead { HeadReader(sentence: sentence, range: range).head() }
}

private struct HeadReader {
    let sentence: Sentence
    let range: Range<Int>

    private var end: Int { range.upperBound }
    private var forbidden: ClauseHead.Kind { .forbidden("the words before it forbid it") }

    func head() -> ClauseHead {
        var place = range.lowerBound
        if place < end, sentence.tokens[place].isBadSign() { return ClauseHead(kind: .forbidden("a sign in front of it forbids it")) }
        if place < end, sentence.tokens[place].kind == .sign(isGood: true) { return ClauseHead(kind: .friendly) }
        if let label = Label.verdict(sentence, range) { return ClauseHead(kind: .label(label)) }
        let first = place
        skipLeads(&place)
        guard place < end, !sentence.isCode(place) else { return ClauseHead(kind: .nothing, hasLead: place > first && place < end) }
        // "This one never:"
        if sentence.text(end - 1) == "never", end - place > 1 { return ClauseHead(kind: forbidden) }
        if let length = sentence.length(.avoid, at: place), isAvoidance(place, length) {
            return avoidance(place, length, isPurpose: sentence.text(place - 1) == "to" || sentence.text(range.lowerBound) == "to")
        }
        if sentence.text(place) == "to" { return purpose(place + 1) }
        if sentence.has(.exclude, at: place), !sentence.has(.negation, at: place),
            sentence.text(place) != "no" || sentence.isCode(sentence.text(place + 1) == "more" ? place + 2 : place + 1)
        {
            return ClauseHead(kind: .nothing)
        }
        if let (verb, modal) = negation(place) {
            var head = negated(verb, modal, wholeFrom: place)
            head.isNegation = true
            return head
        }
        if sentence.has(.reader, at: place) { return ClauseHead(kind: reader(place, hasLead: place > first), isNegation: true) }
        if let length = sentence.length(.order, at: place) ?? verbLength(place), !isNoun(place, length) {
            return ClauseHead(kind: .order(place))
        }
        return ClauseHead(kind: StatementReader(sentence: sentence, range: place..<end).kind() ?? .nothing)
    }

    private func skipLeads(_ place: inout Int) {
        while place < end {
            if sentence.tokens[place].kind == .mark {
                place += 1
            } else if let length = sentence.length(.lead, at: place), sentence.length(.contrast, at: place) == nil {
                place += length
            } else if sentence.text(place).hasSuffix("ly"), place + 1 < end, sentence.length(.order, at: place + 1) != nil {
                place += 1
            } else if let length = sentence.length(.contrast, at: place), length == 1, !sentence.has(.exclude, at: place) {
                place += 1
            } else {
                return
            }
        }
    }

    private func verbLength(_ place: Int) -> Int? {
        [.edit, .end, .undo, .prefer, .delegate, .run, .names].lazy.compactMap { sentence.length($0, at: place) }.max()
    }

    /// "Run times are high", "Use of it": the word is a noun here.
    private func isNoun(_ place: Int, _ length: Int) -> Bool {
        let word = sentence.text(place)
        return length == 1 && word.count > 5 && word.hasSuffix("ing") || sentence.text(place + length) == "of"
    }

    private func purpose(_ place: Int) -> ClauseHead {
        if let length = sentence.length(.avoid, at: place), isAvoidance(place, length) { return avoidance(place, length, isPurpose: true) }
        return ClauseHead(kind: .order(place))
    }

    // MARK: Avoiding

    private func isAvoidance(_ place: Int, _ length: Int) -> Bool {
        let next = place + length
        switch sentence.text(place) {
        // "Stop taking money" is a deed like any other.
        case "stop", "quit", "cease", "discontinue": return sentence.has(.run, at: next) && sentence.text(next).hasSuffix("ing")
        case "leave": return sentence.isCode(next) || sentence.has(.pointing, at: next) && next + 1 < end
        default: return true
        }
    }

    private func avoidance(_ place: Int, _ length: Int, isPurpose: Bool) -> ClauseHead {
        let object = (place + length)..<end
        let words = object.prefix { !sentence.isCode($0) }
        // What nobody wants to happen is no command; and "to avoid a restart: …" is what the rest is for.
        if words.contains(where: { sentence.has(.harm, at: $0) }) { return ClauseHead(kind: .friendly) }
        if isPurpose, !object.contains(where: sentence.isCode) { return ClauseHead(kind: .friendly) }
        if isPurpose { return ClauseHead(kind: .forbidden("it is what is to be avoided")) }
        let means = words.first { sentence.has(.means, at: $0) }
        let isDeed = words.prefix { $0 != means }.contains { sentence.text($0).hasSuffix("ing") }
        if let means, means > place + length, !isDeed { return ClauseHead(kind: .friendly) }
        return ClauseHead(kind: .forbidden("the words before it say to leave it"))
    }

    // MARK: Negations

    /// The place of the verb behind a negation that begins here, and the auxiliary before it.
    private func negation(_ place: Int) -> (verb: Int, modal: String)? {
        var at = place
        var modal = ""
        if !sentence.has(.negation, at: at), sentence.has(.modal, at: at) || sentence.text(at) == "do" {
            modal = sentence.text(at)
            at += sentence.length(.modal, at: at) ?? 1
            skipAdverbs(&at)
        }
        guard let length = sentence.length(.negation, at: at), length > 0 else { return nil }
        at += length
        while let again = sentence.length(.negation, at: at) { at += again }
        return (at, modal)
    }

    private func skipAdverbs(_ at: inout Int) {
        while at < end, !sentence.has(.friendly, at: at), let length = sentence.length(.lead, at: at) { at += length }
    }

    /// Whether what is negated is to be done all the same: "do not hesitate", "you do not have to wait", "do not leave this out". "Do not
    /// just run it" is none.
    private func isFriendly(_ verb: inout Int) -> Bool {
        while verb < end, let length = sentence.length(.modal, at: verb) { verb += length }
        if isOnly(verb) { verb += 1 }
        if sentence.has(.friendly, at: verb) { return true }
        skipAdverbs(&verb)
        return sentence.has(.friendly, at: verb)
            || sentence.text(verb) == "leave" && (verb..<min(end, verb + 4)).contains { sentence.text($0) == "out" }
    }

    /// "Do not just run it", "you cannot simply use it".
    private func isOnly(_ place: Int) -> Bool {
        ["just", "simply", "merely"].contains(sentence.text(place)) && (sentence.has(.run, at: place + 1) || sentence.isCode(place + 1))
    }

    private func negated(_ verb: Int, _ modal: String, wholeFrom start: Int) -> ClauseHead {
        var verb = verb
        if isFriendly(&verb) { return ClauseHead(kind: .friendly) }
        let isVerbless = verb >= end
        let isRun = sentence.text(verb) == "be" ? sentence.has(.run, at: verb + 1) : false
        switch modal {
        case "can", "could", "will", "would", "has", "have to", "has to":
            return isRun ? ClauseHead(kind: forbidden) : ClauseHead(kind: ClauseHead.plainReport)
        case "" where sentence.text(start) == "not":
            // "Not reachable: …" is what somebody sees.
            let isOrder =
                isVerbless || sentence.isCode(verb) || sentence.has(.pointing, at: verb)
                || ["here", "so", "on", "in", "under", "again", "to", "for", "with", "via", "yet", "now"].contains(sentence.text(verb))
            return isOrder ? ClauseHead(kind: forbidden, isVerbless: isVerbless) : ClauseHead(kind: ClauseHead.plainReport)
        case "" where sentence.text(start) == "no" && !["needed", "used", "valid"].contains(sentence.text(verb)) && !isVerbless:
            return ClauseHead(kind: ClauseHead.plainReport)
        default:
            if sentence.isThirdPerson(verb) { return ClauseHead(kind: ClauseHead.plainReport) }
            return ClauseHead(kind: forbidden, isVerbless: isVerbless)
        }
    }

    // MARK: The reader

    private func reader(_ place: Int, hasLead: Bool) -> ClauseHead.Kind {
        var at = place + 1
        skipAdverbs(&at)
        if let (verb, modal) = negation(at) {
            var verb = verb
            if isFriendly(&verb) { return .friendly }
            let isRule = ["must", "should", "shall", "may", "ought to", "need to", "need", "have to"].contains(modal)
            let isDeed =
                sentence.has(.order, at: verb) || sentence.has(.run, at: verb) || sentence.isCode(verb) || sentence.has(.modal, at: verb)
                || sentence.has(.pointing, at: verb)
            return isRule || isDeed ? forbidden : ClauseHead.plainReport
        }
        var isAsked = hasLead || sentence.text(place) == "you"
        while at < end, let length = sentence.length(.modal, at: at) ?? sentence.length(.lead, at: at) {
            if sentence.has(.modal, at: at) { isAsked = true }
            at += length
        }
        let isPast = sentence.text(at).hasSuffix("ed") || ["ran", "did", "gave", "had"].contains(sentence.text(at))
        if sentence.has(.helps, at: at) { isAsked = true }
        if let length = sentence.length(.avoid, at: at), isAvoidance(at, length) { return avoidance(at, length, isPurpose: false).kind }
        if isPast || !isAsked { return ClauseHead.plainReport }
        return .order(at)
    }
}
