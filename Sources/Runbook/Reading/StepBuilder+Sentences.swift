internal import MarkdownKit

extension StepBuilder {
    /// The actions that a sentence names in code. `joinNames` makes one verification of several variable names (a bullet that lists
    /// a variable and its old name); in an ordinary sentence a variable name is only mentioned.
    mutating func actions(_ paragraph: MarkdownBlock, joinNames: Bool) -> [DraftAction] {
        var result: [DraftAction] = []
        var names: [MarkdownInline] = []
        guard paragraph.inlines.contains(where: { $0.kind == .code }) else { return [] }
        let passage = Passage(paragraph)
        let sentences = CodeSentences(paragraph)
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
            case .command(let line): result += command(line, written: inline.text, span, sentences.place(index))
            case .environmentName: names.append(inline)
            case .path(let path): result.append(DraftAction(classified: file(path, sentence: paragraph.standingText), span: span))
            // Asking an address is only what a sentence means that begins with looking; "Post to …" names it too.
            case .url(let url) where looks(paragraph.standingText):
                if let get = CurlCommand.classify(["curl", url]) { result.append(DraftAction(classified: get, span: span, command: url)) }
            case .word(let word) where Elsewhere.comesBack(ShellScanner.statement(word)): _ = terminal.away.popLast()
            case .word(let word) where sentences.opens(word, index): terminal.away.append(word)
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
        let reader = ScriptReader.read(line, in: terminal, place: place ?? placeAbove ?? standing)
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
}

/// The sentences of a paragraph with the place of each piece of code in them.
struct CodeSentences {
    /// For the inline at an index: its sentence before it, and behind it.
    private(set) var around: [Int: (before: String, after: String)] = [:]

    init(_ paragraph: MarkdownBlock) {
        var sentence: [(text: String, code: Int?)] = []
        for (index, inline) in paragraph.inlines.enumerated() where !inline.isStruck {
            if inline.kind == .code {
                sentence.append((inline.text, index))
                continue
            }
            var text = ""
            var previous: Character = " "
            for character in inline.kind == .lineBreak ? "\n" : inline.text {
                if character.isWhitespace, ".;!?".contains(previous) {
                    sentence.append((text, nil))
                    close(&sentence)
                    text = ""
                } else {
                    text.append(character)
                }
                previous = character
            }
            sentence.append((text, nil))
            // `…`. The stop may end the piece of text.
            if inline.kind == .text, let last = text.last, ".;!?".contains(last), index + 1 < paragraph.inlines.count,
                paragraph.inlines[index + 1].kind == .lineBreak
            {
                close(&sentence)
            }
        }
        close(&sentence)
    }

    private mutating func close(_ sentence: inout [(text: String, code: Int?)]) {
        func text(_ pieces: ArraySlice<(text: String, code: Int?)>) -> String {
            pieces.map { $0.code == nil ? $0.text : "\u{FFFC}" }.joined()
        }
        for (position, piece) in sentence.enumerated() {
            guard let code = piece.code else { continue }
            // A sentence of thousands of pieces is read in a time that grows with it alone: what is far away says nothing of this one.
            let near = max(0, position - 20)..<min(sentence.count, position + 20)
            around[code] = (text(sentence[near.lowerBound..<position]), text(sentence[(position + 1)..<max(position + 1, near.upperBound)]))
        }
        sentence = []
    }

    /// Where the sentence says that its code is to be run; nil for here.
    func place(_ index: Int) -> SentencePlace? { around[index].flatMap { SentencePlace($0.before + "\u{FFFC}" + $0.after) } }

    /// Whether a sentence opens a program that waits for input: "Open `psql`", and not "the `bash` image".
    func opens(_ word: String, _ index: Int) -> Bool {
        guard let reason = Elsewhere.reason(ShellScanner.statement(word)), !Elsewhere.isLeftByItself(reason),
            let (before, after) = around[index]
        else { return false }
        let last = before.lowercased().plainWords.last.map(String.init)
        let orders = ["run", "open", "start", "enter", "launch", "type", "execute", "into", "call"]
        return last.map(orders.contains) ?? after.trimmedSpaces.isEmpty
    }
}
