/// Sentences that speak of more than the next command.
extension SentencePlace {
    /// "SSH to web1", "Log in to the bastion and …", "Exec into the pod": what follows such a sentence is done there.
    static func leads(_ sentence: String) -> Bool {
        let text = sentence.lowercased()
        // "You should now have a shell inside the container."
        if text.holds(anyOf: ["you are now", "now be ", "now a shell", "now have a "]), SentencePlace(text) != nil {
            return true
        }
        let tokens = pieces(Tokenizer.tokens(text), masksCode: true)
        for at in tokens.indices
        where ["ssh", "log", "login", "connect", "exec", "shell", "attach", "jump"].contains(tokens[at].word)
            && (at == 0 || tokens[at - 1].ends || ["then", "and", "first", "please"].contains(tokens[at - 1].word))
        {
            var next = at + 1
            while next < tokens.count, ["in", "on", "shell", "back"].contains(tokens[next].word) { next += 1 }
            let isThere = next < tokens.count && ["to", "into", "onto"].contains(tokens[next].word)
            // "Log in on the server"
            let start = isThere ? next : next - 1
            guard isThere || start > at else { continue }
            var modifiers: [String] = []
            for token in tokens[(start + 1)...].prefix(4) {
                if own.contains(token.word) { break }
                let isHost = modifiers.isEmpty && token.word.last?.isNumber == true && token.word.first?.isLetter == true
                let kind = nouns[token.word]
                if isHost || kind != nil && kind != .prompt
                    || othersNouns.contains(token.word) && !["computer", "environment", "system"].contains(token.word)
                {
                    return true
                }
                if token.ends { break }
                if !articles.contains(token.word) { modifiers.append(token.word) }
            }
        }
        return false
    }

    /// "All commands below are run on the primary": it speaks of all that follows, and not of the next block alone.
    static func speaksOfTheRest(_ sentence: String) -> Bool {
        let text = sentence.lowercased()
        return text.holds(anyOf: [
            "all command", "all the command", "all of the command", "every command", "each command", "commands below", "commands above",
            "all steps", "all the steps", "all of the steps", "every step", "each step", "steps below", "the following steps",
            "the following commands", "these steps", "these commands", "everything below", "everything here", "everything in this",
            "all of this", "all of the following", "all of these", "from here on", "from now on", "the rest of", "this section",
            "this part", "this runbook", "the commands", "the steps",
        ])
    }
}
