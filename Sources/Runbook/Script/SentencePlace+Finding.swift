/// How a place is found among the words of a sentence.
extension SentencePlace {
    /// Where Jarvis is tried, and not where it runs: places of their own, with and without an article.
    static let environments: Set<String> = ["staging", "development", "dev", "test", "qa", "uat", "preprod"]

    static let nouns: [String: Kind] = {
        let lists: [(Kind, String)] = [
            (
                .machine,
                "server servers node nodes vm vms instance instances replica replicas standby primary secondary master masters follower leader droplet "
                    + "appliance hypervisor controller worker workers router switch firewall"
            ), (.container, "container containers pod pods jail chroot sandbox"), (.prompt, "prompt console shell repl cli session"),
            (.machine, "chat channel slack"), (.machine, environments.joined(separator: " ")),
            (.gateway, "bastion jumphost jumpbox jump-host jump-box gateway"),
        ]
        return lists.reduce(into: [:]) { all, list in for word in list.1.split(separator: " ") { all[String(word)] = list.0 } }
    }()

    /// Nouns of a place only where something in front of them says which: "the database host", "a remote machine".
    static let othersNouns: Set<String> = [
        "host", "hosts", "machine", "machines", "box", "computer", "cluster", "environment", "system",
    ]
    private static let others: Set<String> = environments.union([
        "other", "remote", "another", "database", "db", "jump", "bastion", "mail", "web", "affected", "failing", "failed", "each", "every",
        "all", "proxy", "backup", "build",
        "target", "standby", "primary", "monitoring", "broken", "nats", "redis", "postgres",
        "storage",
    ])
    static let prepositions: Set<String> = [
        "on", "onto", "in", "inside", "within", "from", "at", "into", "as", "using", "via", "through", "for",
    ]
    static let articles: Set<String> = [
        "the", "a", "an", "each", "every", "all", "any", "that", "another", "one", "both", "its", "of",
    ]
    /// Places on this machine, whatever noun follows.
    static let own: Set<String> = [
        "this", "your", "local", "own", "new", "second", "same", "separate", "jarvis", "root", "terminal",
    ]
    private static let verbs: Set<String> = [
        "run", "execute", "type", "do", "issue", "call", "use", "enter", "first", "itself", "then", "please", "try", "check", "restart",
        "stop", "start",
    ]

    struct Piece {
        /// What stands for code.
        static let code = "\u{FFFC}"

        var word: String
        /// A comma, a colon or a stop stands behind it.
        var ends = false
        /// A name of a file, or what stands in code.
        var path: String?
    }

    static func pieces(_ tokens: [Token], masksCode: Bool) -> [Piece] {
        var result: [Piece] = []
        for (index, token) in tokens.enumerated() {
            switch token.kind {
            case .word:
                // `/srv/app` is read as several words.
                if let before = result.last?.path, let path = token.path, path.hasPrefix(before) { result.removeLast() }
                result.append(Piece(word: token.text, path: token.path))
            case .code:
                let isNoun = index + 1 < tokens.count && WrittenDirectory.nouns.contains(tokens[index + 1].text)
                let isName = !masksCode || isNoun || token.path?.contains("/") == true
                result.append(Piece(word: masksCode ? Piece.code : token.path?.lowercased() ?? Piece.code, path: isName ? token.path : nil))
            case .mark where token.text != "(" && token.text != "[": if let last = result.indices.last { result[last].ends = true }
            case .mark, .sign: break
            }
        }
        return result
    }

