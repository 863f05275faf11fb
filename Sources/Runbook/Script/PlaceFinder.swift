/// Walks a line once and finds the places that its author left open, each with the way in which the shell quotes it there.
struct PlaceFinder {
    private let bytes: [UInt8]
    private let statement: ShellStatement
    private let context: CommandContext
    private var quotes: ShellQuoting.Walk
    private var places: [Placeholders.Place] = []
    /// What only has a meaning for one program, such as `./...` for Go.
    private let programs: Set<String>

    static func places(in statement: ShellStatement, _ context: CommandContext) -> [Placeholders.Place] {
        var finder = PlaceFinder(statement, context)
        finder.find()
        return finder.places
    }

    private init(_ statement: ShellStatement, _ context: CommandContext) {
        bytes = Array(statement.text.utf8)
        self.statement = statement
        self.context = context
        quotes = ShellQuoting.Walk()
        var programs = Set(statement.commandWords.map { String($0.split(separator: "/").last ?? "") })
        // Also inside of a substitution.
        if statement.text.holds("mktemp ") { programs.insert("mktemp") }
        self.programs = programs
    }

    private mutating func find() {
        let references = variables()
        var next = 0
        var at = 0
        while at < bytes.count {
            while next < references.count, references[next].range.lowerBound < at { next += 1 }
            if next < references.count, references[next].range.lowerBound == at {
                add(references[next].name, references[next].range, &at)
            } else if let (name, end) = place(at) {
                add(name, at..<end, &at)
            } else {
                quotes.step(bytes, &at)
            }
        }
    }

    private mutating func add(_ name: String, _ range: Range<Int>, _ at: inout Int) {
        places.append(Placeholders.Place(name: name, range: range, quoting: quotes.place))
        at = range.upperBound
    }

