internal import MarkdownKit

/// What the words above a code block make of it: they are read as if the block stood behind their colon.
enum Framing {
    /// - Parameter block: the label, paragraph, heading or piece of HTML that stands before it.
    static func of(_ block: MarkdownBlock) -> Verdict {
        if case .html(let text) = block.kind { return of(comment(text)) }
        if block.isStruckOut { return .mentioned("the words above it are struck out") }
        return of(Tokenizer.read(block).tokens)
    }

    /// The same with the place where it is to be done; "Inside the container run:" says no more than that.
    static func lead(_ block: MarkdownBlock) -> (verdict: Verdict, place: SentencePlace?) {
        let place = SentencePlace(lead: Tokenizer.read(block).tokens)
        let verdict = of(block)
        if place != nil, case .mentioned = verdict { return (.meant, place) }
        return (verdict, place)
    }

    /// What words without a colon make of a list below them, and a quote of what stands under it: only a sentence that points at it, or
    /// says nothing else, speaks of it.
    static func below(_ block: MarkdownBlock) -> (verdict: Verdict, place: SentencePlace?) {
        var tokens = Tokenizer.read(block).tokens
        if case .html(let text) = block.kind { tokens = Tokenizer.tokens(comment(text)) }
        var result: (verdict: Verdict, place: SentencePlace?) = (.meant, nil)
        // What names a command speaks of that one.
        for sentence in tokens.sentences() where !sentence.tokens.contains(where: \.isCode) {
            if forbidsBelow(sentence) {
                result.verdict = .forbidden("the words above it forbid it")
            } else if sentence.tokens.indices.contains(where: { ["reasons", "causes"].contains(sentence.text($0)) }), pointsOn(sentence) {
                result.verdict = .mentioned("the words above it say that it is why it happened")
            } else if result.place == nil, pointsOn(sentence), !SentenceReader.read(sentence).forbids {
                result.place = SentencePlace(lead: Array(sentence.written))
            }
        }
        return result
    }

    private static func forbidsBelow(_ sentence: Sentence) -> Bool {
        let words = sentence.tokens.indices
        // "Never run these on the standby" forbids the place.
        if sentence.isLimit(words) || SentencePlace(lead: Array(sentence.written)) != nil { return false }
        if words.contains(where: { ["above", "previous", "preceding"].contains(sentence.text($0)) }) { return false }
        if case .forbidden? = Label.verdict(sentence) { return true }
        return SentenceReader.read(sentence).forbids && pointsOn(sentence) || isBare(sentence)
    }

    /// "Do not use.", "Never!": no other word than that.
    private static func isBare(_ sentence: Sentence) -> Bool {
        let words = sentence.tokens.indices.filter { sentence.tokens[$0].isWord }
        return words.contains { sentence.has(.negation, at: $0) }
            && words.allSatisfy { sentence.has(.negation, at: $0) || sentence.has(.run, at: $0) || sentence.has(.lead, at: $0) }
    }

    /// The words of a comment, which is no element to be passed over.
    private static func comment(_ html: String) -> String { html.replacing("<!--", with: " ").replacing("-->", with: " ") }

    /// - Parameter words: a comment, a label.
    static func of(_ words: String) -> Verdict { of(Tokenizer.tokens(words)) }

    private static func of(_ tokens: [Token]) -> Verdict {
        var tokens = tokens
        let isAnnounced = tokens.last?.isMark(":") ?? false
        while let last = tokens.last, last.kind == .mark, last.text != ")", last.text != "]" { tokens.removeLast() }
        if tokens.isEmpty { return .meant }
        if isFileName(tokens) { return .mentioned("the words above it name the file that it stands in") }
        var sentences = tokens.sentences()
        guard let start = lastStart(tokens), !sentences.isEmpty else { return .meant }
        let code = [Token(kind: .mark, text: ":"), Token(kind: .code(-1), text: "")]
        let last = Sentence(tokens[start...] + code)
        sentences.removeLast()
        let verdict = SentenceReader.read(last).verdicts[-1] ?? .meant
        switch verdict {
        case .forbidden: return verdict
        // Without a colon a report only stands before the block.
        case .mentioned where isAnnounced || pointsOn(last) || isLabel(last): return verdict
        case .mentioned, .meant: break
        }
        // "Never run this. It deletes everything:" speaks of what follows all the same.
        for sentence in sentences where SentenceReader.read(sentence).forbids && pointsOn(sentence) {
            return .forbidden("the words above it forbid it")
        }
        return .meant
    }

    /// "`/etc/cron.d/x`:", "Contents of restart.sh:", and nothing else.
    private static func isFileName(_ tokens: [Token]) -> Bool {
        let rest = tokens.filter { $0.kind != .mark && !aroundFileName.contains($0.text) }
        return rest.last?.file == .text && rest.allSatisfy { $0.file != nil }
    }

    private static let aroundFileName: Set<String> = ["in", "the", "file", "script", "content", "contents", "of", "a"]

    /// Where the last sentence begins.
    private static func lastStart(_ tokens: [Token]) -> Int? {
        guard let last = tokens.indices.last else { return nil }
        let stop = tokens[..<last].lastIndex { $0.kind == .mark && [".", "!", "?", ";"].contains($0.text) }
        return stop.map { $0 + 1 } ?? 0
    }

    private static func pointsOn(_ sentence: Sentence) -> Bool { sentence.tokens.indices.contains { sentence.has(.pointing, at: $0) } }

    private static func isLabel(_ sentence: Sentence) -> Bool {
        sentence.asides[-1] != nil || Label.verdict(sentence) != nil
            || sentence.tokens.indices.contains { sentence.has(.shown, at: $0) }
    }
}

extension MarkdownBlock {
    /// Whether all its words are struck out.
    var isStruckOut: Bool { !inlines.isEmpty && inlines.contains(where: \.isStruck) && standingText.trimmedSpaces.isEmpty }

    /// A quote as the paragraph that it is to a reader, without the mark of its kind (`[!WARNING]`); any other block as it is.
    var said: MarkdownBlock {
        guard kind == .quote else { return self }
        var result = MarkdownBlock(kind: .paragraph, span: span)
        for paragraph in children where paragraph.kind == .paragraph {
            if let last = result.inlines.last, !".:!?".contains(last.text.last ?? ".") {
                result.inlines.append(MarkdownInline(kind: .text, text: ". ", line: last.line, column: last.column))
            }
            let text = paragraph.plainText
            var mark = text.hasPrefix("[!") ? text.prefix { $0 != "]" }.count + 1 : 0
            for inline in paragraph.inlines {
                var inline = inline
                let length = min(mark, inline.text.count)
                inline.text.removeFirst(length)
                mark -= length
                if !inline.text.isEmpty { result.inlines.append(inline) }
            }
        }
        return result
    }

    /// The last line of the words in it.
    var lastLine: String {
        if let last = children.last { return last.lastLine }
        return standingLines.split(separator: "\n").last.map(\.trimmedSpaces) ?? ""
    }

    /// Whether words or a quote behind the beginning take back what stands there.
    var takesItselfBack: Bool {
        let paragraphs = children.filter { $0.kind == .paragraph && !$0.isAdmonition }.dropFirst()
        return (paragraphs + children.filter { $0.kind == .quote }).contains { Passage($0.said).retractsWhatIsAbove }
    }
}
