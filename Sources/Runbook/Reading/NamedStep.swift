internal import MarkdownKit

/// A step that another one names by its place: "Do not do step 2", "The next step is obsolete".
enum NamedStep: Equatable {
    case next
    case number(Int)

    /// The steps that an item forbids without a condition.
    static func forbidden(by item: MarkdownBlock) -> [NamedStep] {
        var result: [NamedStep] = []
        for paragraph in item.children where paragraph.kind == .paragraph {
            for sentence in Tokenizer.read(paragraph).tokens.sentences() {
                let (tokens, steps) = pointed(Array(sentence.written))
                guard !steps.isEmpty else { continue }
                let read = Sentence(tokens[...])
                let words = read.tokens.indices
                guard !read.isLimit(words), !words.contains(where: { read.has(.subordinate, at: $0) }),
                    SentenceReader.read(read).opensForbidding
                else { continue }
                // "Avoid a failure of step 3" is about the failure.
                let place = words.first { read.text($0) == "this" } ?? 0
                if place == 0 || read.has(.run, at: place - 1) || read.has(.avoid, at: place - 1) { result += steps }
            }
        }
        return result
    }

    /// The words with "this" in place of each name of a step, and the steps.
    private static func pointed(_ tokens: [Token]) -> (tokens: [Token], steps: [NamedStep]) {
        var (result, steps): ([Token], [NamedStep]) = ([], [])
        var at = 0
        while at < tokens.count {
            let next = at + 1 < tokens.count ? tokens[at + 1].text : ""
            if ["next", "following"].contains(tokens[at].text), ["step", "item", "command", "one"].contains(next) {
                steps.append(.next)
                at += 2
            } else if ["step", "steps"].contains(tokens[at].text), let number = Int(next) {
                steps.append(.number(number))
                at += 2
                // "Steps 2 and 3"
                while at + 1 < tokens.count, ["and", "or", ","].contains(tokens[at].text), let more = Int(tokens[at + 1].text) {
                    steps.append(.number(more))
                    at += 2
                }
            } else {
                result.append(tokens[at])
                at += 1
                continue
            }
            if result.last?.text == "the" { result.removeLast() }
            result.append(Token(kind: .word, text: "this"))
        }
        return (result, steps)
    }
}