    /// `$YOUR_APP`: a variable that nobody is meant to have set.
    private func variables() -> [(name: String, range: Range<Int>)] {
        statement.references.filter { reference in
            reference.isPlain && !reference.mayBeEmpty && reference.name.hasPrefix("YOUR_")
                && !statement.assigned.contains(reference.name) && context.value(of: reference.name) == nil
        }
        .map { ($0.name, $0.range) }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private func place(_ at: Int) -> (name: String, end: Int)? {
        let byte = bytes[at]
        // Nearly every byte begins none.
        let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
        guard isLetter || "<{[.%@_:/".utf8.contains(byte) || byte == 0xE2 else { return nil }
        let isBare = quotes.isBare
        if isLetter { return word(at, isBare) }
        if let found = PlaceholderShape.bracketed(bytes, at) {
            // Braces and brackets in quotes are a program's own: a template, a pattern, JSON.
            if isBare || byte == UInt8(ascii: "<") { return found }
            return nil
        }
        if let found = PlaceholderShape.dots(bytes, at), isBare || byte == UInt8(ascii: ".") {
            return PlaceholderShape.isPattern(bytes, at) && !programs.isDisjoint(with: PlaceholderShape.patternPrograms) ? nil : found
        }
        return PlaceholderShape.pathTo(bytes, at) ?? PlaceholderShape.marked(bytes, at)
            ?? (isBare ? PlaceholderShape.pathParameter(bytes, at) : nil)
    }

    /// A word of letters, where one begins.
    private func word(_ at: Int, _ isBare: Bool) -> (name: String, end: Int)? {
        if at > 0, PlaceholderShape.isNameByte(bytes[at - 1]) || bytes[at - 1] == UInt8(ascii: "$") || bytes[at - 1] == UInt8(ascii: "{") {
            return nil
        }
        if let (name, end) = PlaceholderShape.pathTo(bytes, at) { return (name, end) }
        if let (name, end) = PlaceholderWord.find(bytes, at, isBare: isBare), isMeant(name, at..<end) { return (name, end) }
        if let (name, end) = PlaceholderShape.capitals(bytes, at),
            PlaceholderShape.isMeant(name, at..<end, bytes, isQuoted: !isBare, statement, context)
        {
            return (name, end)
        }
        return nil
    }

    /// `mktemp /tmp/x.XXXXXX`, `grep TODO`, `to_char(x, 'YYYY-MM-DD')`: programs to which such a word says something.
    private func isMeant(_ name: String, _ range: Range<Int>) -> Bool {
        // `NAME=` sets a variable.
        if range.upperBound < bytes.count, bytes[range.upperBound] == UInt8(ascii: "=") { return false }
        if name.lowercased().hasPrefix("your") || name.hasPrefix("example.") { return true }
        let before = bytes[max(0, range.lowerBound - 2)..<range.lowerBound].reversed().drop {
            $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'")
        }
        if before.first == UInt8(ascii: "=") { return true }
        // To `kill` a number says what, and a name how.
        if !programs.isDisjoint(with: PlaceholderShape.namers.subtracting(["kill"])) { return name.contains(".example.") }
        return !["to_char(", "to_date(", "to_timestamp(", "date_format(", "strftime("].contains(where: statement.text.lowercased().holds)
    }
}

/// Words that stand for a value by what they say: `your-app`, `CHANGEME`, `YYYY-MM-DD`, `xxx`, `example.com`.
enum PlaceholderWord {
    private static let whole: Set<String> = [
        "CHANGEME", "CHANGE-ME", "REPLACEME", "REPLACE-ME", "TODO", "FIXME", "TBD", "PLACEHOLDER", "YOURAPP", "CHANGE_ME", "REPLACE_ME",
        "changeme", "replaceme", "change-me", "replace-me",
    ]
    /// Bare words of capitals that name a thing, and are no file, signal or method.
    private static let things: Set<String> = [
        "POD", "PID", "NAMESPACE", "CONTAINER", "HOSTNAME", "USERNAME", "FILENAME", "TENANT", "BUCKET", "DEPLOYMENT", "CLUSTER", "DBNAME",
        "APPNAME", "DOMAIN", "N",
        "HOST", "USER", "DB", "DATABASE", "NODE", "IP", "PORT", "SERVICE", "ID", "NAME", "APP", "TAG", "REGION", "IMAGE", "DATE",
        "TIMESTAMP",
    ]
    private static let domains: Set<String> = ["com", "org", "net", "io", "local", "internal", "dev", "cloud", "lan", "app", "tld"]
    /// `container_name`, `pod-id`: small words that say of what a name is wanted.
    private static let owners: Set<Substring> = [
        "container", "service", "pod", "tenant", "database", "db", "user", "table", "instance", "node", "volume", "image", "host", "queue",
        "topic", "bucket", "deployment",
        "namespace", "cluster", "app", "process", "job", "key", "branch", "server",
    ]
    private static let dates: [String] = [
        "YYYY-MM-DDTHH:MM:SS", "YYYY-MM-DD HH:MM:SS", "YYYY-MM-DD_HH-MM-SS", "YYYY-MM-DD HH:MM", "YYYYMMDD-HHMMSS", "YYYYMMDD_HHMMSS",
        "YYYYMMDDHHMMSS", "YYYYMMDDHHMM", "YYYYMMDD",
        "YYYY-MM-DD", "YYYY_MM_DD", "YYYY/MM/DD", "YYYY.MM.DD", "DD-MM-YYYY", "DD.MM.YYYY", "DD/MM/YYYY", "MM-DD-YYYY", "YYYY-MM", "YYYYMM",
        "YY-MM-DD", "YYMMDD", "YYYY", "HH:MM:SS", "HHMMSS", "HH:MM",
    ]

    /// A word that begins at a place: its name and its end.
    static func find(_ bytes: [UInt8], _ at: Int, isBare: Bool) -> (name: String, end: Int)? {
        let end = run(bytes, at, "-_")
        let text = String(decoding: bytes[at..<min(end, at + 64)], as: UTF8.self)
        if end - at > 64 { return nil }
        let lower = text.lowercased()
        if lower.hasPrefix("your"), text.count > 4, !["yours", "yourself", "yourselves"].contains(lower) {
            // `yourserver.com` is one name, and `your-app.log` a file of one.
            let whole = trimmed(bytes, at, run(bytes, at, "-_."))
            let isHost = whole.split(separator: ".").dropFirst().last.map { domains.contains($0.lowercased()) } ?? false
            let name = isHost ? whole : trimmed(bytes, at, end)
            return (name, at + name.utf8.count)
        }
        if let date = dates.first(where: { isThere($0, bytes, at) && !isCapital(bytes, at + $0.utf8.count) }) {
            return (date, at + date.utf8.count)
        }
        if let row = row(bytes, at) { return row }
        // Behind an underscore stands the rest of another word.
        if at > 0, bytes[at - 1] == UInt8(ascii: "_") { return nil }
        if let host = host(bytes, at) { return host }
        if whole.contains(text) { return (text, end) }
        if let version = version(bytes, at, isBare: isBare) { return version }
        guard isBare else { return nil }
        if things.contains(text) || isOwned(text), isAlone(bytes, at, end) { return (text, end) }
        return capitals(text, end)
    }

