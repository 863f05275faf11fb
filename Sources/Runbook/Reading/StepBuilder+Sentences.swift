internal import MarkdownKit

extension StepBuilder {
    /// The actions that a sentence names in code. `joinNames` makes one verification of several variable names (a bullet that lists
    /// a variable and its old name); in an ordinary sentence a variable name is only mentioned.
    ///
    /// - Parameter onlyCommands: the paragraph is no item: files and addresses are only named in it, and a command is one where the
    ///   sentence orders it.
    mutating func actions(_ paragraph: MarkdownBlock, joinNames: Bool, onlyCommands: Bool = false) -> [DraftAction] {
        var result: [DraftAction] = []
        var names: [MarkdownInline] = []
        guard paragraph.inlines.contains(where: { $0.kind == .code }) else { return [] }
        let passage = Passage(paragraph)
        let bracketed = SentencePlace.bracketed(paragraph.standingText)
        var noted: [ContextNote.Kind: String] = [:]
        for (index, inline) in paragraph.inlines.enumerated() where inline.kind == .code {
            let span = SourceSpan(line: inline.line, column: inline.column, endLine: inline.line)
            if inline.isStruck {
                leaveOut(inline.text, span, "it is struck out")
                note(.context, inline.text, span)
                continue
            }
            if let (kind, sentence, because) = passage.leavingOut(index) {
                leaveOut(inline.text, span, because)
                // One word of it is named again and again in prose: only what could be run is worth a note.
                // A sentence is kept once, however many it forbids.
                if kind == .prohibition || inline.text.contains(" "), noted[kind] != sentence { note(kind, sentence, span) }
                noted[kind] = sentence
                continue
            }
            switch InlineCode(inline.text) {
            case .command where onlyCommands && !passage.isOrdered(index):
                leaveOut(inline.text, span, "the sentence does not say that it is to be run")
            case .command(let line):
                result += command(line, written: inline.text, span, SentencePlace.nearest(passage.place(index), bracketed))
            case .path where onlyCommands, .url where onlyCommands: break
            case .environmentName: names.append(inline)
            case .path where passage.isDirectory(index): break
            case .path(let path): result.append(DraftAction(classified: file(path, sentence: paragraph.standingText), span: span))
            // Asking an address is only what a sentence means that begins with looking; "Post to …" names it too.
            case .url(let url) where looks(paragraph.standingText):
                if let get = CurlCommand.classify(["curl", url]) { result.append(DraftAction(classified: get, span: span, command: url)) }
            case .word(let word) where Elsewhere.comesBack(ShellScanner.statement(word)): _ = terminal.away.popLast()
            case .word(let word) where opens(word, passage.around(index)): terminal.away.append(word)
            case .url, .word: break
            }
        }
        if joinNames, let first = names.first { result.append(variable(first, names.dropFirst(), paragraph)) }
        return result
    }

    /// Only of what could be run is said that it is not.
    private mutating func leaveOut(_ code: String, _ span: SourceSpan, _ because: String) {
        if case .command = InlineCode(code) { findings.append(.notRun("command", because, span)) }
    }

    /// A command that stands in a sentence, with what it sets for itself: `cd data && ls`. It is typed where the items above led.
    private mutating func command(_ line: String, written: String, _ span: SourceSpan, _ place: SentencePlace?) -> [DraftAction] {
        // What a program prints, or what is typed into one, is no command of a shell.
        if CommandShape.isSurelyNone(line) { return [] }
        let reader = ScriptReader.read(line, in: terminal, place: SentencePlace.nearest(place, placeAbove, standing))
        terminal = reader.terminal
        return reader.commands.map { command in
            DraftAction(
                classified: command.classified, span: span, command: written, line: command.resolved, context: command.context,
                needs: command.needs)
        }
    }

    private func variable(_ first: MarkdownInline, _ others: ArraySlice<MarkdownInline>, _ paragraph: MarkdownBlock) -> DraftAction {
        let alternatives = others.map(\.text)
        let notes = paragraph.plainText.lowercased().contains("keypair") ? ["Needs the keypair path too."] : []
        return DraftAction(
            classified: Classified(
                action: .variable(name: first.text, alternatives: alternatives), effect: .read, target: first.text, notes: notes),
            span: SourceSpan(line: first.line, column: first.column, endLine: first.line))
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

    /// Whether a sentence opens a program that waits for input: "Open `psql`", and not "the `bash` image".
    private func opens(_ word: String, _ around: (before: ArraySlice<Token>, after: ArraySlice<Token>)?) -> Bool {
        guard let reason = Elsewhere.reason(ShellScanner.statement(word)), !Elsewhere.isLeftByItself(reason), let around else {
            return false
        }
        let orders = ["run", "open", "start", "enter", "launch", "type", "execute", "into", "call"]
        return around.before.last(where: \.isWord).map { orders.contains($0.text) } ?? around.after.allSatisfy { $0.kind == .mark }
    }
}
