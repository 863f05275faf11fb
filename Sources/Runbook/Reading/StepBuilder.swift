internal import MarkdownKit

/// Makes the steps of one part of an incident. Items are kept as drafts until the part ends, since a fence that stands after
/// the list may belong to the item before it.
struct StepBuilder {
    struct Draft {
        var number: Int
        var title: String
        var text: String
        var span: SourceSpan
        var actions: [DraftAction] = []
        var attributes = StepAttributes()
        var isListItem = true
        /// The line of the block that it is a command of, where the block stands by itself.
        var block: Int?
        var condition = ItemCondition.none
        /// What its sentence makes of what follows it.
        var announces = Verdict.meant
        /// Forbidden or struck out: no step, whatever it names.
        var isLeftOut = false
    }

    struct DraftAction {
        var classified: Classified
        var title: String?
        var span: SourceSpan
        var attributes = StepAttributes()
        /// The command as written, for steps whose words are a command and not a sentence.
        var text: String?
        /// The command as written, wherever it stands.
        var command: String?
        /// As it is run.
        var line: String?
        var context = CommandContext.none
        var needs: [String] = []
        var expectedOutput: String?
    }

    /// Something that was read as no step, and the draft beside which it stands.
    struct DraftNote {
        var note: ContextNote
        var draft: Int
    }

    var drafts: [Draft] = []
    var findings: [Finding] = []
    var notes: [DraftNote] = []
    /// What the commands of the part so far leave behind.
    var terminal = Terminal.new
    /// Where the words above the list that is being read say that it is to be done; nil for here.
    var placeAbove: SentencePlace?
    /// The same of all that follows in this part.
    var standing: SentencePlace?
    /// Words that lead away, above a block that may be the command that does it.
    private var arriving: String?
    let idPrefix: String

    init(idPrefix: String) { self.idPrefix = idPrefix }

    /// What a paragraph of the part says of the place where the next ones are to be done.
    mutating func hear(_ paragraph: MarkdownBlock) {
        let text = paragraph.standingLines
        arriving = nil
        if Elsewhere.comesBack(text) {
            terminal.away = []
            standing = nil
        } else if !Passage(paragraph).opensForbidding {
            if SentencePlace.speaksOfTheRest(text), let place = SentencePlace(text) { standing = place }
            if SentencePlace.leads(text), !paragraph.holdsCommand { arriving = text.trimmedSpaces }
        }
    }

    private mutating func arrive(at block: MarkdownBlock) {
        if let arriving, !block.holdsCommand { terminal.away.append(arriving) }
        arriving = nil
    }

    /// A list: one draft per item.
    ///
    /// - Parameter place: where the words above it say that it is to be done.
    mutating func add(list: MarkdownBlock, start: Int?, place: SentencePlace?) {
        arrive(at: list)
        placeAbove = place
        defer { placeAbove = nil }
        // Numbers go on over an interruption only if the text says so: a list that starts at 3 after item 2.
        // "Never do any of these:" may stand at the end of the item above.
        if let last = drafts.last, last.isListItem, last.text.hasSuffix(":"), let left = last.announces.left {
            return noteBeside(left.kind, list.deepText, list.span, isProse: true)
        }
        var number = drafts.isEmpty ? (start ?? 1) : max(start ?? 0, (drafts.last?.number ?? 0) + 1)
        for item in list.children {
            drafts.append(draft(item, number: number))
            number += 1
        }
    }

    /// A code block at the level of the part itself: it belongs to the item before it, or makes steps of its own.
    ///
    /// - Parameters:
    ///   - framing: what the words right above it make of it; nil when no words stand there.
    ///   - place: where those words say that it is to be done; nil for here.
    mutating func add(fence block: MarkdownBlock, framing: Verdict?, place: SentencePlace?) {
        arrive(at: block)
        let last = drafts.indices.last.flatMap { belongs(block, to: drafts[$0]) ? $0 : nil }
        let isLeftOut = last.map { drafts[$0].isLeftOut } ?? false
        let verdict = isLeftOut ? StepBuilder.itemForbids : framing ?? last.map { drafts[$0].announces } ?? .meant
        let actions = fenceActions(block, verdict, place ?? SentencePlace(last.map { drafts[$0].text } ?? ""))
        if let last {
            attach(actions, to: last)
        } else {
            for action in actions {
                let title = action.title ?? (action.line ?? action.text).map(FenceComments.title) ?? ""
                drafts.append(
                    Draft(
                        number: (drafts.last?.number ?? 0) + 1, title: title, text: action.text ?? title, span: action.span,
                        actions: [action],
                        attributes: action.attributes, isListItem: false, block: block.span.line))
            }
        }
    }

