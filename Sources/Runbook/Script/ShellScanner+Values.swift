extension ShellScanner {
    /// One word, up to white space or an operator; the command's name, a keyword or an assignment where one is looked for.
    mutating func scanWord() {
        let begin = at
        let depth = stack.count
        let references = statement.references.count
        goesOn = false
        while let byte = current {
            if stack.count == depth, isSpace(byte) || ";&|()<>\n".utf8.contains(byte) { break }
            if stack.count > depth, stack.last != .doubleQuote, stack.last != .parameter {
                // Inside a substitution: a command of its own.
                scanInner(to: depth)
                continue
            }
            scanByte(byte)
            // What closes the frame around the word ends the word.
            if stack.count < depth { break }
        }
        if at == begin { at += 1 }
        word(input[begin..<min(at, input.count)], hasReferences: statement.references.count > references)
    }

    private mutating func scanByte(_ byte: UInt8) {
        guard stack.count < ShellScanner.deepest else {
            at = input.count
            return
        }
        switch byte {
        case UInt8(ascii: "\\"): at += 2
        case UInt8(ascii: "'") where stack.last != .doubleQuote:
            at += 1
            while let byte = current, byte != UInt8(ascii: "'") {
                _ = byte
                at += 1
            }
            at += 1
        case UInt8(ascii: "\""):
            if stack.last == .doubleQuote { stack.removeLast() } else { stack.append(.doubleQuote) }
            at += 1
        case UInt8(ascii: "$"): scanDollar(inQuotes: stack.contains(.doubleQuote), follows: true)
        case UInt8(ascii: "`"): openBacktick()
        case UInt8(ascii: "}") where stack.last == .parameter:
            stack.removeLast()
            at += 1
        default: at += 1
        }
        at = min(at, input.count)
    }

    /// For a quoted part that began in a word whose scan was left by a substitution.
    mutating func scanQuoted(_ byte: UInt8) { scanByte(byte) }

    private mutating func openBacktick() {
        if stack.last == .backtick {
            close()
            at += 1
        } else if stack.contains(.backtick) {
            at += 1
        } else {
            let outer = (atCommand, command, wordCount)
            let substitution = substitution(isBacktick: true)
            open(.backtick)
            scanInner(to: stack.count - 1)
            (atCommand, command, wordCount) = outer
            record(substitution)
        }
    }

    /// The commands of a substitution, up to its end.
    private mutating func scanInner(to depth: Int) {
        let outer = (atCommand, command, wordCount)
        while let byte = current, stack.count > depth {
            let top = stack[stack.count - 1]
            if top == .doubleQuote || top == .parameter {
                scanByte(byte)
            } else if byte == UInt8(ascii: ")"), top == .substitution || top == .subshell {
                close()
                at += 1
            } else if byte == UInt8(ascii: "("), atCommand || top == .subshell {
                open(.subshell)
            } else if byte == UInt8(ascii: "`"), top == .backtick {
                close()
                at += 1
            } else if byte == UInt8(ascii: "\n") {
                endCommand()
                at += 1
                readHereDocuments()
            } else if isSpace(byte) {
                at += 1
            } else if byte == UInt8(ascii: "#"), isWordStart {
                skipComment()
            } else if byte == UInt8(ascii: "<"), peek(1) == byte, peek(2) != byte {
                scanHereDocument()
            } else if ";&|".utf8.contains(byte) {
                at += 1
                endCommand()
            } else if "<>()".utf8.contains(byte) {
                at += 1
            } else {
                scanWordInside()
            }
        }
        (atCommand, command, wordCount) = outer
    }

    private mutating func scanWordInside() {
        let begin = at
        let depth = stack.count
        while let byte = current, stack.count >= depth {
            if stack.count == depth, isSpace(byte) || ";&|()<>\n".utf8.contains(byte) { break }
            if byte == UInt8(ascii: "`"), stack.last == .backtick { break }
            scanByte(byte)
        }
        if at == begin { at += 1 }
        word(input[begin..<min(at, input.count)], hasReferences: false)
    }

    /// `$x`, `${x…}`, `$( … )`, `$(( … ))`; another dollar stands for itself.
    ///
    /// - Parameter follows: whether substitutions are followed; in a here-document only the values are looked for.
    mutating func scanDollar(inQuotes: Bool, follows: Bool) {
        let begin = at
        at += 1
        guard let byte = current else { return }
        if byte == UInt8(ascii: "("), follows {
            at = begin
            let substitution = substitution(isBacktick: false)
            // `$(( … ))` gives a number.
            let isNumber = peek(2) == UInt8(ascii: "(")
            at += 2
            stack.append(.substitution)
            let outer = (atCommand, command, wordCount)
            endCommand()
            scanInner(to: stack.count - 1)
            (atCommand, command, wordCount) = outer
            if isNumber { names(in: begin + 3..<min(at, input.count)) } else { record(substitution) }
        } else if byte == UInt8(ascii: "{") {
            scanParameter(from: begin, inQuotes: inQuotes)
        } else if byte == UInt8(ascii: "'"), !inQuotes {
            return
        } else {
            let name = name(digits: 1)
            if !name.isEmpty { add(name, begin..<at, isPlain: true, inQuotes: inQuotes, mayBeEmpty: false) }
        }
    }

    /// In `$(( … ))` a variable stands also without a dollar.
    private mutating func names(in range: Range<Int>) {
        var walk = ShellQuoting.Walk()
        var offset = range.lowerBound
        while offset < range.upperBound {
            let begin = offset
            let isName = walk.place == .bare && (isNameByte(input[begin]) || "$#".utf8.contains(input[begin]))
            guard isName, input[begin] != UInt8(ascii: "$") || begin + 1 < range.upperBound && isNameByte(input[begin + 1]) else {
                // `1 << N` opens no here-document.
                if input[begin] == UInt8(ascii: "<"), walk.place == .bare { offset += 1 } else { walk.step(input, &offset) }
                continue
            }
            offset += 1
            while offset < range.upperBound, isNameByte(input[offset]) { offset += 1 }
            let name = String(decoding: input[begin..<offset], as: UTF8.self)
            if ShellParser.isVariableName(name) { add(name, begin..<offset, isPlain: false, inQuotes: false, mayBeEmpty: false) }
        }
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39
    }

    /// A substitution that begins here, in the command that is being read.
    private func substitution(isBacktick: Bool) -> Substitution {
        var begin = at
        while begin > start, let before = peek(begin - 1 - at), !isSpace(before), !";&|()\n".utf8.contains(before) { begin -= 1 }
        let isAssigned = atCommand && ShellScanner.assignedName(String(decoding: input[begin..<at], as: UTF8.self)) != nil
        return Substitution(
            range: at..<at, command: atCommand ? "" : command, isAssigned: isAssigned, isInDoubleQuotes: stack.last == .doubleQuote,
            isBacktick: isBacktick)
    }

    private mutating func record(_ begun: Substitution) {
        var substitution = begun
        substitution.range = begun.range.lowerBound - start..<min(at, input.count) - start
        statement.substitutions.append(substitution)
    }

    private mutating func scanParameter(from begin: Int, inQuotes: Bool) {
        at += 1
        let isCounted = current == UInt8(ascii: "#") || current == UInt8(ascii: "!")
        if isCounted { at += 1 }
        let name = name(digits: .max)
        stack.append(.parameter)
        guard !name.isEmpty else { return }
        if current == UInt8(ascii: "}") {
            stack.removeLast()
            at += 1
            return add(name, begin..<at, isPlain: !isCounted, inQuotes: inQuotes, mayBeEmpty: false)
        }
        // `${x:-y}`, `${x:+y}`, `${x:=y}`, `${x:?y}` and the same without the colon.
        let operation = current == UInt8(ascii: ":") ? peek(1) : current
        let hasDefault = operation.map("-+=?".utf8.contains) ?? false
        add(name, begin..<at, isPlain: false, inQuotes: inQuotes, mayBeEmpty: hasDefault)
    }

    private mutating func add(_ name: String, _ range: Range<Int>, isPlain: Bool, inQuotes: Bool, mayBeEmpty: Bool) {
        // `[ -z "$x" ]` asks whether there is a value.
        let isTest = ["[", "[[", "test"].contains(command)
        statement.references.append(
            VariableReference(
                name: name, range: range.lowerBound - start..<range.upperBound - start, isPlain: isPlain, isInDoubleQuotes: inQuotes,
                mayBeEmpty: mayBeEmpty || isTest))
    }

    /// A variable's name, or the number of an argument.
    private mutating func name(digits: Int) -> String {
        let begin = at
        func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
        if let first = current, isDigit(first) {
            while let byte = current, isDigit(byte), at - begin < digits { at += 1 }
        } else if let first = current, first == UInt8(ascii: "@") || first == UInt8(ascii: "*") {
            at += 1
        } else {
            while let byte = current, byte == UInt8(ascii: "_") || (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || isDigit(byte) {
                at += 1
            }
        }
        return String(decoding: input[begin..<at], as: UTF8.self)
    }
}