    private static func isOwned(_ text: String) -> Bool {
        let parts = text.split { $0 == "-" || $0 == "_" }
        return parts.count == 2 && owners.contains(parts[0]) && ["name", "id", "here"].contains(parts[1])
    }

    /// `YOUR-APP-NAME`, `POD-NAME`: capitals with hyphens, the last of which says what is wanted.
    private static func capitals(_ text: String, _ end: Int) -> (String, Int)? {
        let parts = text.split(separator: "-")
        guard parts.count > 1, text.utf8.allSatisfy({ $0 >= 0x41 && $0 <= 0x5A || $0 == UInt8(ascii: "-") }),
            parts.allSatisfy({ $0.count > 1 }),
            let last = parts.last, PlaceholderShape.tails.contains(last)
        else { return nil }
        return (text, end)
    }

    /// Hosts under the domains that are kept for examples.
    private static func host(_ bytes: [UInt8], _ at: Int) -> (String, Int)? {
        if at > 0, "-.".utf8.contains(bytes[at - 1]) { return nil }
        let end = run(bytes, at, "-_.")
        guard end - at <= 100, end - at > 10 else { return nil }
        let text = trimmed(bytes, at, end)
        let parts = text.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return nil }
        let isExample = parts.indices.dropLast().contains {
            parts[$0] == "example" && ["com", "org"].contains(parts[$0 + 1]) && $0 + 2 == parts.count
        }
        return isExample ? (text, at + text.utf8.count) : nil
    }

    /// `xxx`, `xxxxxxxx`, `XXXX`.
    private static func row(_ bytes: [UInt8], _ at: Int) -> (String, Int)? {
        guard bytes[at] | 0x20 == UInt8(ascii: "x") else { return nil }
        var end = at
        while end < bytes.count, bytes[end] == bytes[at] { end += 1 }
        guard end - at > 2, end == bytes.count || !PlaceholderShape.isNameByte(bytes[end]) else { return nil }
        return (String(decoding: bytes[at..<end], as: UTF8.self), end)
    }

    /// `X.Y.Z`, `x.x.x.x`, `vX.Y.Z`.
    private static func version(_ bytes: [UInt8], _ at: Int, isBare: Bool) -> (String, Int)? {
        guard isBare, at == 0 || bytes[at - 1] != UInt8(ascii: ".") else { return nil }
        for text in ["vX.Y.Z", "vx.y.z", "x.x.x.x", "X.X.X.X", "X.Y.Z", "x.y.z", "X.X.X", "x.x.x", "vX.Y", "X.Y"]
        where isThere(text, bytes, at) {
            let end = at + text.utf8.count
            return end == bytes.count || !PlaceholderShape.isNameByte(bytes[end]) ? (text, end) : nil
        }
        return nil
    }

    private static func isThere(_ text: String, _ bytes: [UInt8], _ at: Int) -> Bool { bytes[at...].starts(with: text.utf8) }
    private static func isCapital(_ bytes: [UInt8], _ at: Int) -> Bool { at < bytes.count && bytes[at] >= 0x41 && bytes[at] <= 0x5A }

    private static func run(_ bytes: [UInt8], _ at: Int, _ extra: String) -> Int {
        var end = at
        while end < bytes.count, end - at < 200, PlaceholderShape.isNameByte(bytes[end]) || extra.utf8.contains(bytes[end]) { end += 1 }
        return end
    }

    private static func trimmed(_ bytes: [UInt8], _ at: Int, _ end: Int) -> String {
        var end = end
        while end > at, "-_.".utf8.contains(bytes[end - 1]) { end -= 1 }
        return String(decoding: bytes[at..<end], as: UTF8.self)
    }

    /// A word of its own, or the value of an option.
    private static func isAlone(_ bytes: [UInt8], _ at: Int, _ end: Int) -> Bool {
        (at > 0 && " =/:@".utf8.contains(bytes[at - 1])) && (end == bytes.count || " \n/:;|&)".utf8.contains(bytes[end]))
    }
}
