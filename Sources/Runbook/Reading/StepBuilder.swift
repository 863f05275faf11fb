internal import MarkdownKit

/// Makes the steps of one part of an incident. Items are kept as drafts until the part ends, since a fence that stands after
/// the list may belong to the item before it.
struct StepBuilder {
    struct Draft {
        var number: Int
        /// As its list counts.
        var written = 0
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
    /// And words that send the reader to another directory.
    private var going: (goal: WrittenDirectory, words: String)?
    /// The heading or label in the part that names what is done below it.
    var heading: StepTitle?
    /// The number of the last one that had one, and where the part itself is done.
    var lastOrdinal: Int?
    var partStanding: SentencePlace?
    /// Orders in sentences, and how many items stood before each.
    var told: [(at: Int, block: MarkdownBlock)] = []
    /// The last line of the last block of the part itself.
    var lastFence: Int?
    let idPrefix: String
    /// The last number that an earlier part of the same name gave.
    let first: Int

    init(idPrefix: String, after last: Int) { (self.idPrefix, first) = (idPrefix, last) }

    var nextNumber: Int { (drafts.last?.number ?? first) + 1 }

    /// What a paragraph of the part says of the place where the next ones are to be done.
    ///
    /// - Parameter isAside: it stands between words and what they speak of, and takes nothing of them back.
    mutating func hear(_ paragraph: MarkdownBlock, isAside: Bool = false) {
        let text = paragraph.standingLines
        if !isAside { (arriving, going) = (nil, nil) }
        if Elsewhere.comesBack(text) {
            terminal.away = []
            standing = nil
        } else if !Passage(paragraph).opensForbidding {
            if SentencePlace.speaksOfTheRest(text), let place = SentencePlace(text) { standing = place }
            if SentencePlace.leads(text), !paragraph.holdsCommand { arriving = text.trimmedSpaces }
            if let goal = WrittenDirectory.goal(Tokenizer.read(paragraph).tokens) { going = (goal, text.trimmedSpaces) }
        }
    }

    mutating func arrive(at block: MarkdownBlock) {
        if let arriving, !block.holdsCommand { terminal.away.append(arriving) }
        if let going { terminal.enter(going.goal, by: going.words, before: block.move) }
        (arriving, going) = (nil, nil)
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
        var number = max(start ?? 1, nextNumber)
        var named: [(at: Int, steps: [NamedStep])] = []
        for (offset, item) in list.children.enumerated() {
            named.append((drafts.count, NamedStep.forbidden(by: item)))
            var new = draft(item.withoutBox, number: number)
            new.written = (start ?? number) + offset
            take(condition: &new)
            drafts.append(new)
            number += 1
        }
        for (at, steps) in named {
            for step in steps {
                let index = step == .next ? at + 1 : drafts.lastIndex { $0.isListItem && step == .number($0.written) }
                if let index, index != at, drafts.indices.contains(index) { leaveOut(index) }
            }
        }
    }

    /// A code block at the level of the part itself: it belongs to the item before it, or makes steps of its own.
    ///
    /// - Parameters:
    ///   - framing: what the words right above it make of it; nil when no words stand there.
    ///   - place: where those words say that it is to be done; nil for here.
    mutating func add(fence block: MarkdownBlock, framing: Verdict?, place: SentencePlace?) {
        hearNothing(above: block)
        arrive(at: block)
        let last = drafts.indices.last.flatMap { belongs(block, to: drafts[$0]) || isBelowHeading($0) ? $0 : nil }
        let isLeftOut = last.map { drafts[$0].isLeftOut } ?? false
        let verdict = isLeftOut ? StepBuilder.itemForbids : framing ?? last.map { drafts[$0].announces } ?? .meant
        let actions = fenceActions(block, verdict, place ?? SentencePlace(last.map { drafts[$0].text } ?? ""))
        if let last {
            attach(actions, to: last)
        } else if !actions.isEmpty, let index = headingDraft() {
            attach(actions, to: index)
        } else {
            for action in actions {
                let title = action.title ?? (action.line ?? action.text).map(FenceComments.title) ?? ""
                var new = Draft(
                    number: nextNumber, title: title, text: action.text ?? title, span: action.span, actions: [action],
                    attributes: action.attributes, isListItem: false, block: block.span.line)
                take(condition: &new)
                drafts.append(new)
            }
        }
    }

    /// A fence without indentation ends the list in Markdown, but people mean the item above it: when that item announces
    /// something with a colon, or when it has nothing to do yet and the fence follows at once.
    private func belongs(_ fence: MarkdownBlock, to draft: Draft) -> Bool {
        guard draft.isListItem else { return false }
        return draft.actions.isEmpty && (draft.text.hasSuffix(":") || fence.span.line <= draft.span.endLine + 2)
    }

    mutating func attach(_ actions: [DraftAction], to index: Int) {
        drafts[index].actions += actions
        if let attributes = actions.first?.attributes { drafts[index].attributes = attributes }
        if let end = actions.last?.span.endLine { drafts[index].span.endLine = max(drafts[index].span.endLine, end) }
    }

    /// "This step is obsolete." behind the list: the last item is taken back.
    mutating func retractLast(_ block: MarkdownBlock) {
        guard let last = drafts.indices.last else { return }
        // All commands of a block are taken back with it.
        let all = drafts.indices.filter { $0 == last || drafts[$0].block != nil && drafts[$0].block == drafts[last].block }
        for index in all { leaveOut(index) }
        noteBeside(.prohibition, block.deepText, block.span, isProse: true)
    }

    private mutating func leaveOut(_ index: Int) {
        if drafts[index].isLeftOut { return }
        note(.prohibition, drafts[index].text, drafts[index].span)
        if !notes.isEmpty { notes[notes.count - 1].draft = index }
        drafts[index].isLeftOut = true
        drafts[index].actions = []
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
}
