/// A script → the commands that it is made of, each with the directory and the variables that the lines above it set.
///
/// What is set literally (`cd data`, `NAME=value`, `export NAME=value`, `set -e`) is carried along; what only a shell could follow makes
/// the rest of the script one command, and what leads elsewhere makes it a person's.
struct ScriptReader {
    private(set) var commands: [ScriptCommand] = []
    /// Lines that were read as context: set, and nothing to run by themselves.
    private(set) var settings: [ShellStatement] = []
    /// As the script leaves it.
    var terminal: Terminal
    /// Why nothing can be told from the words of what follows; nil while it can.
    var unknownBecause: String?
    /// Where the words above the script say that it is to be done.
    var place: SentencePlace?
    /// The machines that the prompts in front of the lines name.
    private var hosts: [Int: String] = [:]
    private let lines: [Substring]
    private let script: String
    /// The last statement that takes a variable's value without giving it one.
    private var lastUse: [String: Int] = [:]

    var context: CommandContext {
        get { terminal.context }
        set { terminal.context = newValue }
    }

    /// - Parameters:
    ///   - skipped: first lines of commands that are left out.
    ///   - hosts: of a transcript, the machines that its prompts name, by line.
    ///   - place: where the words above it say that it is to be done.
    static func read(
        _ script: String, lines skipped: Set<Int> = [], hosts: [Int: String] = [:], in terminal: Terminal = .new,
        place: SentencePlace? = nil
    ) -> ScriptReader {
        var reader = ScriptReader(script, terminal, place)
        reader.hosts = hosts
        reader.enterPlace(ShellScanner.statements(script)[...])
        let entered = reader.terminal.context.directory
        reader.read(skipping: skipped)
        // Words above one script hold for that one: what follows it is typed where it was before, unless the script itself went on.
        if place?.directory != nil, reader.place != nil, reader.terminal.context.directory == entered, reader.terminal.lostBy == nil {
            (reader.terminal.context.directory, reader.terminal.lostBy) = (terminal.context.directory, terminal.lostBy)
        }
        return reader
    }

    private init(_ script: String, _ terminal: Terminal, _ place: SentencePlace?) {
        self.script = script
        self.terminal = terminal
        self.place = place
        lines = script.split(separator: "\n", omittingEmptySubsequences: false)
        unknownBecause = terminal.context.variables.first(where: \.decidesOverOthers).map { "the lines above it set \($0.name)" }
        if unknownBecause == nil, let name = terminal.context.unset.first(where: ShellVariable.decidesOverOthers) {
            unknownBecause = "the lines above it take \(name) away"
        }
    }

    private mutating func read(skipping skipped: Set<Int>) {
        var title: [String] = []
        var at = 0
        guard !ScriptReader.isTooDeep(script) else {
            commands.append(
                ScriptCommand(
                    text: script.trimmedSpaces, resolved: script.trimmedSpaces, line: 0, lineCount: lines.count, context: context,
                    classified: Classified(
                        action: .manual, effect: .none, target: nil, notes: ["It is nested too deeply to be read: it is a person's."])))
            return
        }
        let statements = ShellScanner.statements(script)
        for (index, statement) in statements.enumerated() {
            for reference in statement.references where !statement.assigned.contains(reference.name) { lastUse[reference.name] = index }
        }
        if let first = lines.first, first.hasPrefix("#!"), let option = first.split(separator: " ").dropFirst().last, option.hasPrefix("-")
        {
            take(setting: "set \(option)")
        }
        for (index, statement) in statements.enumerated() {
            let above = comments(from: at, to: statement.line)
            // A comment above a line that only sets something speaks for what follows it.
            if !above.isEmpty { title = above }
            at = statement.line + statement.lineCount
            if skipped.contains(statement.line) {
                title = []
                continue
            }
            if let named = above.lazy.compactMap({ SentencePlace(comment: $0) }).last {
                place = SentencePlace.nearest(named, place)
                enterPlace(statements[index...])
            }
            let heading = title.isEmpty ? nil : title.joined(separator: " ")
            let rest = statements[index...]
            if take(statement, heading, rest) { return }
            if commands.last?.line == statement.line { title = [] }
        }
    }

