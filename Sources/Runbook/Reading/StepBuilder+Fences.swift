internal import MarkdownKit

extension StepBuilder {
    func fenceInfo(_ block: MarkdownBlock) -> FenceInfo? {
        guard case .code(let info, _, _, _) = block.kind else { return nil }
        return FenceInfo(info)
    }

    /// - Parameters:
    ///   - framing: what the words above the block make of it.
    ///   - place: where they say that it is to be done.
    mutating func fenceActions(_ block: MarkdownBlock, _ framing: Verdict, _ place: SentencePlace?) -> [DraftAction] {
        guard case .code(let rawInfo, let text, let isFenced, _) = block.kind else { return [] }
        let info = FenceInfo(rawInfo)
        for name in info.unknown {
            findings.append(
                Finding(
                    rule: "unknown-attribute", level: .warning, message: "The annotation `\(name)` is not understood and was not used.",
                    line: block.span.line, column: block.span.column,
                    suggestion: "Known are name, timeout, container, expect and action."))
        }
        // A block that stands for an action of the program is there for its words.
        if info.attributes.action != nil, framing == .meant { return [] }
        if let (kind, because) = framing.left ?? info.remark.left {
            shown(block, text, kind, because)
            return []
        }
        switch FenceContent.of(info, text) {
        case .text(let why):
            shown(block, text, .context, why)
            return []
        case .person(let why):
            // What it leads to holds for what follows, whichever of its lines are commands.
            let lines = text.split(separator: "\n").map { $0.hasPrefix("# ") ? $0.dropFirst(2) : $0 }
            terminal = ScriptReader.read(lines.joined(separator: "\n"), in: terminal).terminal
            return [
                DraftAction(
                    classified: Classified(action: .manual, effect: .none, target: nil, notes: [why]),
                    title: "By hand: \(text.trimmedSpaces.prefix { $0 != "\n" })", span: block.span, attributes: info.attributes,
                    text: text.trimmedSpaces, command: text.trimmedSpaces, line: text.trimmedSpaces)
            ]
        case .python: return [python(text, info, block, SentencePlace.nearest(place, placeAbove, standing))]
        case .script(let script, let output, let hosts):
            return commands(script, output, hosts, info, block, firstLine: block.span.line + (isFenced ? 1 : 0), doneAt: place)
        }
    }

    /// A block that is shown and not run, and why.
    private mutating func shown(_ block: MarkdownBlock, _ text: String, _ kind: ContextNote.Kind, _ why: String) {
        // A block with the label of another language holds no commands that somebody could miss.
        if fenceInfo(block).map({ FenceContent.isOther($0) }) != true { findings.append(.notRun("block", why, block.span)) }
        note(kind, text.trimmedSpaces, block.span, isProse: false)
    }

    private func python(_ text: String, _ info: FenceInfo, _ block: MarkdownBlock, _ place: SentencePlace?) -> DraftAction {
        let title = FenceComments.first(text)
        let elsewhere = place.map {
            Classified(action: .manual, effect: .none, target: nil, notes: [$0.reason])
        }
        return DraftAction(
            classified: elsewhere ?? PythonCommand.classify(code: text), title: title, span: block.span, attributes: info.attributes,
            text: text.trimmedSpaces, command: text.trimmedSpaces)
    }

