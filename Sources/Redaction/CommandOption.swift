/// Options whose value is a secret: `--password X`, `curl -u user:X`, `redis-cli -a X`, also in a list of arguments.
enum CommandOption {
    /// - Parameter start: the place of the option's first dash.
    static func find(_ text: [UInt8], at start: Int) -> SecretSpan? {
        if let span = findAttached(text, at: start) { return span }
        var end = start
        while end < text.count, end - start < 64, Bytes.isName(text[end]) { end += 1 }
        let option = text[start..<end]
        guard option.count >= 2, end < text.count, let from = valueStart(text, end), from < text.count else { return nil }
        guard let rule = rule(for: option, { isBehind($0, text, start) }) else { return nil }
        guard let value = AssignedValue(text, at: from), let part = secret(rule, text[value.range]) else { return nil }
        return SecretSpan(start: part.lowerBound, end: part.upperBound)
    }

    /// What of an option's value is secret.
    enum Rule {
        case whole
        /// Behind the colon of `user:password`.
        case afterColon
        /// All of it when it looks like a secret.
        case random
    }

    /// - Parameter isBehind: whether one of these programs is called before the option.
    static func rule(for option: ArraySlice<UInt8>, _ isBehind: ([String]) -> Bool) -> Rule? {
        let text = String(decoding: option, as: UTF8.self)
        // `--no-ask-password` takes no value: what follows it is what the command does.
        if text.hasPrefix("--no-") { return nil }
        if let known = short.first(where: { $0.option == text && isBehind($0.programs) }) { return known.rule }
        guard text.hasPrefix("--") || text.utf8.count >= 5 else { return nil }
        if ["--user", "--proxy-user", "--auth"].contains(text) { return .afterColon }
        if ["--token", "--pass", "--oauth2-bearer"].contains(text) { return .whole }
        switch SecretName.classify(option) {
        case .plain: return nil
        case .ambiguous: return .random
        case .secret: return .whole
        }
    }

    static func secret(_ rule: Rule, _ value: ArraySlice<UInt8>) -> Range<Int>? {
        var value = value
        if value.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")]) { return nil }
        switch rule {
        case .whole: break
        case .random: if !SecretValue.looksRandom(value) { return nil }
        case .afterColon:
            guard let colon = value.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            value = value[(colon + 1)...]
        }
        if value.isEmpty || SecretValue.isReference(value) || SecretValue.isPlaceholder(value) { return nil }
        return value.startIndex..<value.endIndex
    }

    private static let mysql = [
        "mysql", "mysqldump", "mysqladmin", "mysqlcheck", "mysqlimport", "mysqlshow", "mysqlsh", "mysqlbinlog", "mariadb", "mariadb-dump",
        "mariadb-admin", "mariadb-check", "mariadb-backup", "mycli",
    ]
    private static let ldap = [
        "ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldappasswd", "ldapwhoami", "ldapcompare", "ldapmodrdn",
    ]

    private static let short: [(option: String, programs: [String], rule: Rule)] = [
        ("-u", ["curl", "wget", "http"], .afterColon), ("-U", ["curl"], .afterColon), ("-a", ["redis-cli"], .whole),
        ("-a", ["http"], .afterColon), ("-p", ["sshpass", "mongo", "mongosh", "mongodump", "cqlsh", "docker login"], .whole),
        ("-w", ldap, .whole),
    ]

    /// Options that their value may follow without a space; for the first row it must.
    private static let attached: [(option: [UInt8], programs: [String], rule: Rule)] = [
        (Array("-p".utf8), mysql + ["sshpass", "mongo", "mongosh"], .whole), (Array("-u".utf8), ["curl"], .afterColon),
        (Array("-w".utf8), ldap, .whole),
    ]

    /// The secret part of `-pVALUE` in an argument of its own.
    static func attachedSecret(_ argument: ArraySlice<UInt8>, _ isBehind: ([String]) -> Bool) -> Range<Int>? {
        for (option, programs, rule) in attached where argument.starts(with: option) && argument.count > option.count && isBehind(programs)
        {
            let value = argument.dropFirst(option.count)
            // `-p3306:3306` publishes a port of a container.
            if value.contains(UInt8(ascii: ":")), value.allSatisfy({ Bytes.isDigit($0) || $0 == UInt8(ascii: ":") }) { return nil }
            return secret(rule, value)
        }
        return nil
    }

    private static func findAttached(_ text: [UInt8], at start: Int) -> SecretSpan? {
        guard start + 2 < text.count, attached.contains(where: { Bytes.hasPrefix(text, at: start, $0.option) }),
            !Bytes.isBlank(text[start + 2]), let value = AssignedValue(text, at: start + 2), value.range.upperBound > start + 2
        else { return nil }
        let bare = Array(text[start..<start + 2]) + text[value.range]
        guard let part = attachedSecret(bare[...], { isBehind($0, text, start, inOneCommand: true) }) else { return nil }
        let shift = value.range.lowerBound - 2
        return SecretSpan(start: part.lowerBound + shift, end: part.upperBound + shift)
    }

    /// Whether one of the words stands before this place in the same command: on the line, or on those it continues.
    ///
    /// - Parameter inOneCommand: nothing ends the program's own command in between: `mysql -e x; mkdir -pv y`.
    static func isBehind(_ programs: [String], _ text: [UInt8], _ place: Int, inOneCommand: Bool = false) -> Bool {
        var start = place
        while start > 0, place - start < 256 {
            if text[start - 1] == 0x0A, start < 2 || text[start - 2] != UInt8(ascii: "\\") { break }
            start -= 1
        }
        return programs.contains { program in
            let word = Array(program.utf8)
            var index = start
            while index + word.count < place {
                if text[index] == word[0], Bytes.hasPrefix(text, at: index, word), index == 0 || !Bytes.isName(text[index - 1]),
                    !Bytes.isName(text[index + word.count]), !inOneCommand || isOneCommand(text[index..<place])
                {
                    return true
                }
                index += 1
            }
            return false
        }
    }

    private static func isOneCommand(_ text: ArraySlice<UInt8>) -> Bool {
        var quote: UInt8?
        for byte in text {
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
            } else if ";|&".utf8.contains(byte) {
                return false
            }
        }
        return true
    }

    /// Behind white space, or in the next string of a list: `"-a", "X"`. An option with `=` is an assignment.
    private static func valueStart(_ text: [UInt8], _ end: Int) -> Int? {
        var index = end
        if Bytes.isQuote(text[index]) || text[index] == UInt8(ascii: "\\") {
            while index < text.count, text[index] == UInt8(ascii: "\\") { index += 1 }
            guard index + 1 < text.count, Bytes.isQuote(text[index]), text[index + 1] == UInt8(ascii: ",") else { return nil }
            index += 2
            while index < text.count, index - end < 64, Bytes.isBlank(text[index]) { index += 1 }
            return index
        }
        while index < text.count, index - end < 16, text[index] == 0x20 || text[index] == 0x09 { index += 1 }
        return index > end ? index : nil
    }
}
