/// What the words above a code block make of it: commands to give, something forbidden, or something to look at.
enum Framing: Equatable {
    case commands, prohibition, context

    /// As what such text is kept; nil for commands.
    var noteKind: ContextNote.Kind? {
        switch self {
        case .commands: nil
        case .prohibition: .prohibition
        case .context: .context
        }
    }

    /// - Parameter words: the label, paragraph or comment that stands before it.
    static func of(_ words: String) -> Framing {
        let sentences = Prohibition.sentences(words)
        guard let last = sentences.last else { return .commands }
        if Prohibition.forbids(last) { return .prohibition }
        // "Never run this. It deletes everything:" speaks of what follows all the same.
        if sentences.contains(where: { Prohibition.forbids($0) && pointsOn($0) }) { return .prohibition }
        let text = last.lowercased().trimmedSpaces
        return isShown(text) ? .context : .commands
    }

    private static func pointsOn(_ sentence: String) -> Bool {
        let words = sentence.lowercased().plainWords
        return words.contains { ["this", "these", "following", "below", "that", "those", "here"].contains($0) }
    }

    private static func isShown(_ text: String) -> Bool {
        var bare = text
        while let last = bare.last, ":.".contains(last) { bare.removeLast() }
        if [
            "example", "examples", "output", "result", "response", "sample", "before", "previously", "template", "message", "incorrect",
            "wrong", "bad",
        ].contains(bare) {
            return true
        }
        let beginnings = [
            "example ", "example: ", "sample ", "old way", "the old way", "old method", "old command", "old procedure", "previously",
            "formerly", "legacy ", "deprecated", "obsolete", "wrong", "incorrect", "historical", "for reference", "anti-pattern",
            "bad example",
        ]
        if beginnings.contains(where: bare.hasPrefix) { return true }
        return text.holds(anyOf: [
            "expected output", "expected result", "expected response", "expect output", "sample output", "example output", "for example",
            "for instance", "e.g.", "output should",
            "output looks", "should see", "should print", "should look like", "should show", "looks like", "look like this", "will print",
            "would print", "you will see", "old way",
            "no longer", "for reference", "anti-pattern", "message template", "post the following", "send the following", "as an example",
            "typical output",
        ])
    }
}

/// Sentences that forbid: what they name is not to be done.
enum Prohibition {
    /// Whether a sentence says that something is not to be done.
    static func forbids(_ sentence: String) -> Bool { forbidsWhatFollows(mainClause(sentence.lowercased())) }

    /// Whether the code between two texts of one sentence is what must not be done.
    static func forbids(before: String, after: String) -> Bool {
        let before = mainClause(before.lowercased())
        return forbidsWhatFollows(before) || replaces(before) || isRuledOut(after.lowercased())
    }

    /// Whether the code behind a text is only shown: what was done earlier, what is printed, an example.
    static func isShown(before: String) -> Bool {
        let text = before.lowercased().trimmedSpaces
        if ["before:", "old:", "old way", "previously", "formerly", "in the past", "earlier:", "deprecated"].contains(where: text.hasPrefix)
        {
            return true
        }
        let near = text.split(separator: "\u{FFFC}", omittingEmptySubsequences: false).last.map(String.init) ?? text
        return near.holds(anyOf: [
            "should see", "will see", "should print", "should show", "should return", "should say", "prints", "output is", "output:",
            "expected",
            "expect ", "looks like", "look like", "for example", "for instance", "e.g.", "such as", "used to run",
        ])
    }

    /// Whether a sentence is nothing but a prohibition: the order stands at its beginning, or rules its subject out.
    static func opens(_ sentence: String) -> Bool {
        let text = mainClause(sentence.lowercased()).trimmedSpaces
        let start = text.drop { !$0.isLetter }
        let polite = ["please ", "also ", "important: ", "warning: ", "note: ", "danger: ", "caution: "].first { start.hasPrefix($0) }
        let order = start.dropFirst(polite?.count ?? 0)
        if ["do not", "don't", "don’t", "dont", "never", "avoid", "do never", "under no", "refrain", "stop using"].contains(
            where: order.hasPrefix)
        {
            return forbidsWhatFollows(text)
        }
        return text.holds(anyOf: ["must not", "mustn't", "must never", "should never", "not allowed to", "forbidden", "prohibited"])
            && forbidsWhatFollows(text)
    }

    /// The sentences that do not forbid anything.
    static func allowed(_ text: String) -> String {
        let all = sentences(text)
        return all.contains(where: forbids) ? all.filter { !forbids($0) }.joined(separator: ". ") : text
    }

    static func sentences(_ text: String) -> [String] {
        var result: [String] = []
        var sentence = ""
        var previous: Character = " "
        for character in text {
            if character.isWhitespace, ".;!?".contains(previous) {
                result.append(sentence)
                sentence = ""
            } else {
                sentence.append(character)
            }
            previous = character
        }
        return (result + [sentence]).map(\.trimmedSpaces).filter { !$0.isEmpty }
    }

