internal import MarkdownKit

extension CatalogBuilder {
    enum Label {
        case part(PartName, rest: String)
        /// A label that names no part, with its words.
        case other(String)
    }

    /// `**Symptoms:**` at the beginning of a paragraph, with what follows it there. A label that is followed needs its colon:
    /// "**Fix** it soon" is a sentence.
    func label(_ block: MarkdownBlock) -> Label? {
        guard incident != nil, let first = block.inlines.first, first.isStrong else { return nil }
        if block.isStruckOut { return .other("") }
        let strong = block.inlines.prefix { $0.isStrong }.reduce(into: "") { $0 += $1.text }
        var rest = block.inlines.drop { $0.isStrong }.reduce(into: "") { $0 += $1.text }.trimmedSpaces
        let hasColon = strong.trimmedSpaces.hasSuffix(":") || rest.hasPrefix(":")
        guard rest.isEmpty || hasColon else { return nil }
        if rest.hasPrefix(":") { rest = rest.dropFirst().trimmedSpaces }
        if let name = PartName(label: strong) { return .part(name, rest: rest) }
        // "Resolution (on the database host):"
        if let open = strong.firstIndex(of: "("), let name = PartName(label: String(strong[..<open])),
            SentencePlace(String(strong[open...])) != nil
        {
            return .part(name, rest: strong[open...].trimmedSpaces + " " + rest)
        }
        // A remark that says all it has to say in its own paragraph leaves the part open.
        return rest.isEmpty || !CatalogBuilder.isRemark(strong) ? .other(block.standingText) : nil
    }

    private static func isRemark(_ label: String) -> Bool {
        let word = label.lowercased().filter { $0.isLetter }
        return ["note", "notes", "warning", "tip", "important", "caution", "danger", "attention", "info", "hint", "remember", "nb"]
            .contains(word)
    }

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
        switch (part, block.kind) {
        case (.symptoms, .list): symptoms(block)
        case (.rules, .list): rules(block)
        case (.diagnosis, .list(let start)), (.resolution, .list(let start)), (.recovery, .list(let start)), (.rollback, .list(let start)):
            // "Never do any of these:" speaks of the whole list.
            if let left = listing.verdict.left { return context(block, left.kind) }
            steps?.add(list: block, start: start, place: listing.place)
        case (.diagnosis, .code), (.resolution, .code), (.recovery, .code), (.rollback, .code):
            steps?.add(fence: block, framing: framing, place: place)
        case (.diagnosis, .paragraph), (.resolution, .paragraph), (.recovery, .paragraph), (.rollback, .paragraph),
            (.diagnosis, .quote), (.resolution, .quote), (.recovery, .quote), (.rollback, .quote):
            if Passage(block.said).pointsBack { steps?.retractLast(block) } else { other(block) }
        default: other(block)
        }
    }

    private mutating func other(_ block: MarkdownBlock) {
        if block.isAdmonition, block.inlines.contains(where: { $0.kind == .code && $0.text.contains(" ") }) {
            runbook.findings.append(.notRun("block", "it stands in a box of another tool", block.span))
        }
        let text = block.deepText
        var isForbidden = closing == .prohibition || Passage(text).allowed != text
        if case .forbidden? = framing { isForbidden = true }
        context(block, isForbidden ? .prohibition : .context)
    }

    /// Kept for people. Code blocks in it were not run, and that is said.
    private mutating func context(_ block: MarkdownBlock, _ kind: ContextNote.Kind) {
        let text = block.deepText
        if text.isEmpty { return }
        if case .code = block.kind { note(text, block.span, kind, isProse: false) } else { note(text, block.span, kind) }
    }

    /// One symptom per item, also of a list inside an item.
    private mutating func symptoms(_ list: MarkdownBlock) {
        guard let id = incident?.id else { return }
        for item in list.children {
            let inlines = item.children.filter { $0.kind == .paragraph }.flatMap(\.inlines).filter { !$0.isStruck }
            let text = inlines.reduce(into: "") { $0 += $1.text }.trimmedSpaces
            if !text.isEmpty {
                let symptom = Symptom(
                    id: "\(id)/symptom.\((incident?.symptoms.count ?? 0) + 1)", text: text,
                    check: SymptomReader.check(text, code: inlines.filter { $0.kind == .code }.map(\.text)), span: item.span)
                incident?.symptoms.append(symptom)
            }
            // As deep as the parser goes, which is bounded.
            for nested in item.children { if case .list = nested.kind { symptoms(nested) } }
        }
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
