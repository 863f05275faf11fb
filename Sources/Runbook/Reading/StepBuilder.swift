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
    }

    private(set) var drafts: [Draft] = []
    private(set) var findings: [Finding] = []
    let idPrefix: String

    init(idPrefix: String) { self.idPrefix = idPrefix }

    /// A list: one draft per item.
    mutating func add(list: MarkdownBlock, start: Int?) {
        // Numbers go on over an interruption only if the text says so: a list that starts at 3 after item 2.
        var number = drafts.isEmpty ? (start ?? 1) : max(start ?? 0, (drafts.last?.number ?? 0) + 1)
        for item in list.children {
            drafts.append(draft(item, number: number))
            number += 1
        }
    }

    /// A code block at the level of the part itself: it belongs to the item before it, or makes steps of its own.
    mutating func add(fence block: MarkdownBlock) {
        let actions = fenceActions(block)
        if let last = drafts.indices.last, belongs(block, to: drafts[last]) {
            attach(actions, to: last)
        } else {
            for action in actions {
                let title = action.title ?? action.text.map { String($0.prefix { $0 != "\n" }) } ?? ""
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
        for paragraph in paragraphs { draft.actions += actions(paragraph, joinNames: false) }
        for child in item.children {
            switch child.kind {
            case .list:
                for nested in child.children { add(nested: nested, to: &draft) }
            case .code:
                let actions = fenceActions(child)
                draft.actions += actions
                if let attributes = actions.first?.attributes ?? fenceInfo(child)?.attributes { draft.attributes = attributes }
            default: break
            }
        }
        return draft
    }

    /// A bullet under an item: an action of it, or part of its words.
    private mutating func add(nested: MarkdownBlock, to draft: inout Draft) {
        let words = StepBuilder.words(nested)
        var found: [DraftAction] = []
        for paragraph in nested.children where paragraph.kind == .paragraph { found += actions(paragraph, joinNames: true) }
        for code in nested.children { if case .code = code.kind { found += fenceActions(code) } }
        for index in found.indices { found[index].title = draft.title + ": " + words }
        draft.actions += found
        if !words.isEmpty { draft.text += (draft.text.isEmpty ? "" : draft.text.hasSuffix(":") ? " " : "; ") + words }
        // Bullets under bullets belong to the same item. The parser bounds the depth.
        for deeper in nested.children {
            if case .list = deeper.kind { for bullet in deeper.children { add(nested: bullet, to: &draft) } }
        }
    }

    /// The words of an item: everything in it but its code blocks and the lists inside it, which are read for themselves.
    private static func words(_ item: MarkdownBlock) -> String {
        var result = ""
        for child in item.children {
            switch child.kind {
            case .code, .list: continue
            default: break
            }
            let text = child.kind == .paragraph ? child.plainText.trimmedSpaces : child.deepText
            if !result.isEmpty, !text.isEmpty { result += " " }
            result += text
        }
        return result
    }

    /// The actions that a sentence names in code. `joinNames` makes one verification of several variable names (a bullet that lists
    /// a variable and its old name); in an ordinary sentence a variable name is only mentioned.
    private func actions(_ paragraph: MarkdownBlock, joinNames: Bool) -> [DraftAction] {
        var result: [DraftAction] = []
        var names: [MarkdownInline] = []
        for inline in paragraph.inlines where inline.kind == .code {
            let span = SourceSpan(line: inline.line, column: inline.column, endLine: inline.line)
            switch InlineCode(inline.text) {
            case .action(let classified): result.append(DraftAction(classified: classified, span: span, command: inline.text))
            case .environmentName: names.append(inline)
            case .path(let path): result.append(DraftAction(classified: file(path, sentence: paragraph.plainText), span: span))
            // Asking an address is only what a sentence means that begins with looking; "Post to …" names it too.
            case .url(let url) where looks(paragraph.plainText):
                if let get = CurlCommand.classify(["curl", url]) { result.append(DraftAction(classified: get, span: span, command: url)) }
            case .url, .word: break
            }
        }
        if joinNames, let first = names.first {
            let alternatives = names.dropFirst().map(\.text)
            var notes: [String] = []
            if paragraph.plainText.lowercased().contains("keypair") { notes.append("Needs the keypair path too.") }
            result.append(
                DraftAction(
                    classified: Classified(
                        action: .variable(name: first.text, alternatives: alternatives), effect: .read, target: first.text, notes: notes),
                    span: SourceSpan(line: first.line, column: first.column, endLine: first.line)))
        }
        return result
    }

    /// A file that a step names is a file to change, unless its words only look at it.
    private func file(_ path: String, sentence: String) -> Classified {
        Classified(action: .file(path: path), effect: looks(sentence) ? .read : .change, target: path)
    }

    /// Whether a sentence begins with looking and says nothing of a second deed: "Read it, then delete it" does.
    private func looks(_ sentence: String) -> Bool {
        let words = sentence.lowercased()
        return ["look at ", "read ", "inspect ", "review ", "check ", "see ", "open ", "ask "].contains(where: words.hasPrefix)
            && !words.holds(anyOf: [" and ", " then ", ", ", "; ", "fix", "edit", "delet", "remov", "chang", "replac", "restor", "correct"])
    }

    private func fenceInfo(_ block: MarkdownBlock) -> FenceInfo? {
        guard case .code(let info, _, _, _) = block.kind else { return nil }
        return FenceInfo(info)
    }

    private mutating func fenceActions(_ block: MarkdownBlock) -> [DraftAction] {
        guard case .code(let rawInfo, let text, let isFenced, _) = block.kind else { return [] }
        let info = FenceInfo(rawInfo)
        for name in info.unknown {
            findings.append(
                Finding(
                    rule: "unknown-attribute", level: .warning, message: "The annotation `\(name)` is not understood and was not used.",
                    line: block.span.line, column: block.span.column,
                    suggestion: "Known are name, timeout, container, expect and action."))
        }
        let firstLine = block.span.line + (isFenced ? 1 : 0)
        switch info.language {
        case "python", "py", "python3":
            let title = FenceCommands.commands(text).first?.title
            return [
                DraftAction(
                    classified: PythonCommand.classify(code: text), title: title, span: block.span, attributes: info.attributes,
                    text: text.trimmedSpaces, command: text.trimmedSpaces)
            ]
        case "", "bash", "sh", "shell", "console", "shell-session", "zsh":
            return FenceCommands.commands(text).map { command in
                DraftAction(
                    classified: CommandClassifier.classify(command.text), title: command.title,
                    span: SourceSpan(
                        line: firstLine + command.line, column: block.span.column, endLine: firstLine + command.line + command.lineCount - 1
                    ),
                    attributes: info.attributes, text: command.text, command: command.text)
            }
        default:
            // A block for people (text, json, output) names an action only by annotation.
            if info.attributes.action == nil {
                findings.append(
                    Finding(
                        rule: "fence-not-run", level: .note, message: "A `\(info.language)` block is shown and not run.",
                        line: block.span.line,
                        column: block.span.column))
            }
            return []
        }
    }

    /// The sentence up to its colon or its code: "Restart the service: `…`" → "Restart the service".
    private func title(_ paragraph: MarkdownBlock?) -> String {
        guard let paragraph else { return "" }
        if paragraph.inlines.first?.kind == .code { return paragraph.plainText.trimmedSpaces }
        let words = paragraph.inlines.prefix { $0.kind != .code }.map(\.text).joined().trimmedSpaces
        guard words.count > 1, words.hasSuffix(":") else { return paragraph.plainText.trimmedSpaces }
        return String(words.dropLast())
    }
}
