/// How a placeholder looks, and what only looks like one.
enum PlaceholderShape {
    /// `<name>`, `{name}`, `{{name}}`, `[name]` at an offset: what stands inside, and where it ends.
    static func bracketed(_ bytes: [UInt8], _ at: Int) -> (name: String, end: Int)? {
        switch bytes[at] {
        case UInt8(ascii: "<"): return angled(bytes, at)
        case UInt8(ascii: "{"): return braced(bytes, at)
        case UInt8(ascii: "["):
            if let (name, end) = inside(bytes, at + 1, close: "]", allowing: "_- "), isSaid(name) || name == "..." || name == "…" {
                return (name, end)
            }
            guard let (name, end) = inside(bytes, at + 1, close: "]", allowing: "_-"), name.utf8.count > 2, !isOption(name),
                name.contains(where: \.isLetter),
                !name.contains("-") || name.split(separator: "-").allSatisfy({ $0.count > 1 })
            else { return nil }
            // `$a[name]`, `x[name]=`: a place in a list of variables.
            let before = at > 0 ? bytes[at - 1] : UInt8(ascii: " ")
            return isWordByte(before) && before != UInt8(ascii: "/") || before == UInt8(ascii: "[") || before == UInt8(ascii: "$")
                ? nil : (name, end)
        default: return nil
        }
    }

    /// Not `<<`, `<(`, `< file >`; `<none>` is what docker prints for nothing.
    private static func angled(_ bytes: [UInt8], _ at: Int) -> (String, Int)? {
        if at > 0, bytes[at - 1] == UInt8(ascii: "<") { return nil }
        guard let (name, end) = inside(bytes, at + 1, close: ">", allowing: "_-. |/@:',()#*+…"), name.last != " ", name != "none",
            name.first.map({ $0.isLetter || $0.isNumber || $0 == "." || $0 == "…" }) == true
        else { return nil }
        // `<in.txt 2>log`: the number belongs to what follows.
        if let last = name.split(separator: " ").last, name.contains(" "), last.allSatisfy(\.isNumber) { return nil }
        if name.first?.isLetter != true {
            return name == "..." || name == "…" || name.contains(where: \.isLetter) && !name.contains(" ")
                ? (name == "..." ? "…" : name, end) : nil
        }
        return (name, end)
    }

    /// `[your app]`, `[the tenant]`: words to a person.
    private static func isSaid(_ name: String) -> Bool {
        ["your ", "the ", "insert ", "name of ", "replace ", "new ", "old "].contains(where: name.lowercased().hasPrefix)
            && name.last != " "
    }

