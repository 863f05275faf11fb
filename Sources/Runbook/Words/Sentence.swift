/// A sentence taken apart: its words with what is known of them, what stands in brackets, and its clauses.
struct Sentence {
    struct Opener: OptionSet {
        let rawValue: Int
        static let comma = Opener(rawValue: 1), colon = Opener(rawValue: 2), and = Opener(rawValue: 4), or = Opener(rawValue: 8)
        static let but = Opener(rawValue: 16), then = Opener(rawValue: 32), subordinate = Opener(rawValue: 64)
        static let line = Opener(rawValue: 128)
    }

    struct Clause {
        var opener: Opener
        var range: Range<Int>
    }

    private(set) var tokens: [Token] = []
    /// The same with its brackets.
    let written: ArraySlice<Token>
    /// What stands in brackets, by the token behind which it stands; -1 at the beginning.
    private(set) var asides: [Int: [Sentence]] = [:]
    private(set) var clauses: [Clause] = []
    private var matches: [[Lexicon.Match]] = []
    /// The last clause that "or" begins.
    private(set) var lastAlternative = -1
    /// Where it ends in its text, the mark included, in bytes.
    let end: Int

    init(_ all: ArraySlice<Token>, end: Int = 0, _ lexicon: Lexicon = .standard) {
        self.end = end
        written = all
        takeAsides(all, lexicon)
        let tokens = self.tokens
        matches = tokens.indices.map { lexicon.matches(tokens, at: $0) }
        split()
    }

    // MARK: What is known of a place

    /// The length of the longest phrase of that sense.
    func length(_ sense: Sense, at place: Int) -> Int? {
        guard matches.indices.contains(place) else { return nil }
        return matches[place].lazy.filter { $0.sense == sense }.map(\.length).max()
    }

    func has(_ sense: Sense, at place: Int) -> Bool {
        matches.indices.contains(place) && matches[place].contains { $0.sense == sense }
    }

    func first(_ sense: Sense, in range: Range<Int>) -> Int? { range.first { has(sense, at: $0) } }

    func text(_ place: Int) -> String { tokens.indices.contains(place) && tokens[place].isWord ? tokens[place].text : "" }

    func isCode(_ place: Int) -> Bool { tokens.indices.contains(place) && tokens[place].isCode }

    /// "shows", "returns": somebody does it, and nobody is told to.
    func isThirdPerson(_ place: Int) -> Bool {
        let word = text(place)
        return word.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss") && !word.hasSuffix("us") && !has(.subject, at: place)
            && !has(.pointing, at: place)
    }

    /// "Do not run it twice": how, and not whether.
    func isLimit(_ range: Range<Int>) -> Bool {
        range.contains { place in
            // "Do not use it any more" is no limit.
            if text(place) == "more" { return text(place - 1) != "any" }
            return ["twice", "again", "as", "before", "until", "without", "while", "too", "than"].contains(text(place))
        }
    }

    // MARK: Taking apart

    /// Brackets that hold only commands are part of the sentence; all others are sentences of their own.
    private mutating func takeAsides(_ all: ArraySlice<Token>, _ lexicon: Lexicon) {
        var at = all.startIndex
        while at < all.endIndex {
            let token = all[at]
            at += 1
            guard token.isMark("(") || token.isMark("[") else {
                if token.isMark(")") || token.isMark("]") { continue }
                tokens.append(token)
                continue
            }
            let close = token.isMark("(") ? ")" : "]"
            guard let end = all[at...].firstIndex(where: { $0.isMark(close) }) else {
                tokens.append(Token(kind: .mark, text: ","))
                continue
            }
            let inside = all[at..<end]
            at = end + 1
            if inside.allSatisfy({ $0.isCode || $0.isMark(",") || ["or", "and", "formerly"].contains($0.text) }) {
                tokens += inside
            } else {
                asides[tokens.count - 1, default: []].append(Sentence(inside, lexicon))
            }
        }
    }

