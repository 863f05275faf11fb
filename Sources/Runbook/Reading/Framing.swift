internal import MarkdownKit

/// What the words above a code block make of it: they are read as if the block stood behind their colon.
enum Framing {
    /// - Parameter block: the label, paragraph, heading or piece of HTML that stands before it.
    static func of(_ block: MarkdownBlock) -> Verdict {
        if case .html(let text) = block.kind { return of(text) }
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
        let around: Set<String> = ["in", "the", "file", "script", "content", "contents", "of", "a"]
        let rest = tokens.filter { !around.contains($0.text) && $0.kind != .mark }
        return rest.last?.file == .text && rest.allSatisfy { $0.file != nil }
    }

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
}