    private func comments(from start: Int, to end: Int) -> [String] {
        guard start < end else { return [] }
        return lines[start..<min(end, lines.count)].map(\.trimmedSpaces).filter { $0.hasPrefix("#") && !$0.hasPrefix("#!") }
            .map { $0.drop { $0 == "#" }.trimmedSpaces }
    }

    /// True when the statement took the rest of the script with it.
    private mutating func take(_ statement: ShellStatement, _ title: String?, _ rest: ArraySlice<ShellStatement>) -> Bool {
        if !terminal.away.isEmpty, Elsewhere.comesBack(statement), rest.count > 1 {
            terminal.away.removeLast()
            settings.append(statement)
            return false
        }
        if let why = notHere(statement) {
            person(title, rest, why)
            return true
        }
        let written = statement.text
        let before = terminal
        var resolved = ShellScanner.statement(ShellValues.resolved(statement, context))
        // `cd data && ls`: what is set in front of a command holds for it and for what follows.
        while let first = resolved.parts.first, let setting = setting(first.text) {
            // `cd data || exit 1`: a failure ends it here anyway.
            let isGuarded = first.end == "||" && resolved.parts.count == 2 && ScriptReader.ends(resolved.parts[1].text)
            if !first.end.isEmpty, !isGuarded, first.end != "&&", first.end != ";", first.end != "\n" { break }
            guard apply(setting) else { break }
            if resolved.parts.count == 1 || isGuarded {
                settings.append(statement)
                return false
            }
            let remainder = String(decoding: Array(resolved.text.utf8).dropFirst(first.next), as: UTF8.self).trimmedSpaces
            resolved = ShellScanner.statement(ShellValues.resolved(ShellScanner.statement(remainder), context))
        }
        // A trailing comment is no command.
        if resolved.text.isEmpty || resolved.text.hasPrefix("#") { return false }
        if terminal.lostBy != nil {
            terminal = before
            person(title, rest, "It is done where `\(before.lostBy ?? "")` led, which only that shell knows.")
            return true
        }
        if let why = Elsewhere.reason(resolved) {
            terminal = before
            person(title, rest, ScriptReader.leads(why))
            return true
        }
        if leavesMore(resolved) || isUsedLater(resolved, rest) {
            // It is run as it is written, with what it sets first still in it.
            terminal = before
            let away = firstAway(rest.dropFirst(), after: statement)
            whole(title, rest[..<(away?.index ?? rest.endIndex)])
            if let away { person(nil, rest[away.index...], away.why) }
            return true
        }
        add(title, resolved, written, statement)
        return false
    }

    /// Why a statement is not done on this machine; nil for one that is.
    private func notHere(_ statement: ShellStatement) -> String? {
        if let away = terminal.away.last { return "It follows `\(away)`: it is done there, and not on this machine." }
        if let host = hosts[statement.line] { return "Its prompt is that of `\(host)`: it is done there, and not on this machine." }
        if let place, !place.isReached(by: statement) { return place.reason }
        // `rm x  # on db1`: a directory that the command does not name itself is as far.
        if let remark = statement.remark, let named = SentencePlace(comment: remark) {
            let isHere = if case .path(let path)? = named.directory { statement.text.prefix { $0 != "#" }.contains(path) } else { false }
            if !isHere, named.directory != nil || !named.isReached(by: statement) {
                return "The remark behind it says that it is to be done \(named.words)."
            }
        }
        return Elsewhere.reason(statement).map(ScriptReader.leads)
    }