    /// The place that a preposition leads to.
    static func place(_ tokens: [Piece], _ start: Int, _ code: Int?) -> (String, Kind)? {
        if tokens[start].word == "as" { return user(tokens, start) }
        let opens =
            start == 0 || tokens[start - 1].ends || tokens[start - 1].word == Piece.code
            || ["then", "and", "now", "next", "run", "runs", "executed", "this", "these"].contains(tokens[start - 1].word)
        // "For each replica:" has as many places; "for the worker" is what it is about.
        if tokens[start].word == "for" {
            guard opens, start + 1 < tokens.count, ["each", "every", "all"].contains(tokens[start + 1].word) else { return nil }
        }
        let isGatewayOnly = ["using", "via", "through"].contains(tokens[start].word)
        var at = start + 1
        var isNamed = false
        var modifiers: [String] = []
        // "On the affected database server": an article and a few words at most.
        while at < tokens.count, at - start <= 5 {
            let token = tokens[at]
            if let directory = WrittenDirectory.of(tokens, start, at), opens || ends(tokens, at, opens: opens) {
                let words = tokens[start...at].map { $0.path ?? $0.word }.joined(separator: " ")
                return (words, DirectoryPlace(tokens: tokens, start: start, end: at, code: code).kind(directory, opens: opens))
            }
            if own.contains(token.word) { return nil }
            let kind = kind(token.word, modifiers, isNamed: isNamed, isFirst: at == start + 1, preposition: tokens[start].word)
            if let kind, kind == .gateway || !isGatewayOnly, ends(tokens, at, opens: opens) {
                return (tokens[start...at].map(\.word).joined(separator: " "), kind)
            }
            if token.ends || prepositions.contains(token.word) { return nil }
            if articles.contains(token.word) { isNamed = true } else { modifiers.append(token.word) }
            at += 1
        }
        return nil
    }

    /// "As the postgres user", "as user postgres". Jarvis is no stranger here, and root is what `sudo` is for.
    private static func user(_ tokens: [Piece], _ start: Int) -> (String, Kind)? {
        var words = tokens[(start + 1)...].prefix(3).map(\.word)
        if words.first == "the" { words.removeFirst() }
        guard words.count >= 2, let at = words.prefix(2).firstIndex(of: "user") else { return nil }
        let name = words[1 - at]
        if own.contains(name) || articles.contains(name) || ["current", "normal", "ordinary", "any"].contains(name) { return nil }
        return (name == Piece.code ? "as another user" : "as the user \(name)", .user)
    }

    /// `db1`, `web-2.example.com`: a host named after the part it has, other than the one that Jarvis runs on.
    static func isRole(_ host: String) -> Bool {
        host.split { !$0.isLetter }.map(String.init).contains { word in
            if let kind = nouns[word] { return kind == .machine || kind == .gateway }
            return others.contains(word)
        }
    }

    /// `web1`, `web1.example.com`: a host by its name.
    private static func isHost(_ word: String) -> Bool {
        guard word.first?.isLetter == true else { return false }
        if word.split(separator: ".").count > 2 { return true }
        let others = [
            "port", "version", "day", "step", "python", "ipv", "sd", "nvme", "eth", "ens", "eno", "tty", "loop", "x86", "vda", "md",
        ]
        return word.last?.isNumber == true && word.count > 2 && !others.contains(where: word.hasPrefix)
    }

    private static func kind(_ word: String, _ modifiers: [String], isNamed: Bool, isFirst: Bool, preposition: String) -> Kind? {
        // "On web1, run": a host by its name.
        if isFirst, preposition == "on", isHost(word) { return .machine }
        if othersNouns.contains(word) { return modifiers.contains(where: others.contains) ? .machine : nil }
        guard isNamed || !isFirst || preposition == "inside" || environments.contains(word), let kind = nouns[word] else { return nil }
        // "In a shell" is here; "in the redis console" is not.
        if kind == .prompt { return modifiers.isEmpty ? nil : .prompt }
        return modifiers.contains("jump") || modifiers.contains("bastion") ? .gateway : kind
    }

    /// Whether the noun ends its clause, or an order to do something follows: "in the container logs" is none.
    private static func ends(_ tokens: [Piece], _ at: Int, opens: Bool) -> Bool {
        if tokens[at].ends { return opens || tokens[at...].dropFirst().allSatisfy { $0.word == Piece.code } }
        guard at + 1 < tokens.count else { return true }
        let next = tokens[at + 1].word
        // "From a pod in the cluster: …"
        if opens, ["in", "of", "with", "that", "which", "where", "behind"].contains(next) { return true }
        return next == Piece.code || opens && (verbs.contains(next) || next.hasPrefix(Piece.code))
    }
}
