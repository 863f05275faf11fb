internal import MarkdownKit

extension CatalogBuilder {
    mutating func note(_ text: String, _ span: SourceSpan, _ kind: ContextNote.Kind = .context, isProse: Bool = true) {
        if steps != nil {
            steps?.noteBeside(kind, text, span, isProse: isProse)
            return
        }
        let beside = incident?.steps.last?.id
        incident?.context.append(ContextNote(kind: kind, text: text, span: span, concerns: beside, isProse: isProse))
    }

    // MARK: Content

    mutating func content(_ block: MarkdownBlock) {
        incident?.span.endLine = block.span.endLine
        if isPostIncident { return postIncident(block) }
        guard incident != nil else { return }
        if let items = PartLabel.items(block), steps == nil { return labels(items) }
        guard let part, part.hasSteps else { return unnumbered(block) }
        switch block.kind {
        case .list(let start):
            // "Never do any of these:" speaks of the whole list.
            if let left = listing.verdict.left { return context(block, left.kind) }
            steps?.add(list: block, start: start, place: listing.place)
        case .code: steps?.add(fence: block, framing: framing, place: place)
        case .paragraph where Passage(block.said).pointsBack, .quote where Passage(block.said).pointsBack: steps?.retractLast(block)
        case .paragraph:
            if steps?.add(paragraph: block) == true { return }
            if framing?.left == nil { steps?.tell(block) }
            other(block)
        case .table:
            guard listing.verdict.left == nil, let list = TableSteps.list(block) else { return other(block) }
            steps?.add(list: list, start: nil, place: listing.place)
        default: other(block)
        }
    }

    /// Where no part with steps is open.
    private mutating func unnumbered(_ block: MarkdownBlock) {
        if part == nil, case .list = block.kind, let pairs = Metadata.pairs(block) { rate(Metadata.severity(pairs)) }
        switch (part, block.kind) {
        case (.symptoms, .list): symptoms(block)
        case (.symptoms, .paragraph)
        where !block.standingText.trimmedSpaces.hasSuffix(":") && Passage(block).allowed == block.standingText.trimmedSpaces:
            tell(block)
        case (.rules, .list): rules(block)
        default: other(block)
        }
    }

    /// `- **Symptoms:** …`, `- **Fix:** …`: each item is what its label says.
    private mutating func labels(_ items: [MarkdownBlock]) {
        for child in items.flatMap(\.children) {
            if child.kind == .paragraph { paragraph(child) } else { content(child) }
            look(at: child)
        }
    }

    private mutating func other(_ block: MarkdownBlock) {
        if block.isAdmonition, block.inlines.contains(where: { $0.kind == .code && $0.text.contains(" ") }) {
            runbook.findings.append(.notRun("block", "it stands in a box of another tool", block.span))
        }
        let text = block.deepText
        var isForbidden = closing == .prohibition
        // A block says nothing of itself.
        if case .code = block.kind {} else if !isForbidden { isForbidden = Passage(text).allowed != text }
        if case .forbidden? = framing { isForbidden = true }
        context(block, isForbidden ? .prohibition : .context)
    }

    /// Kept for people. Code blocks in it were not run, and that is said.
    mutating func context(_ block: MarkdownBlock, _ kind: ContextNote.Kind) {
        let text = block.deepText
        if text.isEmpty { return }
        if case .code = block.kind { note(text, block.span, kind, isProse: false) } else { note(text, block.span, kind) }
    }

    /// One symptom per item, also of a list inside an item.
    private mutating func symptoms(_ list: MarkdownBlock) {
        for item in list.children {
            let inlines = item.children.filter { $0.kind == .paragraph }.flatMap(\.inlines).filter { !$0.isStruck }
            if let symptom = symptom(inlines, item.span) { incident?.add(symptom: symptom) }
            // As deep as the parser goes, which is bounded.
            for nested in item.children { if case .list = nested.kind { symptoms(nested) } }
        }
    }

    private func symptom(_ inlines: [MarkdownInline], _ span: SourceSpan) -> Symptom? {
        let text = inlines.reduce(into: "") { $0 += $1.text }.trimmedSpaces
        guard !text.isEmpty else { return nil }
        let code = inlines.filter { $0.kind == .code }.map(\.text)
        return Symptom(id: "", text: text, check: SymptomReader.check(text, code: code), span: span)
    }

    /// `**Symptoms:** health check failing, 5xx error spike`: parted at commas and semicolons that stand in no brackets or code.
    mutating func symptoms(inline block: MarkdownBlock) {
        var piece: [MarkdownInline] = []
        var depth = 0
        func isMark(_ character: Character) -> Bool { character == "," || character == ";" }
        for inline in block.inlines where !inline.isStruck {
            guard inline.kind == .text, inline.text.contains(where: { isMark($0) || "()".contains($0) }) else {
                piece.append(inline)
                continue
            }
            var text = ""
            for character in inline.text {
                depth += character == "(" ? 1 : character == ")" ? -1 : 0
                if depth <= 0, isMark(character) {
                    piece.append(MarkdownInline(kind: .text, text: text, line: inline.line, column: inline.column))
                    if let symptom = symptom(piece, block.span) { incident?.add(symptom: symptom) }
                    (piece, text) = ([], "")
                } else {
                    text.append(character)
                }
            }
            piece.append(MarkdownInline(kind: .text, text: text, line: inline.line, column: inline.column))
        }
        if let symptom = symptom(piece, block.span) { incident?.add(symptom: symptom) }
    }

    /// A sentence below "Symptoms": kept as words, and a symptom where no list tells them.
    private mutating func tell(_ block: MarkdownBlock) {
        if let symptom = symptom(block.inlines.filter { !$0.isStruck }, block.span) { told.append(symptom) }
        other(block)
    }

    private mutating func rules(_ list: MarkdownBlock) {
        guard let id = incident?.id else { return }
        for item in list.children {
            let text = item.deepText
            if text.isEmpty { continue }
            let rule = SafetyRuleText(id: "\(id)/rule.\((incident?.safetyRules.count ?? 0) + 1)", text: text, span: item.span)
            incident?.safetyRules.append(rule)
        }
    }

    private mutating func postIncident(_ block: MarkdownBlock) {
        guard case .list = block.kind else { return }
        for item in block.children {
            let text = item.deepText
            if text.isEmpty { continue }
            runbook.postIncident.append(PostIncidentItem(text: text, span: item.span))
        }
    }
}