    /// `exit`, `exit 1`, `return $?`, and no program whose name begins so.
    private static func ends(_ command: String) -> Bool {
        let words = command.spacedWords
        guard let first = words.first, first == "exit" || first == "return", words.count <= 2 else { return false }
        return words.count == 1 || words[1] == "$?" || words[1].allSatisfy(\.isNumber)
    }

    private static func leads(_ place: String) -> String { "It leads to \(place): what follows is done there, and not on this machine." }

    /// The first statement of a rest that is not done on this machine: what only a shell can follow ends in front of it.
    private mutating func firstAway(_ rest: ArraySlice<ShellStatement>, after first: ShellStatement) -> (index: Int, why: String)? {
        var at = first.line + first.lineCount
        for (index, statement) in zip(rest.indices, rest) {
            if let named = SentencePlace(comments(from: at, to: statement.line).joined(separator: " ") + ":") {
                // A shell that runs the rest as one would not be there.
                if named.directory != nil { return (index, named.reason) }
                place = named
            }
            at = statement.line + statement.lineCount
            if let why = notHere(statement) { return (index, why) }
        }
        return nil
    }

    private mutating func add(_ title: String?, _ resolved: ShellStatement, _ written: String, _ statement: ShellStatement) {
        let placeholders = Placeholders.all(in: resolved, context)
        var classified = CommandInContext.classify(resolved, placeholders, context)
        if let because = unknownBecause { classified = CommandInContext.unknown(resolved.text, context, because) }
        commands.append(
            ScriptCommand(
                title: title, text: written, resolved: resolved.text, line: statement.line, lineCount: statement.lineCount,
                context: context,
                classified: classified, needs: placeholders.names))
    }

    // MARK: What the rest of the script becomes

    /// The lines from a statement to the end, as they stand.
    private func text(_ rest: ArraySlice<ShellStatement>) -> (text: String, line: Int, count: Int) {
        let first = rest.first?.line ?? 0
        let last = rest.last.map { $0.line + $0.lineCount } ?? first
        return (lines[first..<min(last, lines.count)].joined(separator: "\n").trimmedSpaces, first, last - first)
    }

    private mutating func whole(_ title: String?, _ rest: ArraySlice<ShellStatement>) {
        let (text, line, count) = text(rest)
        let whole = ShellScanner.statement(text)
        let placeholders = Placeholders.all(in: whole, context)
        var classified = CommandInContext.script(whole, context)
        if rest.count > 1 {
            classified.notes.insert("Not taken apart: a line of it sets what only a shell can follow, so the rest is run as one.", at: 0)
        }
        commands.append(
            ScriptCommand(
                title: title, text: text, resolved: text, line: line, lineCount: count, context: context, classified: classified,
                needs: placeholders.names))
        let moves = rest.first { $0.commandWords.contains { ["cd", "pushd", "popd"].contains($0) } }
        if let moves { terminal.lostBy = FenceComments.title(moves.text) }
    }

    private mutating func person(_ title: String?, _ rest: ArraySlice<ShellStatement>, _ note: String) {
        let (text, line, count) = text(rest)
        commands.append(
            ScriptCommand(
                title: title, text: text, resolved: text, line: line, lineCount: count, context: context,
                classified: Classified(action: .manual, effect: .none, target: nil, notes: [note])))
        for statement in rest {
            if Elsewhere.comesBack(statement) {
                _ = terminal.away.popLast()
            } else if Elsewhere.reason(statement).map(Elsewhere.isLeftByItself) == false {
                terminal.away.append(FenceComments.title(statement.text))
            }
        }
    }

    /// Whether a later line takes a value that this one leaves, such as the last one of a loop.
    private func isUsedLater(_ statement: ShellStatement, _ rest: ArraySlice<ShellStatement>) -> Bool {
        statement.assigned.contains { lastUse[$0] ?? -1 > rest.startIndex }
    }

    mutating func found(_ directory: String) { if directory.hasPrefix("/") { terminal.lostBy = nil } }
}
