internal import MarkdownKit

/// A label in the text of an incident: `**Symptoms:**`, `**Fix:** …`, `Prevention:`.
enum PartLabel {
    case part(PartName, rest: MarkdownBlock)
    /// A label that names no part, with its words; a label alone may name a step.
    case other(String, isAlone: Bool)

    /// A label that is followed needs its colon: "**Fix** it soon" is a sentence.
    init?(_ block: MarkdownBlock) {
        guard block.kind == .paragraph, let first = block.inlines.first else { return nil }
        guard first.isStrong else {
            guard let name = PartLabel.plain(block) else { return nil }
            self = .part(name, rest: MarkdownBlock(kind: .paragraph, span: block.span))
            return
        }
        if block.isStruckOut {
            self = .other("", isAlone: false)
            return
        }
        let strong = block.inlines.prefix { $0.isStrong }.reduce(into: "") { $0 += $1.text }
        var rest = block
        rest.inlines = Array(block.inlines.drop { $0.isStrong || $0.kind == .lineBreak })
        let isAlone = rest.plainText.trimmedSpaces.isEmpty
        let hasColon = strong.trimmedSpaces.hasSuffix(":") || rest.plainText.trimmedSpaces.hasPrefix(":")
        guard isAlone || hasColon else { return nil }
        rest.dropMark()
        // A remark that says all it has to say in its own paragraph leaves the part open.
        guard rest.plainText.trimmedSpaces.isEmpty || !PartLabel.isRemark(strong) else { return nil }
        if let name = PartLabel.name(strong) {
            // "Resolution (on the database host):"
            if let open = strong.firstIndex(of: "("), SentencePlace(String(strong[open...])) != nil {
                let remark = String(strong[open...]).trimmedSpaces + " "
                rest.inlines.insert(MarkdownInline(kind: .text, text: remark, line: block.span.line, column: block.span.column), at: 0)
            }
            self = .part(name, rest: rest)
            return
        }
        self = .other(block.standingText, isAlone: rest.plainText.trimmedSpaces.isEmpty)
    }

    /// The parts that a block's labels open: of a paragraph, or of the items of a list.
    static func entries(_ block: MarkdownBlock) -> [PartEntry] {
        switch block.kind {
        case .paragraph:
            guard case .part? = PartLabel(block) else { return [] }
            let strong = block.inlines.prefix { $0.isStrong }.reduce(into: "") { $0 += $1.text }
            return PartNames.entry(strong.isEmpty ? block.plainText : strong).map { [$0] } ?? []
        case .list: return items(block).map { $0.flatMap { $0.children.first.map(entries) ?? [] } } ?? []
        default: return []
        }
    }

    /// The items of a list of which each begins with a label, and one with the name of a part.
    static func items(_ list: MarkdownBlock) -> [MarkdownBlock]? {
        guard case .list = list.kind, !list.children.isEmpty else { return nil }
        var hasPart = false
        for item in list.children {
            guard let head = item.children.first, let first = head.inlines.first, first.isStrong else { return nil }
            guard let label = PartLabel(head) else {
                if isRemark(first.text) { continue }
                return nil
            }
            if case .part = label { hasPart = true }
        }
        return hasPart ? list.children : nil
    }

    static func entry(heading block: MarkdownBlock) -> PartEntry? {
        let text = block.plainText
        guard !block.isStruckOut, let entry = PartNames.entry(text) else { return nil }
        return isTakenBack(text) ? nil : entry
    }

    /// The part of that name, unless what stands in brackets takes it back: "Fix (obsolete)".
    static func name(_ text: String) -> PartName? {
        PartName(label: text).flatMap { isTakenBack(text) ? nil : $0 }
    }

    private static func isTakenBack(_ text: String) -> Bool {
        guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close else { return false }
        let remark = Sentence(Tokenizer.tokens(String(text[open..<close].dropFirst()))[...])
        return Label.verdict(remark) != nil || SentenceReader.read(remark).opensForbidding || AfterCode.remark(remark)?.left != nil
    }

    /// "Prevention:" alone in its paragraph, without bold letters. What is known as a lead speaks of the next block only.
    private static func plain(_ block: MarkdownBlock) -> PartName? {
        let text = block.standingText.trimmedSpaces
        guard text.hasSuffix(":"), text.utf8.count < 40, block.inlines.allSatisfy({ $0.kind == .text }), let entry = PartNames.entry(text),
            !entry.isWeak || entry.part == .aside, !isRemark(text), Framing.of(block) == .meant
        else { return nil }
        return entry.part
    }

    private static func isRemark(_ label: String) -> Bool {
        let word = label.lowercased().filter { $0.isLetter }
        return ["note", "notes", "warning", "tip", "important", "caution", "danger", "attention", "info", "hint", "remember", "nb"]
            .contains(word)
    }
}

extension MarkdownBlock {
    /// Without the colon or dash that stands between a label and what follows it.
    fileprivate mutating func dropMark() {
        while let first = inlines.first, first.kind == .text || first.kind == .lineBreak {
            let rest = first.text.drop { ":–— ".contains($0) }
            inlines[0].text = String(rest)
            if !rest.isEmpty { return }
            inlines.removeFirst()
        }
    }
}