    private mutating func commands(
        _ script: String, _ output: [Int: String], _ hosts: [Int: String], _ info: FenceInfo, _ block: MarkdownBlock, firstLine: Int,
        doneAt: SentencePlace?
    ) -> [DraftAction] {
        let forbidden = FenceComments.leftOut(script)
        func place(_ line: Int, _ count: Int) -> SourceSpan {
            SourceSpan(line: firstLine + line, column: block.span.column, endLine: firstLine + line + count - 1)
        }
        for (line, left) in forbidden.sorted(by: { $0.key < $1.key }) { note(left.kind, left.text, place(line, 1), isProse: false) }
        var here = terminal
        // Runme gives each block a directory of its own.
        if let directory = info.directory { (here.context.directory, here.lostBy) = (directory, nil) }
        let reader = ScriptReader.read(
            script, lines: Set(forbidden.keys), hosts: hosts, in: here, place: SentencePlace.nearest(doneAt, placeAbove, standing))
        here = terminal
        terminal = reader.terminal
        if info.directory != nil { (terminal.context.directory, terminal.lostBy) = (here.context.directory, here.lostBy) }
        var actions = reader.commands.map { command in
            var action = DraftAction(
                classified: command.classified, title: command.title, span: place(command.line, command.lineCount),
                attributes: info.attributes, text: command.text, command: command.text, line: command.resolved, context: command.context,
                needs: command.needs)
            action.expectedOutput = (command.line..<(command.line + command.lineCount)).lazy.compactMap { output[$0] }.first
            if command.classified.action == .manual, action.title == nil { action.title = "By hand: \(command.text.prefix { $0 != "\n" })" }
            return action
        }
        // Variables that no command here takes are for somebody's shell.
        if actions.isEmpty, let first = reader.settings.first {
            let text = script.trimmedSpaces
            actions = [
                DraftAction(
                    classified: Classified(
                        action: .manual, effect: .none, target: nil, notes: ["It sets variables of a shell and runs nothing."]),
                    title: FenceComments.first(script) ?? "By hand: \(first.text)", span: place(first.line, first.lineCount),
                    attributes: info.attributes, text: text, command: text)
            ]
        }
        if actions.isEmpty {
            let why = forbidden.isEmpty ? "it holds no command" : "its comments forbid it, or call it an example"
            shown(block, forbidden.isEmpty ? script : "", .context, why)
        }
        return actions
    }
}

/// What the comments of a script say of the commands below them.
enum FenceComments {
    /// A command's first line, continued lines joined; nil where that is the command as it stands.
    static func title(_ line: String) -> String {
        line.split(separator: "\\\n", omittingEmptySubsequences: false).map(\.trimmedSpaces).joined(separator: " ").prefix { $0 != "\n" }
            .trimmedSpaces
    }

    /// The comment above the first command.
    static func first(_ script: String) -> String? {
        var words: [String] = []
        for line in script.split(separator: "\n").map(\.trimmedSpaces) where !line.isEmpty && !line.hasPrefix("#!") {
            guard line.hasPrefix("#") else { break }
            words.append(line.drop { $0 == "#" }.trimmedSpaces)
        }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// Commands below a comment that forbids them or calls them an example, up to the next blank line or comment, by their first line.
    static func leftOut(_ script: String) -> [Int: (kind: ContextNote.Kind, text: String)] {
        var result: [Int: (kind: ContextNote.Kind, text: String)] = [:]
        guard script.contains("#") else { return result }
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false).map(\.trimmedSpaces)
        var framing = Verdict.meant
        var at = 0
        for statement in ShellScanner.statements(script) {
            var comments: [String] = []
            for line in lines[min(at, lines.count)..<min(statement.line, lines.count)] {
                if line.isEmpty { framing = .meant }
                if line.hasPrefix("#") { comments.append(line.drop { $0 == "#" }.trimmedSpaces) }
            }
            if !comments.isEmpty { framing = Framing.of(comments.joined(separator: ". ")) }
            at = statement.line + statement.lineCount
            var own = framing
            // `rm -rf /data  # never`
            if own == .meant, let words = statement.remark {
                let remark = Sentence(Tokenizer.tokens(words)[...])
                if case .mentioned(let because)? = Label.verdict(remark) { own = .mentioned(because) }
                if let verdict = AfterCode.remark(remark), case .forbidden = verdict { own = verdict }
                if SentenceReader.read(remark).opensForbidding { own = .forbidden("the remark behind it forbids it") }
            }
            if let left = own.left { result[statement.line] = (left.kind, statement.text) }
        }
        return result
    }
}