    /// A fence without indentation ends the list in Markdown, but people mean the item above it: when that item announces
    /// something with a colon, or when it has nothing to do yet and the fence follows at once.
    private func belongs(_ fence: MarkdownBlock, to draft: Draft) -> Bool {
        guard draft.isListItem else { return false }
        return draft.actions.isEmpty && (draft.text.hasSuffix(":") || fence.span.line <= draft.span.endLine + 2)
    }

    private mutating func attach(_ actions: [DraftAction], to index: Int) {
        drafts[index].actions += actions
        if let attributes = actions.first?.attributes { drafts[index].attributes = attributes }
        if let end = actions.last?.span.endLine { drafts[index].span.endLine = max(drafts[index].span.endLine, end) }
    }

    private static let itemForbids = Verdict.forbidden("the item forbids it")

    private mutating func draft(_ item: MarkdownBlock, number: Int) -> Draft {
        let paragraphs = item.children.filter { $0.kind == .paragraph && !$0.isAdmonition }
        let words = StepBuilder.words(item)
        var draft = Draft(number: number, title: title(paragraphs.first), text: words, span: item.span)
        if Elsewhere.comesBack(words) { terminal.away = [] }
        if SentencePlace.leads(words), !item.holdsCommand { terminal.away.append(words) }
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
        let isRetracted = paragraphs.dropFirst().contains { Passage($0).retractsWhatIsAbove }
        draft.isLeftOut = isStruck || isRetracted || forbids && draft.actions.isEmpty
        readChildren(of: item, inside, &draft)
        if draft.isLeftOut {
            notes.removeLast(notes.count - known)
            note(isStruck ? .context : .prohibition, item.deepText, item.span)
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
            case .quote: note(Passage(child.deepText).allowed == child.deepText ? .context : .prohibition, child.deepText, child.span)
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

    /// "This step is obsolete." behind the list: the last item is taken back.
    mutating func retractLast(_ block: MarkdownBlock) {
        guard let last = drafts.indices.last else { return }
        // All commands of a block are taken back with it.
        let all = drafts.indices.filter { $0 == last || drafts[$0].block != nil && drafts[$0].block == drafts[last].block }
        for index in all {
            note(.prohibition, drafts[index].text, drafts[index].span)
            if !notes.isEmpty { notes[notes.count - 1].draft = index }
            drafts[index].isLeftOut = true
            drafts[index].actions = []
        }
        noteBeside(.prohibition, block.deepText, block.span, isProse: true)
    }

    /// The bullets under an item, done where its words say.
    private mutating func add(
        bullets: MarkdownBlock, isLeftOut: Bool, _ outer: Verdict, _ place: SentencePlace?, to draft: inout Draft
    ) {
        let above = placeAbove
        placeAbove = place ?? above
        for bullet in bullets.children { add(nested: bullet, isLeftOut: isLeftOut, outer, to: &draft) }
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
        let isOut = isLeftOut || passage?.opensForbidding == true && found.isEmpty
        if isOut {
            note(outer.left?.kind ?? .prohibition, nested.deepText, nested.span)
        } else {
            (framing, place) = opening.map(Framing.lead) ?? (.meant, nil)
            for code in nested.children { if case .code = code.kind { found += fenceActions(code, framing, place) } }
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

    /// A note of the part itself, beside the last step so far.
    mutating func noteBeside(_ kind: ContextNote.Kind, _ text: String, _ span: SourceSpan, isProse: Bool) {
        note(kind, text, span, isProse: isProse)
        if !notes.isEmpty, !drafts.isEmpty { notes[notes.count - 1].draft = drafts.count - 1 }
    }

    mutating func note(_ kind: ContextNote.Kind, _ text: String, _ span: SourceSpan, isProse: Bool = true) {
        if text.isEmpty { return }
        notes.append(DraftNote(note: ContextNote(kind: kind, text: text, span: span, isProse: isProse), draft: drafts.count))
    }

    /// The sentence up to its colon or its code: "Restart the service: `…`" → "Restart the service".
    private func title(_ paragraph: MarkdownBlock?) -> String {
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
    /// Whether a command stands in it that may lead away by itself.
    fileprivate var holdsCommand: Bool {
        if case .code(_, let text, _, _) = kind { return Elsewhere.reaches(text) }
        return inlines.contains { $0.kind == .code && Elsewhere.reaches($0.text) } || children.contains(where: \.holdsCommand)
    }
}
