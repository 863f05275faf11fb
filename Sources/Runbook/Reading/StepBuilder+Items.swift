internal import MarkdownKit

/// The items of a list: their words, what hangs on them, and what they forbid.
extension StepBuilder {
    static let itemForbids = Verdict.forbidden("the item forbids it")

    mutating func draft(_ item: MarkdownBlock, number: Int) -> Draft {
        let paragraphs = item.children.filter { $0.kind == .paragraph && !$0.isAdmonition }
        let words = StepBuilder.words(item)
        var draft = Draft(number: number, title: title(paragraphs.first), text: words, span: item.span)
        if Elsewhere.comesBack(words) { terminal.away = [] }
        if SentencePlace.leads(words), !item.holdsCommand { terminal.away.append(words) }
        let goal = paragraphs.lazy.compactMap { WrittenDirectory.goal(Tokenizer.read($0).tokens) }.first
        if let goal { terminal.enter(goal, by: words, before: item.move) }
        let forbids = paragraphs.first.map { Passage($0).opensForbidding } ?? false
        // What stands behind a block of the item says nothing of that block.
        let heads = item.children.prefix { $0.kind == .paragraph && !$0.isAdmonition }
        var inside = Verdict.meant
        if let head = forbids ? paragraphs.first : heads.last { inside = Framing.lead(head).verdict }
        draft.announces = inside
        if !forbids, let last = paragraphs.last, last != heads.last {
            draft.announces = last.standingText.trimmedSpaces.hasSuffix(":") ? Framing.lead(last).verdict : .meant
        } else if !forbids, heads.last?.standingText.trimmedSpaces.hasSuffix(":") != true {
            inside = .meant
            if item.children.last != heads.last { draft.announces = .meant }
        }
        draft.condition = ItemCondition.of(paragraphs.flatMap { Tokenizer.read($0).tokens + [Token(kind: .mark, text: ".")] })
        let known = notes.count
        let isStruck = paragraphs.first?.isStruckOut ?? false
        var hiding = HidingMarkup()
        for child in item.children {
            hiding.read(child)
            if child.kind == .paragraph, hiding.opener == nil, !child.isAdmonition { draft.actions += actions(child, joinNames: false) }
        }
        // What hangs on a forbidden sentence is forbidden with it; a second sentence may say what to do instead.
        draft.isLeftOut = isStruck || item.takesItselfBack || forbids && draft.actions.isEmpty
        let isReference = draft.actions.isEmpty && item.children.count == 1 && item.isReference
        if isReference { draft.isLeftOut = true }
        readChildren(of: item, inside, &draft)
        if draft.isLeftOut {
            notes.removeLast(notes.count - known)
            note(isStruck || isReference ? .context : .prohibition, item.deepText, item.span)
            draft.actions = []
        }
        return draft
    }

    private mutating func readChildren(of item: MarkdownBlock, _ outer: Verdict, _ draft: inout Draft) {
        var above = Verdict.meant
        var place: SentencePlace?
        let isOut = draft.isLeftOut || outer != .meant
        var hiding = HidingMarkup()
        for child in item.children {
            hiding.read(child)
            switch child.kind {
            case .paragraph where child.isAdmonition: admonition(child)
            case .paragraph, .html:
                (above, place) = Framing.lead(child)
            case .list: add(bullets: child, isLeftOut: isOut, outer, place, to: &draft)
            case .code:
                var framing = outer == .meant ? above : outer
                if let opener = hiding.opener { framing = .mentioned("it stands inside `\(opener)`") }
                let actions = fenceActions(child, draft.isLeftOut ? StepBuilder.itemForbids : framing, place)
                draft.actions += actions
                if let attributes = actions.first?.attributes ?? fenceInfo(child)?.attributes { draft.attributes = attributes }
            case .quote:
                note(Passage(child.deepText).allowed == child.deepText ? .context : .prohibition, child.deepText, child.span)
                let below = Framing.below(child.said)
                if below.verdict != .meant { above = below.verdict }
                place = below.place ?? place
            default: break
            }
        }
    }

    /// A box of another tool is kept for people; commands in it are not run, and that is said.
    private mutating func admonition(_ block: MarkdownBlock) {
        if block.inlines.contains(where: { $0.kind == .code && $0.text.contains(" ") }) {
            findings.append(.notRun("block", "it stands in a box of another tool", block.span))
        }
        note(.context, block.deepText, block.span)
    }

    /// The bullets under an item, done where its words say.
    private mutating func add(
        bullets: MarkdownBlock, isLeftOut: Bool, _ outer: Verdict, _ place: SentencePlace?, to draft: inout Draft
    ) {
        let above = placeAbove
        placeAbove = place ?? above
        for bullet in bullets.children { add(nested: bullet.withoutBox, isLeftOut: isLeftOut, outer, to: &draft) }
        placeAbove = above
    }

