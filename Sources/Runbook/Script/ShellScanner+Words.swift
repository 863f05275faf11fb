extension ShellScanner {
    /// Walks to the end of the statement: the first line end at which nothing is open.
    mutating func scan(isWhole: Bool) {
        while let byte = current {
            if stack.last == .doubleQuote {
                scanQuoted(byte)
                continue
            }
            switch byte {
            case UInt8(ascii: "\n"):
                at += 1
                readHereDocuments()
                if stack.isEmpty, !goesOn, !isWhole { return }
                if !goesOn { endCommand() }
                if stack.isEmpty, isWhole, !goesOn { endPart("\n", at - 1, next: at) }
            case _ where isSpace(byte): at += 1
            case UInt8(ascii: "#") where isWordStart: skipComment()
            case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"): scanOperator(byte)
            case UInt8(ascii: "("), UInt8(ascii: ")"): scanParenthesis(byte)
            case UInt8(ascii: "<") where peek(1) == byte && peek(2) != byte: scanHereDocument()
            case UInt8(ascii: "<"), UInt8(ascii: ">"):
                goesOn = false
                at += 1
                if current == UInt8(ascii: "(") { open(.substitution) } else if current == UInt8(ascii: "&") || current == byte { at += 1 }
            case UInt8(ascii: "`") where stack.last == .backtick:
                close()
                at += 1
            case UInt8(ascii: "}") where stack.last == .parameter:
                stack.removeLast()
                at += 1
            default: scanWord()
            }
        }
    }

    mutating func skipComment() {
        while let byte = current, byte != UInt8(ascii: "\n") {
            _ = byte
            at += 1
        }
    }

    var isWordStart: Bool {
        guard let before = peek(-1) else { return true }
        return isSpace(before) || ";&|()\n".utf8.contains(before)
    }

    mutating func endCommand() {
        atCommand = true
        command = ""
        wordCount = 0
    }

    private mutating func scanOperator(_ byte: UInt8) {
        let begin = at
        var text = String(UnicodeScalar(byte))
        at += 1
        // `>&` and `&>` are redirections.
        if byte == UInt8(ascii: "&"), current == UInt8(ascii: ">") { return }
        if let next = current, next == byte || byte == UInt8(ascii: "|") && next == UInt8(ascii: "&") {
            text.append(Character(UnicodeScalar(next)))
            at += 1
        }
        endPart(text, begin, next: at)
        endCommand()
        goesOn = text != ";" && text != "&" && text != ";;"
    }

    private mutating func scanParenthesis(_ byte: UInt8) {
        if byte == UInt8(ascii: ")") {
            if stack.last == .substitution || stack.last == .subshell { close() } else if stack.last == .choice { endCommand() }
            at += 1
            return
        }
        // `name()` begins a function, whose body may stand on the next line.
        if !atCommand, wordCount == 1, peek(1) == UInt8(ascii: ")") {
            at += 2
            statement.isCompound = true
            statement.commandWords.append("function")
            endCommand()
            goesOn = true
            return
        }
        goesOn = false
        statement.isCompound = true
        open(.subshell)
    }

    mutating func open(_ frame: Frame) {
        stack.append(frame)
        at += 1
        endCommand()
    }

    /// What was open is one word, or one command, of what it stands in.
    mutating func close() {
        _ = stack.popLast()
        atCommand = false
        wordCount = max(wordCount, 1)
    }

    // MARK: Here-documents

    mutating func scanHereDocument() {
        at += 2
        statement.hasHereDocument = true
        statement.isCompound = true
        let strips = current == UInt8(ascii: "-")
        if strips { at += 1 }
        while let byte = current, isSpace(byte) {
            _ = byte
            at += 1
        }
        var word: [UInt8] = []
        var isQuoted = false
        while let byte = current, !isSpace(byte), !";&|<>()\n".utf8.contains(byte) {
            if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                isQuoted = true
            } else {
                word.append(byte)
            }
            at += 1
        }
        if !word.isEmpty { hereDocuments.append((word, isQuoted, strips)) }
    }

    /// The lines up to the word that ends each here-document.
    mutating func readHereDocuments() {
        for document in hereDocuments {
            let begin = at
            while at < input.count {
                var end = at
                while end < input.count, input[end] != UInt8(ascii: "\n") { end += 1 }
                var line = input[at..<end]
                if document.stripsTabs { line = line.drop { $0 == UInt8(ascii: "\t") } }
                if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
                at = min(end + 1, input.count)
                if line.elementsEqual(document.word) { break }
            }
            if !document.isQuoted { referencesInDocument(begin..<at) }
        }
        hereDocuments = []
    }

    /// In a here-document the shell still puts values in, but knows no quotes.
    private mutating func referencesInDocument(_ range: Range<Int>) {
        let after = at
        at = range.lowerBound
        while at < range.upperBound {
            if input[at] == UInt8(ascii: "\\") {
                at += 2
            } else if input[at] == UInt8(ascii: "$") {
                scanDollar(inQuotes: true, follows: false)
            } else {
                at += 1
            }
        }
        at = after
    }
}
