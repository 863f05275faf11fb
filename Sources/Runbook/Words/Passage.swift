internal import MarkdownKit

/// The sentences of a paragraph, and what they make of each piece of code in it.
struct Passage {
    private var read: [(text: String, sentence: Sentence, reader: SentenceReader)] = []
    /// For a piece of code, by its place among the inlines: its sentence and the verdict.
    private var verdicts: [Int: (verdict: Verdict, sentence: Int)] = [:]
    /// And its place among the words of that sentence.
    private var positions: [Int: Int] = [:]

    init(_ paragraph: MarkdownBlock, _ lexicon: Lexicon = .standard) { self.init(Tokenizer.read(paragraph), lexicon) }

    init(_ text: String) {
        var tokenizer = Tokenizer()
        tokenizer.read(text)
        self.init(tokenizer, .standard)
    }

    private init(_ tokenizer: Tokenizer, _ lexicon: Lexicon) {
        var start = 0
        for sentence in tokenizer.tokens.sentences(lexicon) {
            let reader = SentenceReader.read(sentence)
            for (code, verdict) in reader.verdicts { verdicts[code] = (verdict, read.count) }
            for (position, token) in zip(sentence.written.indices, sentence.written) {
                if case .code(let code) = token.kind { positions[code] = position }
            }
            if Passage.retracts(sentence, reader) { retract(sentence) }
            read.append((tokenizer.source.bytes(start, sentence.end).trimmedSpaces, sentence, reader))
            start = sentence.end
        }
    }

    /// The sentence that forbids the code at an index, or only names it, and why; nil when it is meant.
    func leavingOut(_ index: Int) -> (kind: ContextNote.Kind, sentence: String, because: String)? {
        guard let (verdict, place) = verdicts[index], let (kind, because) = verdict.left else { return nil }
        return (kind, read[place].text, because)
    }

    /// Where the sentence says that its code is to be run; nil for here.
    func place(_ index: Int) -> SentencePlace? {
        around(index).flatMap { SentencePlace(before: $0.before, after: $0.after) }
    }

    /// Whether a piece of code is the directory in which its sentence wants something done: it is no file to be changed.
    func isDirectory(_ index: Int) -> Bool {
        guard let (_, sentence) = verdicts[index], let position = positions[index] else { return false }
        let words = Array(read[sentence].sentence.written.prefix(60))
        guard let path = read[sentence].sentence.written[position].path else { return false }
        let named = [SentencePlace(lead: words)?.directory, WrittenDirectory.goal(words)]
        return named.contains(.path(path)) || named.contains(.unclear(path)) || named.contains(.unknown) && WrittenDirectory.isOpen(path)
    }

    /// The words of its sentence before a piece of code, and behind it. What is far away in a sentence of thousands says nothing of it.
    func around(_ index: Int) -> (before: ArraySlice<Token>, after: ArraySlice<Token>)? {
        guard let (_, sentence) = verdicts[index], let position = positions[index] else { return nil }
        let words = read[sentence].sentence.written
        return (words[..<position].suffix(60), words[(position + 1)...].prefix(60))
    }

    /// Whether its sentence asks for a piece of code, by an order or by what it says of it.
    func isOrdered(_ index: Int) -> Bool { verdicts[index].map { read[$0.sentence].reader.ordered.contains(index) } ?? false }

    /// Whether its first sentence asks the reader to do something: "Check the cables", "If it hangs, call the vendor". What "you see" is
    /// no deed.
    var givesOrder: Bool {
        guard let first = read.first?.sentence else { return false }
        return first.clauses.contains { clause in
            if clause.range.lowerBound == 0, first.has(.look, at: 0) { return true }
            guard case .order(let verb) = ClauseHead.read(first, clause.range).kind, first.text(clause.range.lowerBound) != "to" else {
                return false
            }
            let isReaders = clause.range.lowerBound < verb && (clause.range.lowerBound..<verb).contains { first.has(.reader, at: $0) }
            let isDeed = [.order, .run, .edit, .end, .delegate, .names, .undo].contains { first.has($0, at: verb) }
            return isDeed && !(isReaders && ["see", "get", "find", "have", "be", "use"].contains(first.text(verb)))
        }
    }

    /// Whether it begins with a prohibition.
    var opensForbidding: Bool { read.first?.reader.opensForbidding ?? false }

    /// Whether it takes back what stands before it: "This step is obsolete."
    var retractsWhatIsAbove: Bool { read.first.map { Passage.retracts($0.sentence, $0.reader) } ?? false }

    /// The same in a whole sentence, where a lone word may as well speak of what comes next.
    var pointsBack: Bool {
        retractsWhatIsAbove && read.first.map { Label.verdict($0.sentence) == nil && !$0.sentence.tokens.isEmpty } == true
    }

    /// The sentences that do not forbid anything.
    var allowed: String { read.filter { !$0.reader.forbids }.map(\.text).joined(separator: " ") }

    private mutating func retract(_ sentence: Sentence) {
        let verdict = Verdict.forbidden("the words behind it take it back")
        for code in verdicts.keys where verdicts[code]?.verdict == .meant { verdicts[code]?.verdict = verdict }
    }

    private static func retracts(_ sentence: Sentence, _ reader: SentenceReader) -> Bool {
        let tokens = sentence.tokens
        guard !tokens.contains(where: \.isCode), tokens.last?.isMark(":") != true else { return false }
        if tokens.isEmpty, let aside = sentence.asides[-1]?.first, case .forbidden? = Label.verdict(aside) { return true }
        if case .forbidden? = Label.verdict(sentence) { return true }
        // "`x`? No!", "Do not use."
        let words = tokens.indices.filter { tokens[$0].isWord }
        let isNo = words.contains { sentence.has(.negation, at: $0) || sentence.text($0) == "no" }
        let isOfNothing = words.allSatisfy { place in
            sentence.has(.negation, at: place) || sentence.has(.run, at: place) || ["no", "please"].contains(sentence.text(place))
        }
        if isNo, isOfNothing { return true }
        guard reader.forbids, !sentence.isLimit(tokens.indices) else { return false }
        // "Never run the above", "the block above is kept for the record, do not run it".
        if tokens.indices.contains(where: { ["above", "previous", "preceding"].contains(sentence.text($0)) }) { return true }
        guard reader.opensForbidding else { return false }
        let pointing = tokens.indices.first { sentence.has(.pointing, at: $0) || sentence.text($0) == "it" }
        guard let pointing else { return false }
        return pointing == 0 || pointing > 0 && sentence.has(.run, at: pointing - 1)
    }
}

extension Tokenizer {
    /// The inline text that is not struck out, its code masked.
    static func read(_ block: MarkdownBlock) -> Tokenizer {
        var tokenizer = Tokenizer()
        for (index, inline) in block.inlines.enumerated() where !inline.isStruck {
            switch inline.kind {
            case .code: tokenizer.code(index, inline.text)
            case .lineBreak: tokenizer.read("\n")
            case .html: break
            case .text: tokenizer.read(inline.text)
            }
        }
        return tokenizer
    }
}

extension String {
    /// The part between two places in its bytes.
    fileprivate func bytes(_ start: Int, _ end: Int) -> String {
        let all = utf8
        guard start < end, end <= all.count else { return "" }
        return String(decoding: Array(all.dropFirst(start).prefix(end - start)), as: UTF8.self)
    }
}