    /// A bullet under an item: an action of it, or part of its words.
    private mutating func add(nested: MarkdownBlock, isLeftOut: Bool, _ outer: Verdict, to draft: inout Draft) {
        let words = StepBuilder.words(nested)
        var found: [DraftAction] = []
        let opening = nested.children.first { $0.kind == .paragraph }
        let passage = opening.map { Passage($0) }
        for paragraph in nested.children where !isLeftOut && paragraph.kind == .paragraph { found += actions(paragraph, joinNames: true) }
        var (framing, place) = (Verdict.meant, SentencePlace?.none)
        let isOut = isLeftOut || nested.takesItselfBack || passage?.opensForbidding == true && found.isEmpty
        // "Never!" under an item speaks of the item.
        if found.isEmpty, nested.children.count == 1, passage?.retractsWhatIsAbove == true { draft.isLeftOut = true }
        if isOut {
            found = []
            note(outer.left?.kind ?? .prohibition, nested.deepText, nested.span)
        } else {
            (framing, place) = opening.map(Framing.lead) ?? (.meant, nil)
            for child in nested.children {
                if child.kind == .quote {
                    let below = Framing.below(child.said)
                    if below.verdict != .meant { framing = below.verdict }
                    place = below.place ?? place
                }
                if case .code = child.kind { found += fenceActions(child, framing, place) }
            }
        }
        for index in found.indices { found[index].title = draft.title + ": " + words }
        draft.actions += found
        if !words.isEmpty { draft.text += (draft.text.isEmpty ? "" : draft.text.hasSuffix(":") ? " " : "; ") + words }
        // Bullets under bullets belong to the same item. The parser bounds the depth.
        for deeper in nested.children {
            if case .list = deeper.kind { add(bullets: deeper, isLeftOut: isOut, outer, place, to: &draft) }
        }
    }

    /// The words of an item: everything in it but its code blocks, its quotes and the lists inside it, which are read for themselves.
    private static func words(_ item: MarkdownBlock) -> String {
        var result = ""
        for child in item.children {
            switch child.kind {
            case .code, .list, .quote: continue
            default: break
            }
            let text = child.kind == .paragraph ? child.standingText.trimmedSpaces : child.deepText
            if !result.isEmpty, !text.isEmpty { result += " " }
            result += text
        }
        return result
    }

    /// The sentence up to its colon or its code: "Restart the service: `…`" → "Restart the service".
    func title(_ paragraph: MarkdownBlock?) -> String {
        guard let paragraph else { return "" }
        let inlines = paragraph.inlines.filter { !$0.isStruck }
        let whole = paragraph.standingText.trimmedSpaces
        if inlines.first?.kind == .code { return whole }
        let words = inlines.prefix { $0.kind != .code }.map(\.text).joined().trimmedSpaces
        guard words.count > 1, words.hasSuffix(":") else { return whole }
        return String(words.dropLast())
    }
}

extension MarkdownBlock {
    /// Whether an item asks for nothing: a link alone, "TODO", "Health: `http://…`", "Previously, …".
    fileprivate var isReference: Bool {
        guard let words = children.first, words.kind == .paragraph else { return false }
        let standing = words.inlines.filter { !$0.isStruck && $0.text.contains { $0.isLetter || $0.isNumber } }
        if standing.allSatisfy(\.isLink) { return true }
        if ["todo", "tbd", "none", "n/a"].contains(words.standingText.lowercased().filter { $0.isLetter || $0 == "/" }) { return true }
        let code = standing.filter { $0.kind == .code }
        let text = standing.filter { $0.kind != .code }.map(\.text).joined().trimmedSpaces
        if !code.isEmpty, text.hasSuffix(":"), text.split(separator: " ").count < 3, code.allSatisfy({ CurlCommand.isURL($0.text) }) {
            return true
        }
        guard let first = Tokenizer.read(words).tokens.sentences().first, first.clauses.count > 1, let clause = first.clauses.first else {
            return false
        }
        if case .mentioned? = Label.verdict(first, clause.range) { return true }
        return false
    }

    /// Whether a command stands in it that may lead away by itself.
    var holdsCommand: Bool {
        if case .code(_, let text, _, _) = kind { return Elsewhere.reaches(text) }
        return inlines.contains { $0.kind == .code && Elsewhere.reaches($0.text) } || children.contains(where: \.holdsCommand)
    }

    /// The command with which it begins, where that one goes to another directory by itself.
    var move: String? { firstCommand.flatMap { $0.hasPrefix("cd ") ? $0 : nil } }

    private var firstCommand: String? {
        if case .code(_, let text, _, _) = kind { return text.trimmedSpaces }
        return inlines.first { $0.kind == .code && $0.text.contains(" ") }?.text ?? children.lazy.compactMap(\.firstCommand).first
    }
}