    private mutating func split() {
        clauses = [Clause(opener: [], range: 0..<0)]
        var start = 0
        /// Opens a clause whose first token is `next`.
        func open(_ opener: Opener, _ place: Int, _ next: Int) {
            if tokens[start..<place].contains(where: { $0.kind != .mark }) {
                clauses[clauses.count - 1].range = start..<place
                clauses.append(Clause(opener: opener, range: next..<next))
            } else {
                clauses[clauses.count - 1].opener.formUnion(opener)
            }
            start = next
        }
        var place = 0
        while place < tokens.count {
            let token = tokens[place]
            defer { place += 1 }
            if token.kind == .mark {
                open(token.text == ":" ? .colon : .comma, place, place + 1)
                continue
            }
            if case .sign = token.kind, place > start, !isCode(place - 1) || isSign(0) { open(.comma, place, place) }
            guard token.isWord else { continue }
            let isFirst = !tokens[start..<place].contains { $0.kind != .mark }
            if let length = length(.exclude, at: place), length > 1 {
                place += length - 1
            } else if has(.or, at: place), text(place + 1) == "not", place + 2 >= tokens.count || tokens[place + 2].kind == .mark {
                // "Damaged or not".
                place += 1
            } else if has(.and, at: place) {
                open(.and, place, place + 1)
            } else if has(.or, at: place) {
                open(.or, place, place + 1)
            } else if token.text == "then" {
                if isFirst || has(.order, at: place + 1) || isCode(place + 1) { open(.then, place, place + 1) }
            } else if has(.contrast, at: place) {
                let isJoint = token.text == "but" || isFirst || has(.order, at: place + 1)
                if isJoint, place + 1 < tokens.count { open(.but, place, place + 1) }
            } else if let length = subordinate(place) {
                open(.subordinate, place, place)
                place += length - 1
            } else if token.beginsLine, place > start, begins(negation: place) {
                open(.line, place, place)
            } else if clauses.count == 1, clauses[0].opener.contains(.subordinate), has(.run, at: place), beginsOrder(place, after: start) {
                // "If it persists run `x`".
                open(.comma, place, place)
            }
        }
        clauses[clauses.count - 1].range = start..<tokens.count
        lastAlternative = clauses.lastIndex { $0.opener.contains(.or) } ?? -1
    }

    private func isSign(_ place: Int) -> Bool { if case .sign = tokens[place].kind { true } else { false } }

    private func subordinate(_ place: Int) -> Int? {
        if let length = length(.subordinate, at: place) { return length }
        guard text(place) == "that", place > 0 else { return nil }
        let before = text(place - 1)
        return before == "sure" || before == "request" || has(.names, at: place - 1) || has(.look, at: place - 1)
            || length(.look, at: place - 2) == 2 || has(.says, at: place - 1)
            || has(.delegate, at: place - 2) ? 1 : nil
    }

    private func begins(negation place: Int) -> Bool {
        has(.negation, at: place) || has(.modal, at: place) && has(.negation, at: place + 1)
            || text(place) == "do" && has(.negation, at: place + 1)
    }

    private func beginsOrder(_ place: Int, after start: Int) -> Bool {
        guard place > start + 1, !text(place).hasSuffix("ing"), !text(place).hasSuffix("ed") else { return false }
        let before = place - 1
        // "If these steps do not help, …"
        if text(place) == "do", ["steps", "commands", "measures", "actions", "attempts", "checks"].contains(text(before)) { return false }
        return isCode(before)
            || tokens[before].isWord
                && ![.reader, .person, .subject, .pointing, .modal, .negation, .lead, .friendly].contains { has($0, at: before) }
                && !["to", "not", "is", "are", "was", "were", "has", "have", "do", "does", "did", "will", "be"].contains(text(before))
    }
}

extension [Token] {
    /// Parted at the marks that end a sentence. A cry ("NEVER! …") belongs to what it is about.
    func sentences(_ lexicon: Lexicon = .standard) -> [Sentence] {
        var result: [Sentence] = []
        var start = 0
        for (place, token) in enumerated() where token.kind == .mark && [".", "!", "?", ";"].contains(token.text) {
            let words = self[start..<place]
            if !words.isEmpty, words.count <= 5, !words.contains(where: \.isCode), place + 1 < count, self[place + 1].isCode,
                token.text != "?"
            {
                continue
            }
            // "(Never.)": the bracket is not over yet.
            if words.count(where: { $0.isMark("(") }) > words.count(where: { $0.isMark(")") }) { continue }
            if !words.isEmpty { result.append(Sentence(words, end: token.end, lexicon)) }
            start = place + 1
        }
        if start < count { result.append(Sentence(self[start...], end: self[count - 1].end, lexicon)) }
        return result
    }
}
