/// A command that is what an order acts on: a line to be removed, a process to be ended, something another person is asked for.
enum ObjectOfVerb {
    static func verdict(_ sentence: Sentence, _ code: Int, _ clause: Sentence.Clause, _ verb: Int?) -> Verdict {
        let isAnnounced = code == clause.range.lowerBound && clause.opener.contains(.colon)
        var before = code - 1
        while before >= 0, sentence.tokens[before].kind == .mark || sentence.has(.subject, at: before) { before -= 1 }
        let isAside = sentence.has(.aside, at: before) || sentence.length(.aside, at: before - 1) == 2
        if !isAnnounced, before >= clause.range.lowerBound, before != verb, isAside {
            return .mentioned("the words before it name it, and do not ask for it")
        }
        guard let verb else {
            // "The line `x` is missing."
            let isNamed = !isAnnounced && sentence.has(.text, at: code - 1) && sentence.has(.subject, at: clause.range.lowerBound)
            return isNamed ? .mentioned("the words before it name it, and do not ask for it") : .meant
        }
        let length = [.order, .edit, .end, .undo, .delegate, .names].lazy.compactMap { sentence.length($0, at: verb) }.max() ?? 1
        let start = max(verb + length, (sentence.tokens[..<code].lastIndex(where: \.isCode) ?? -1) + 1)
        let between = (start..<max(code, start)).filter { sentence.tokens[$0].kind != .mark }
        if !isAnnounced, between.suffix(3).contains(where: { sentence.has(.wrong, at: $0) }) {
            return .forbidden("the words before it call it a mistake")
        }
        if sentence.has(.delegate, at: verb) || between.contains(where: { sentence.has(.people, at: $0) }),
            isHandedOn(sentence, verb, between)
        {
            return .mentioned("somebody else is asked to run it")
        }
        let isFile =
            isAnnounced
            && isContent(sentence, verb, (verb + length)..<max(code, verb + length), ofBlock: sentence.tokens[code].kind == .code(-1))
        // "Edit `deploy/.env`": the file itself is what is to be changed.
        if sentence.text(verb) == "edit", sentence.tokens[code].path?.contains("/") == true { return .meant }
        if isFile || sentence.has(.edit, at: verb), isFile || isText(sentence, between, isAnnounced) {
            return .mentioned("it is text to be edited, and no order")
        }
        if isAnnounced { return .meant }
        let isDirect = between.allSatisfy {
            sentence.has(.process, at: $0) || sentence.has(.subject, at: $0) || sentence.has(.pointing, at: $0)
        }
        if sentence.has(.end, at: verb), isDirect { return .mentioned("it is running, and to be ended") }
        let isEffect = between.contains { sentence.has(.effect, at: $0) } && !between.contains { sentence.has(.means, at: $0) }
        if sentence.has(.undo, at: verb), isDirect || isEffect { return .forbidden("it is to be undone") }
        if sentence.has(.names, at: verb), isDirect { return .mentioned("the words before it name it, and do not ask for it") }
        // "Set the entrypoint to `x`"
        if !isAnnounced, sentence.text(verb) == "set", between.last.map({ sentence.text($0) }) == "to" {
            return .mentioned("it is text to be edited, and no order")
        }
        // "You get `x`": what is seen.
        if ["get", "see", "find", "notice", "receive"].contains(sentence.text(verb)), between.isEmpty,
            (clause.range.lowerBound..<verb).contains(where: { sentence.has(.reader, at: $0) })
        {
            return .mentioned("the words before it say what is shown or printed")
        }
        return .meant
    }

    /// "Ask the DBA to run `x`", "have the vendor restart it with `x`".
    private static func isHandedOn(_ sentence: Sentence, _ verb: Int, _ between: [Int]) -> Bool {
        func isDeed(_ place: Int) -> Bool { sentence.has(.run, at: place) || sentence.has(.order, at: place) }
        if sentence.text(verb) == "let", between.isEmpty { return true }
        if ["have", "let", "make"].contains(sentence.text(verb)) { return between.dropFirst().contains { sentence.has(.run, at: $0) } }
        // "Tell the service to reload with `x`": that is the way to tell it.
        let isMachines = between.prefix { sentence.text($0) != "to" }.contains { sentence.has(.machine, at: $0) }
        return between.contains { sentence.text($0) == "to" && isDeed($0 + 1) && !(isMachines && !sentence.has(.run, at: $0 + 1)) }
    }

    /// "Add to ~/.bashrc: …", and above a block "Create /usr/local/bin/x.sh:": what a file is to hold.
    private static func isContent(_ sentence: Sentence, _ verb: Int, _ between: Range<Int>, ofBlock: Bool) -> Bool {
        let isFile = between.contains { sentence.tokens[$0].file != nil || sentence.text($0) == "crontab" }
        switch sentence.text(verb) {
        case "add", "append", "insert", "put", "paste": return isFile
        case "create", "save", "write", "edit", "update", "change", "replace", "open", "make":
            // A directory has no ending.
            let isNamed = between.contains { ["file", "script", "content", "contents"].contains(sentence.text($0)) }
            return ofBlock && between.contains { sentence.tokens[$0].file == .text || isNamed && sentence.tokens[$0].file != nil }
        default: return false
        }
    }

    /// "Remove the line `x`", "put this into the crontab:".
    private static func isText(_ sentence: Sentence, _ between: [Int], _ isAnnounced: Bool) -> Bool {
        if between.allSatisfy({ sentence.has(.subject, at: $0) }) { return !isAnnounced }
        if let last = between.last, sentence.has(.text, at: last) { return true }
        return between.contains { place in
            sentence.has(.pointing, at: place)
                && (["into", "to", "in", "as", "from", "at"].contains(sentence.text(place + 1)) || sentence.has(.text, at: place + 1))
        }
    }
}
