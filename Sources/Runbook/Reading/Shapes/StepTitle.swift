internal import MarkdownKit

/// A heading or label that names a step: what stands below it is done under that name.
struct StepTitle {
    var title: String
    var span: SourceSpan
    var ordinal: Int?
    /// Whether it has a number or is an order: then it is a step even where only words follow.
    var isStep: Bool
    var condition: ItemCondition
    /// Of a heading; of a label, deeper than all.
    var level: Int
    /// How many items stood before it, and which is its own.
    var before: Int
    var draft: Int?
}

extension StepBuilder {
    /// Whether a heading goes on with the part's own numbers: the second after the first.
    func isNext(_ ordinal: Int?) -> Bool { ordinal == (lastOrdinal ?? 0) + 1 }

    mutating func enter(_ block: MarkdownBlock, _ text: HeadingText, level: Int) {
        // A heading over others names them all, and is no step.
        if let above = heading, level < Int.max, level > above.level { heading?.isStep = false }
        leaveHeading()
        let tokens = Tokenizer.read(block).tokens
        heading = StepTitle(
            title: text.full.isEmpty ? block.plainText.trimmedSpaces : text.full, span: block.span, ordinal: text.ordinal,
            isStep: text.ordinal != nil || StepHeading.isOrder(text),
            condition: ItemCondition.of(tokens + [Token(kind: .mark, text: ".")]), level: level, before: drafts.count)
        if let ordinal = text.ordinal { lastOrdinal = ordinal }
        partStanding = standing
        if let place = Framing.lead(block).place { standing = place }
        let actions = actions(block, joinNames: false, onlyCommands: true)
        if !actions.isEmpty, let index = headingDraft() { attach(actions, to: index) }
    }

    /// A numbered heading, and one that is an order, below which nothing else was named is a step of its own.
    mutating func leaveHeading() {
        guard let last = heading else { return }
        if last.isStep, drafts.count == last.before, !told.contains(where: { $0.at == last.before }) || last.ordinal != nil {
            _ = headingDraft()
            for index in told.indices where told[index].at == last.before && told[index].block.span.line > last.span.line {
                told[index].at += 1
            }
        }
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

    /// Sentences that order something without a command are a person's step, where no numbered item follows that they would shift.
    mutating func tell(_ block: MarkdownBlock) {
        let words = block.standingText.trimmedSpaces
        guard !words.hasSuffix(":"), !block.isAdmonition else { return }
        let passage = Passage(block)
        // What stands right behind a block without a condition says how to read it.
        let isRemark = lastFence.map { block.span.line <= $0 + 2 } ?? false
        if passage.givesOrder, passage.allowed == words, !isRemark || ItemCondition.of(Tokenizer.read(block).tokens) != .none {
            told.append((drafts.count, block))
        }
    }

    /// What stands right above a block speaks of that block.
    mutating func hearNothing(above fence: MarkdownBlock) {
        told.removeAll { $0.block.span.endLine + 2 >= fence.span.line }
        lastFence = fence.span.endLine
    }

    /// What stands behind a label: `**Fix:** …`.
    mutating func add(labelled block: MarkdownBlock) -> Bool {
        let known = notes.count
        let actions = actions(block, joinNames: false)
        if actions.isEmpty, notes.count > known { return true }
        if actions.isEmpty { tell(block) }
        guard !actions.isEmpty else { return false }
        arrive(at: block)
        add(block, actions)
        return true
    }

    /// The part is over.
    mutating func close() {
        leaveHeading()
        let start = (drafts.lastIndex { $0.isListItem } ?? -1) + 1
        for (at, block) in told.reversed() where at >= start { insert(block, at: at) }
    }

    private mutating func insert(_ block: MarkdownBlock, at place: Int) {
        for index in drafts.indices[place...] { drafts[index].number += 1 }
        for index in notes.indices where notes[index].draft >= place { notes[index].draft += 1 }
        notes.removeAll { $0.note.kind == .context && $0.note.span == block.span }
        let number = place > 0 ? drafts[place - 1].number + 1 : first + 1
        drafts.insert(
            Draft(
                number: number, title: title(block), text: block.standingText.trimmedSpaces, span: block.span, isListItem: false,
                condition: ItemCondition.of(Tokenizer.read(block).tokens + [Token(kind: .mark, text: ".")])), at: place)
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
