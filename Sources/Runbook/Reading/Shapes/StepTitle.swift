internal import MarkdownKit

/// A heading or label that names a step: what stands below it is done under that name.
struct StepTitle {
    var title: String
    var span: SourceSpan
    /// Its number, where it has one: then it is a step even where only words follow.
    var ordinal: Int?
    var condition: ItemCondition
    /// How many items stood before it, and which is its own.
    var before: Int
    var draft: Int?
}

extension StepBuilder {
    /// Whether a heading goes on with the part's own numbers: the second after the first.
    func isNext(_ ordinal: Int?) -> Bool { ordinal == (lastOrdinal ?? 0) + 1 }

    mutating func enter(_ block: MarkdownBlock, _ text: HeadingText) {
        leaveHeading()
        let tokens = Tokenizer.read(block).tokens
        heading = StepTitle(
            title: text.full.isEmpty ? block.plainText.trimmedSpaces : text.full, span: block.span, ordinal: text.ordinal,
            condition: ItemCondition.of(tokens + [Token(kind: .mark, text: ".")]), before: drafts.count)
        if let ordinal = text.ordinal { lastOrdinal = ordinal }
        partStanding = standing
        if let place = Framing.lead(block).place { standing = place }
        let actions = actions(block, joinNames: false, onlyCommands: true)
        if !actions.isEmpty, let index = headingDraft() { attach(actions, to: index) }
    }

    /// A numbered heading below which nothing else was named is a step of its own.
    mutating func leaveHeading() {
        guard let last = heading else { return }
        if last.ordinal != nil, drafts.count == last.before { _ = headingDraft() }
        standing = partStanding
        heading = nil
    }

    func isBelowHeading(_ index: Int) -> Bool { heading?.draft == index }

    /// The step that the heading names, made when it is needed; nil where items below it are steps of their own.
    mutating func headingDraft() -> Int? {
        guard let open = heading, open.draft == nil, drafts.count == open.before else { return heading?.draft }
        drafts.append(
            Draft(
                number: nextNumber, title: open.title, text: open.title, span: open.span, isListItem: false, condition: open.condition))
        heading?.draft = drafts.count - 1
        return drafts.count - 1
    }

    /// What a heading demands holds for the items below it that demand nothing.
    func take(condition draft: inout Draft) {
        if let heading, draft.condition == .none { draft.condition = heading.condition }
    }

    // MARK: Sentences

    /// A paragraph that orders commands: they are steps, as those of an item are. False where it only speaks.
    mutating func add(paragraph block: MarkdownBlock) -> Bool {
        if block.isAdmonition { return false }
        if let last = drafts.last, last.isLeftOut, last.isListItem, block.span.line == last.span.endLine + 1 { return false }
        let known = notes.count
        guard block.inlines.contains(where: { $0.kind == .code }) else { return false }
        let actions = actions(block, joinNames: false, onlyCommands: true)
        guard !actions.isEmpty else { return notes.count > known }
        arrive(at: block)
        add(block, actions)
        return true
    }

    /// What stands behind a label: `**Fix:** …`. Words that give an order are a person's step where the part has no other.
    mutating func add(labelled block: MarkdownBlock) -> Bool {
        let known = notes.count
        let actions = actions(block, joinNames: false)
        let words = block.standingText.trimmedSpaces
        if actions.isEmpty, notes.count > known { return true }
        if actions.isEmpty, !words.hasSuffix(":"), Passage(block).opensOrder { told = block }
        guard !actions.isEmpty else { return false }
        arrive(at: block)
        add(block, actions)
        return true
    }

    /// The part is over.
    mutating func close() {
        leaveHeading()
        if let told, drafts.isEmpty { add(told, []) }
    }

    private mutating func add(_ block: MarkdownBlock, _ actions: [DraftAction]) {
        let condition = ItemCondition.of(Tokenizer.read(block).tokens + [Token(kind: .mark, text: ".")])
        if condition == .none, let index = headingDraft() { return attach(actions, to: index) }
        var new = Draft(
            number: nextNumber, title: title(block), text: block.standingText.trimmedSpaces, span: block.span, actions: actions,
            isListItem: false, condition: condition)
        take(condition: &new)
        drafts.append(new)
    }
}

extension MarkdownBlock {
    /// An item of a check list without its box.
    var withoutBox: MarkdownBlock {
        guard var head = children.first, head.kind == .paragraph, let first = head.inlines.first, first.kind == .text,
            let box = ["[ ] ", "[x] ", "[X] "].first(where: first.text.hasPrefix)
        else { return self }
        var result = self
        head.inlines[0].text.removeFirst(box.count)
        result.children[0] = head
        return result
    }
}