    /// "If the workers do not start, …" forbids nothing: a condition is no order.
    private static func mainClause(_ text: String) -> String {
        let trimmed = text.trimmedSpaces
        guard ["if ", "when ", "whenever ", "in case ", "while ", "once ", "where ", "unless "].contains(where: trimmed.hasPrefix) else {
            return text
        }
        guard let end = trimmed.firstIndex(where: { ",:".contains($0) }) else { return "" }
        return String(trimmed[trimmed.index(after: end)...])
    }

    private static func forbidsWhatFollows(_ text: String) -> Bool {
        for order in ["do not", "don't", "don’t", "dont", "never", "avoid", "do never"] {
            let places = occurrences(of: order, in: text)
            // "To avoid a loss, …" is a purpose.
            if places.contains(where: { isOrder($0.before) && !isFriendly($0.after) && !(order == "avoid" && $0.before.hasSuffix("to ")) })
            {
                return true
            }
        }
        return [
            "must not", "mustn't", "mustn’t", "should not", "shouldn't", "shouldn’t", "may not", "must never", "should never", "no longer",
            "not allowed to", "forbidden",
            "prohibited", "no need", "nobody runs", "nobody should", "nobody may", "no one should", "refrain from", "stop using",
            "under no circumstances", "not recommended", "stay away from",
        ].contains { !occurrences(of: $0, in: text).isEmpty }
    }

    /// Where a part of a sentence stands as words of its own.
    private static func occurrences(of part: String, in text: String) -> [(before: Substring, after: Substring)] {
        var result: [(Substring, Substring)] = []
        // Nearly every text holds none of them, and bytes are searched faster than characters.
        guard text.holds(part) else { return result }
        var rest = text[...]
        while let range = rest.firstRange(of: part) {
            let before = text[..<range.lowerBound]
            let after = text[range.upperBound...]
            if before.last?.isLetter != true, after.first?.isLetter != true { result.append((before, after)) }
            rest = after
        }
        return result
    }

    /// At the beginning of a clause, or behind a word that makes it one: "services do not answer" is a report.
    private static func isOrder(_ before: Substring) -> Bool {
        let text = before.trimmedSpaces
        if before.reversed().prefix(while: \.isWhitespace).contains(where: \.isNewline) { return true }
        guard let last = text.last else { return true }
        if !last.isLetter, !last.isNumber { return true }
        let word = text.split(separator: " ").last ?? ""
        return [
            "please", "and", "but", "also", "then", "you", "we", "they", "so", "or", "must", "should", "can", "may", "to", "warning",
            "important", "note", "danger", "caution",
        ]
        .contains(word)
    }

    /// "Do not forget to …" asks for it.
    private static func isFriendly(_ after: Substring) -> Bool {
        let words = after.trimmedSpaces
        return ["forget", "skip", "omit", "hesitate", "worry", "panic", "be afraid", "be alarmed", "fear"].contains(where: words.hasPrefix)
    }

    /// "instead of `X`", "undo a wrong `X`": the code right behind.
    private static func replaces(_ before: String) -> Bool {
        let text = before.split(separator: "\u{FFFC}").last.map(String.init) ?? before
        guard !before.hasSuffix("\u{FFFC}") else { return false }
        let words = text.plainWords.suffix(3)
        let tail = words.joined(separator: " ")
        // "not `X` but", "without running `X`", "skip `X`".
        if let last = words.last, ["not", "without", "skip"].contains(last) { return true }
        if ["without running", "without calling", "skip running", "not run", "not recommend", "not use"].contains(where: tail.hasSuffix) {
            return true
        }
        return tail.hasSuffix("instead of") || tail.holds("rather than") || tail.holds("instead of")
            || words.suffix(2).contains {
                ["wrong", "wrongly", "accidental", "accidentally", "mistaken", "mistakenly", "erroneous", "unintended", "undo", "undoes"]
                    .contains($0)
            }
    }

    /// "`X` must not be run", "`X` (never in production)".
    private static func isRuledOut(_ after: String) -> Bool {
        var text = after.trimmedSpaces[...]
        while let first = text.first, !first.isLetter, first != "\u{FFFC}" { text = text.dropFirst() }
        for word in ["is ", "are ", "was "] where text.hasPrefix(word) { text = text.dropFirst(word.count) }
        return [
            "do not", "don't", "don’t", "never", "must not", "must never", "should not", "should never", "shouldn't", "forbidden",
            "prohibited", "not allowed", "no longer", "not to be",
            "dangerous", "unsafe", "harmful", "a mistake", "here is a mistake", "wrong", "was removed", "removed", "gone", "don't",
            "deprecated", "may not", "cannot be used", "obsolete", "not recommended",
        ].contains(where: text.hasPrefix)
    }
}