    /// Not `${name}`, `{a,b}`, `{1..3}`, `@{u}`, `{}`.
    private static func braced(_ bytes: [UInt8], _ at: Int) -> (String, Int)? {
        if at > 0, "$@%^".utf8.contains(bytes[at - 1]) { return nil }
        if at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "{") {
            guard let (name, end) = inside(bytes, at + 2, close: "}", allowing: "_-. "), end < bytes.count, bytes[end] == UInt8(ascii: "}")
            else { return nil }
            let trimmed = name.trimmedSpaces
            return trimmed.isEmpty ? nil : (trimmed.hasPrefix(".") ? String(trimmed.dropFirst()) : trimmed, end + 1)
        }
        guard let (name, end) = inside(bytes, at + 1, close: "}", allowing: "_-"), name.contains(where: \.isLetter) else { return nil }
        return (name, end)
    }

    /// `…`, and `...` as a word or a part of a path of their own.
    static func dots(_ bytes: [UInt8], _ at: Int) -> (name: String, end: Int)? {
        if bytes[at...].starts(with: [0xE2, 0x80, 0xA6]) { return ("…", at + 3) }
        guard bytes[at...].starts(with: "...".utf8) else { return nil }
        let before = at > 0 ? bytes[at - 1] : UInt8(ascii: " ")
        let after = at + 3 < bytes.count ? bytes[at + 3] : UInt8(ascii: " ")
        func ends(_ byte: UInt8) -> Bool { " \t\n=\"'/".utf8.contains(byte) }
        return ends(before) && ends(after) ? ("…", at + 3) : nil
    }

    /// `./...`, `//...`: every package below, to programs that know them.
    static func isPattern(_ bytes: [UInt8], _ at: Int) -> Bool { at > 0 && bytes[at - 1] == UInt8(ascii: "/") }
    static let patternPrograms: Set<String> = [
        "go", "gofmt", "golangci-lint", "staticcheck", "bazel", "bazelisk", "gotestsum", "buf", "errcheck", "gosec", "govulncheck",
        "ginkgo", "revive", "p4",
    ]

    /// `%NAME%`, `@NAME@`, `__NAME__`.
    static func marked(_ bytes: [UInt8], _ at: Int) -> (name: String, end: Int)? {
        func isCapital(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
        let mark = bytes[at]
        if mark == UInt8(ascii: "_") {
            guard at == 0 || !isWordByte(bytes[at - 1]), at + 2 < bytes.count, bytes[at + 1] == mark, isCapital(bytes[at + 2]) else {
                return nil
            }
            var end = at + 2
            while end < bytes.count, isCapital(bytes[end]) || bytes[end] == mark { end += 1 }
            let name = String(decoding: bytes[at..<end], as: UTF8.self)
            return name.hasSuffix("__") && (end == bytes.count || !isNameByte(bytes[end])) ? (name, end) : nil
        }
        guard mark == UInt8(ascii: "%") || mark == UInt8(ascii: "@"), at == 0 || !isNameByte(bytes[at - 1]) || mark == UInt8(ascii: "%")
        else { return nil }
        var end = at + 1
        while end < bytes.count,
            isCapital(bytes[end]) || bytes[end] == UInt8(ascii: "_") || end > at + 1 && bytes[end] >= 0x30 && bytes[end] <= 0x39
        { end += 1 }
        guard end > at + 2, end < bytes.count, bytes[end] == mark, end > at + 3 || end + 1 == bytes.count || !isWordByte(bytes[end + 1])
        else { return nil }
        return (String(decoding: bytes[at + 1..<end], as: UTF8.self), end + 1)
    }

    /// `/path/to/file`: the whole path is left open.
    static func pathTo(_ bytes: [UInt8], _ at: Int) -> (name: String, end: Int)? {
        guard at == 0 || !isWordByte(bytes[at - 1]) && !"./-".utf8.contains(bytes[at - 1]),
            bytes[at...].starts(with: "/path/to/".utf8) || bytes[at...].starts(with: "path/to/".utf8)
        else { return nil }
        var end = at
        while end < bytes.count, isWordByte(bytes[end]) || "/.-".utf8.contains(bytes[end]) { end += 1 }
        return (String(decoding: bytes[at..<end], as: UTF8.self), end)
    }

    /// `/jobs/:id` of an address.
    static func pathParameter(_ bytes: [UInt8], _ at: Int) -> (name: String, end: Int)? {
        guard bytes[at] == UInt8(ascii: ":"), at > 0, bytes[at - 1] == UInt8(ascii: "/") else { return nil }
        var begin = at
        while begin > 0, at - begin < 400, !" \t\n".utf8.contains(bytes[begin - 1]) { begin -= 1 }
        guard String(decoding: bytes[begin..<at], as: UTF8.self).holds("://") else { return nil }
        var end = at + 1
        while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
        let name = String(decoding: bytes[at + 1..<end], as: UTF8.self)
        return name.first?.isLetter == true ? (name, end) : nil
    }

    /// Words of capitals and underscores, such as YOUR_APP.
    static func capitals(_ bytes: [UInt8], _ at: Int) -> (name: String, end: Int)? {
        func isCapital(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
        guard isCapital(bytes[at]),
            at == 0 || !isWordByte(bytes[at - 1])
        else { return nil }
        var end = at
        while end < bytes.count, isCapital(bytes[end]) || bytes[end] == UInt8(ascii: "_") || bytes[end] >= 0x30 && bytes[end] <= 0x39 {
            end += 1
        }
        guard end == bytes.count || !((bytes[end] | 0x20) >= 0x61 && (bytes[end] | 0x20) <= 0x7A) else { return nil }
        let name = String(decoding: bytes[at..<end], as: UTF8.self)
        return name.contains("_") && !name.hasSuffix("_") ? (name, end) : nil
    }

    /// Programs whose words may be the names of variables, or capitals of their own.
    static let namers: Set<String> = [
        "printenv", "env", "grep", "egrep", "fgrep", "rg", "ag", "zgrep", "export", "unset", "declare", "echo", "printf", "awk", "gawk",
        "sed", "jq", "yq", "mktemp",
        "set", "test", "[", "[[", "case", "local", "readonly", "read", "kill", "trap", "getconf", "perl", "ruby", "python", "python3",
        "node",
    ]

    private static let heads = ["YOUR_", "MY_", "REPLACE_", "CHANGE_", "INSERT_", "TARGET_", "SOME_", "ENTER_"]
    static let tails: Set<Substring> = [
        "ID", "NAME", "HOST", "HOSTNAME", "IP", "URL", "PATH", "DIR", "FILE", "FILENAME", "APP", "USER", "USERNAME", "PORT", "DATE", "TIME",
        "TAG", "VERSION", "NUMBER",
        "HERE", "DOMAIN", "ADDRESS", "ADDR", "NAMESPACE", "POD", "REGION", "ZONE", "BUCKET", "SERVICE", "CONTAINER", "DB", "DATABASE",
        "TABLE", "TOKEN", "PASSWORD",
        "SECRET", "KEY", "VALUE", "HASH", "COMMIT", "BRANCH", "NODE", "CLUSTER", "IMAGE", "QUEUE", "TOPIC", "TENANT", "CUSTOMER", "ACCOUNT",
        "PROJECT", "REPO", "EMAIL",
    ]

    /// YOUR_APP, and what is written like it: whatever the program, no name of its own begins so.
    private static func isLeftOpen(_ name: String) -> Bool { heads.contains(where: name.hasPrefix) }

    /// Whether such a word stands for a value: it is no variable of the line or of the lines above, and no name that a program is given.
    static func isMeant(
        _ name: String, _ range: Range<Int>, _ bytes: [UInt8], isQuoted: Bool, _ statement: ShellStatement, _ context: CommandContext
    ) -> Bool {
        // `NAME=` sets a variable; `-e NAME` hands one on.
        if range.upperBound < bytes.count, bytes[range.upperBound] == UInt8(ascii: "=") { return false }
        let before = String(decoding: bytes[max(0, range.lowerBound - 8)..<range.lowerBound], as: UTF8.self)
        if before.hasSuffix("-e ") || before.hasSuffix("--env ") || before.hasSuffix("--env=") { return false }
        if statement.assigned.contains(name) || context.value(of: name) != nil || statement.references.contains(where: { $0.name == name })
        {
            return false
        }
        if statement.commandWords.contains(where: { namers.contains(String($0.split(separator: "/").last ?? "")) }) {
            return isLeftOpen(name)
        }
        // In quotes stand other languages, whose constants look like this.
        return isLeftOpen(name) || !isQuoted && name.split(separator: "_").last.map(tails.contains) == true
            || !isQuoted && range.lowerBound > 0 && "/ =:,@".utf8.contains(bytes[range.lowerBound - 1])
                && name.split(separator: "_").count > 1
                && !JarvisNames.isVariable(name)
    }

    private enum JarvisNames {
        static func isVariable(_ name: String) -> Bool { name.hasPrefix("JARVIS_") || name.hasPrefix("LC_") || name.hasPrefix("SIG") }
    }

    private static func inside(_ bytes: [UInt8], _ start: Int, close: Character, allowing extra: String) -> (String, Int)? {
        var at = start
        while at < bytes.count, at - start < 60, isNameByte(bytes[at]) || extra.utf8.contains(bytes[at]) { at += 1 }
        guard at > start, at < bytes.count, close.asciiValue == bytes[at] else { return nil }
        return (String(decoding: bytes[start..<at], as: UTF8.self), at + 1)
    }

    /// `[option]` in a usage line is still a place to fill in; a lone flag is not.
    private static func isOption(_ name: String) -> Bool { name.hasPrefix("-") }

    static func isNameByte(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39 }
    static func isWordByte(_ byte: UInt8) -> Bool { isNameByte(byte) || byte == UInt8(ascii: "_") }
}
