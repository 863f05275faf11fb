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
        /// What its sentence makes of what follows it.
        var announces = Framing.commands
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
    let idPrefix: String

    init(idPrefix: String) { self.idPrefix = idPrefix }

    /// A list: one draft per item.
    mutating func add(list: MarkdownBlock, start: Int?) {
        // Numbers go on over an interruption only if the text says so: a list that starts at 3 after item 2.
        // "Never do any of these:" may stand at the end of the item above.
        if let last = drafts.last, last.isListItem, let kind = last.announces.noteKind {
            return noteBeside(kind, list.deepText, list.span, isProse: true)
        }
        var number = drafts.isEmpty ? (start ?? 1) : max(start ?? 0, (drafts.last?.number ?? 0) + 1)
        for item in list.children {
            drafts.append(draft(item, number: number))
            number += 1
        }
    }

    /// A code block at the level of the part itself: it belongs to the item before it, or makes steps of its own.
    ///
    /// - Parameter words: what stands right above it; nil when that is no paragraph.
    mutating func add(fence block: MarkdownBlock, below words: String?) {
        let last = drafts.indices.last.flatMap { belongs(block, to: drafts[$0]) ? $0 : nil }
        let announced = last.map { drafts[$0].announces } ?? .commands
        let framing = words == nil && announced != .commands ? announced : Framing.of(words ?? last.map { drafts[$0].text } ?? "")
        let place = SentencePlace(words ?? last.map { drafts[$0].text } ?? "")
        let actions = fenceActions(block, last.map { drafts[$0].isLeftOut } == true ? .prohibition : framing, place)
        if let last {
            attach(actions, to: last)
        } else {
            for action in actions {
                let title = action.title ?? (action.line ?? action.text).map(FenceComments.title) ?? ""
                drafts.append(
                    Draft(
                        number: (drafts.last?.number ?? 0) + 1, title: title, text: action.text ?? title, span: action.span,
                        actions: [action],
                        attributes: action.attributes, isListItem: false))
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

    private mutating func draft(_ item: MarkdownBlock, number: Int) -> Draft {
        let paragraphs = item.children.filter { $0.kind == .paragraph }
        let words = StepBuilder.words(item)
        var draft = Draft(number: number, title: title(paragraphs.first), text: words, span: item.span)
        if Elsewhere.comesBack(words) { terminal.away = [] }
        if SentencePlace.leads(words), !item.holdsCommand { terminal.away.append(words) }
        let opening = paragraphs.first.map { Prohibition.sentences($0.standingText).first ?? "" } ?? ""
        let forbids = Prohibition.opens(opening)
        let lines = paragraphs.last?.standingLines.trimmedSpaces ?? ""
        if lines.hasSuffix(":") { draft.announces = Framing.of(lines) }
        let known = notes.count
        let isStruck = paragraphs.first.map { !$0.inlines.isEmpty && $0.standingText.trimmedSpaces.isEmpty } ?? false
        for paragraph in paragraphs where !isStruck { draft.actions += actions(paragraph, joinNames: false) }
        // What hangs on a forbidden sentence is forbidden with it; a second sentence may say what to do instead.
        draft.isLeftOut = isStruck || forbids && draft.actions.isEmpty
        readChildren(of: item, forbids ? Framing.of(paragraphs.first?.standingLines ?? "") : draft.announces, &draft)
        if draft.isLeftOut {
            notes.removeLast(notes.count - known)
            note(isStruck ? .context : .prohibition, item.deepText, item.span)
            draft.actions = []
        }
        return draft
    }

    private mutating func readChildren(of item: MarkdownBlock, _ outer: Framing, _ draft: inout Draft) {
        var above = ""
        let isOut = draft.isLeftOut || outer != .commands
        for child in item.children {
            switch child.kind {
            case .paragraph: above = child.standingLines
            case .list: for nested in child.children { add(nested: nested, isLeftOut: isOut, outer, to: &draft) }
            case .code:
                let actions = fenceActions(
                    child, draft.isLeftOut ? .prohibition : outer == .commands ? Framing.of(above) : outer, SentencePlace(above))
                draft.actions += actions
                if let attributes = actions.first?.attributes ?? fenceInfo(child)?.attributes { draft.attributes = attributes }
            case .quote: note(Framing.of(child.deepText) == .prohibition ? .prohibition : .context, child.deepText, child.span)
            default: break
            }
        }
    }

    /// A bullet under an item: an action of it, or part of its words.
    private mutating func add(nested: MarkdownBlock, isLeftOut: Bool, _ outer: Framing, to draft: inout Draft) {
        let words = StepBuilder.words(nested)
        var found: [DraftAction] = []
        let opening = nested.children.first { $0.kind == .paragraph }?.standingText ?? ""
        let isOut = isLeftOut || Prohibition.opens(Prohibition.sentences(opening).first ?? "")
        if isOut {
            note(outer.noteKind ?? .prohibition, nested.deepText, nested.span)
        } else {
            for paragraph in nested.children where paragraph.kind == .paragraph { found += actions(paragraph, joinNames: true) }
            for code in nested.children {
                if case .code = code.kind { found += fenceActions(code, Framing.of(opening), SentencePlace(opening)) }
            }
        }
        for index in found.indices { found[index].title = draft.title + ": " + words }
        draft.actions += found
        if !words.isEmpty { draft.text += (draft.text.isEmpty ? "" : draft.text.hasSuffix(":") ? " " : "; ") + words }
        // Bullets under bullets belong to the same item. The parser bounds the depth.
        for deeper in nested.children {
            if case .list = deeper.kind { for bullet in deeper.children { add(nested: bullet, isLeftOut: isOut, outer, to: &draft) } }
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
        inlines.contains { $0.kind == .code && Elsewhere.reaches($0.text) }
            || children.contains { child in
                if case .code(_, let text, _, _) = child.kind { return Elsewhere.reaches(text) }
                return child.holdsCommand
            }
    }
}
