/// A place that a sentence names for what it wants done: "On the server, run `x`", "Inside the container run:", "From the bastion:".
///
/// It is read where it opens a clause or ends one, so that a container that a sentence only speaks of is none.
struct SentencePlace: Equatable {
    private enum Kind: Equatable {
        case machine, container, prompt
        /// Another user of this machine.
        case user
        /// A machine from which others are reached.
        case gateway
        case directory(WrittenDirectory)
    }

    /// As written: `on the server`.
    let words: String
    private let kind: Kind

    private static let nouns: [String: Kind] = {
        let lists: [(Kind, String)] = [
            (
                .machine,
                "staging chat channel slack server servers node nodes vm vms instance instances replica replicas standby primary secondary master masters follower leader droplet "
                    + "appliance hypervisor controller worker workers router switch firewall"
            ), (.container, "container containers pod pods jail chroot sandbox"), (.prompt, "prompt console shell repl cli session"),
            (.gateway, "bastion jumphost jumpbox jump-host jump-box gateway"),
        ]
        return lists.reduce(into: [:]) { all, list in for word in list.1.split(separator: " ") { all[String(word)] = list.0 } }
    }()

    /// Nouns of a place only where something in front of them says which: "the database host", "a remote machine".
    private static let othersNouns: Set<String> = [
        "host", "hosts", "machine", "machines", "box", "computer", "cluster", "environment", "system",
    ]
    private static let others: Set<String> = [
        "other", "remote", "another", "database", "db", "jump", "bastion", "mail", "web", "affected", "failing", "failed", "each", "every",
        "all", "proxy", "backup", "build",
        "target", "staging", "development", "dev", "test", "qa", "standby", "primary", "monitoring", "broken", "nats", "redis", "postgres",
        "storage",
    ]
    private static let prepositions: Set<String> = [
        "on", "onto", "in", "inside", "within", "from", "at", "into", "as", "using", "via", "through",
    ]
    private static let articles: Set<String> = [
        "the", "a", "an", "each", "every", "all", "any", "that", "another", "one", "both", "its", "of",
    ]
    /// Places on this machine, whatever noun follows.
    private static let own: Set<String> = [
        "this", "your", "local", "own", "new", "second", "same", "separate", "jarvis", "root", "terminal",
    ]
    private static let verbs: Set<String> = [
        "run", "execute", "type", "do", "issue", "call", "use", "enter", "first", "itself", "then", "please", "try", "check", "restart",
        "stop", "start",
    ]

    /// A sentence: nil when it names no place for what follows or stands in it.
    init?(_ sentence: String) { self.init(pieces: SentencePlace.pieces(Tokenizer.tokens(sentence), masksCode: true)) }

    init?(_ sentence: [Token]) { self.init(pieces: SentencePlace.pieces(sentence, masksCode: true)) }

    /// - Parameter words: above a block or a list; names in code are names.
    init?(lead words: [Token]) { self.init(pieces: SentencePlace.pieces(words, masksCode: false)) }

    private init?(pieces: [Piece]) {
        var found: (String, Kind)?
        for at in pieces.indices where SentencePlace.prepositions.contains(pieces[at].word) {
            let opens =
                at == 0 || pieces[at - 1].ends || pieces[at - 1].word == "\u{FFFC}"
                || ["then", "and", "now", "next", "run", "runs", "executed", "this", "these"].contains(pieces[at - 1].word)
            guard let place = SentencePlace.place(pieces, at, opens: opens) else { continue }
            // Another machine counts, whichever directory is named beside it.
            if case .directory = place.1 {
                found = found ?? place
            } else {
                found = place
                break
            }
        }
        guard let found else { return nil }
        (words, kind) = found
    }

    /// The nearest of several places that hold, each inside the next: a directory on another machine is on that machine.
    static func nearest(_ places: SentencePlace?...) -> SentencePlace? {
        let all = places.compactMap { $0 }
        return all.first { $0.directory == nil } ?? all.first
    }

    /// The directory that it is, where it is one.
    var directory: WrittenDirectory? { if case .directory(let directory) = kind { directory } else { nil } }

    /// Why a command is not run there by this program.
    var reason: String {
        directory == nil
            ? "It is to be done \(words), and not on this machine."
            : "It is to be done \(words), and the path of that directory is not written."
    }

    /// A comment above commands: "on db1", and the bare name in brackets as well: `[db1]`.
    init?(comment: String) {
        let words = comment.trimmedSpaces
        if words.hasPrefix("["), let end = words.firstIndex(of: "]") {
            let name = words[..<end].dropFirst()
            for sentence in ["on \(name):", "on the \(name):"] {
                guard let named = SentencePlace(sentence) else { continue }
                self = named
                return
            }
        }
        self.init(comment + ":")
    }

    struct Piece {
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
                result.append(Piece(word: masksCode ? "\u{FFFC}" : token.path?.lowercased() ?? "\u{FFFC}", path: isName ? token.path : nil))
            case .mark where token.text != "(" && token.text != "[": if let last = result.indices.last { result[last].ends = true }
            case .mark, .sign: break
            }
        }
        return result
    }

    private static func place(_ tokens: [Piece], _ start: Int, opens: Bool) -> (String, Kind)? {
        if tokens[start].word == "as" { return user(tokens, start) }
        let isGatewayOnly = ["using", "via", "through"].contains(tokens[start].word)
        var at = start + 1
        var isNamed = false
        var modifiers: [String] = []
        // "On the affected database server": an article and a few words at most.
        while at < tokens.count, at - start <= 5 {
            let token = tokens[at]
            if let directory = WrittenDirectory.of(tokens, start, at), opens || ends(tokens, at, opens: opens) {
                return (tokens[start...at].map { $0.path ?? $0.word }.joined(separator: " "), .directory(directory))
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
        return (name == "\u{FFFC}" ? "as another user" : "as the user \(name)", .user)
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
        if isFirst, preposition == "on", isHost(word) || ["staging", "development", "dev"].contains(word) { return .machine }
        if othersNouns.contains(word) { return modifiers.contains(where: others.contains) ? .machine : nil }
        guard isNamed || !isFirst || preposition == "inside", let kind = nouns[word] else { return nil }
        // "In a shell" is here; "in the redis console" is not.
        if kind == .prompt { return modifiers.isEmpty ? nil : .prompt }
        return modifiers.contains("jump") || modifiers.contains("bastion") ? .gateway : kind
    }

    /// Whether the noun ends its clause, or an order to do something follows: "in the container logs" is none.
    private static func ends(_ tokens: [Piece], _ at: Int, opens: Bool) -> Bool {
        if tokens[at].ends { return opens || tokens[at...].dropFirst().allSatisfy { $0.word == "\u{FFFC}" } }
        guard at + 1 < tokens.count else { return true }
        let next = tokens[at + 1].word
        // "From a pod in the cluster: …"
        if opens, ["in", "of", "with", "that", "which", "where", "behind"].contains(next) { return true }
        return next == "\u{FFFC}" || opens && (verbs.contains(next) || next.hasPrefix("\u{FFFC}"))
    }

    /// "SSH to web1", "Log in to the bastion and …", "Exec into the pod": what follows such a sentence is done there.
    static func leads(_ sentence: String) -> Bool {
        let text = sentence.lowercased()
        // "You should now have a shell inside the container."
        if ["you are now", "now be ", "now a shell", "now have a "].contains(where: text.contains), SentencePlace(text) != nil {
            return true
        }
        let tokens = pieces(Tokenizer.tokens(text), masksCode: true)
        let verbs: Set<String> = ["ssh", "log", "login", "connect", "exec", "shell", "attach", "jump"]
        for at in tokens.indices
        where verbs.contains(tokens[at].word)
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
        return [
            "all command", "all the command", "all of the command", "every command", "each command", "commands below", "commands above",
            "all steps", "all the steps", "all of the steps", "every step", "each step", "steps below", "the following steps",
            "the following commands", "these steps", "these commands", "everything below", "everything here", "everything in this",
            "all of this", "all of the following", "all of these", "from here on", "from now on", "the rest of", "this section",
            "this part", "this runbook", "the commands", "the steps",
        ].contains(where: text.contains)
    }

    /// Whether a command reaches the place from here by itself: "in the container: `docker exec api ls`".
    func isReached(by statement: ShellStatement) -> Bool {
        let words = statement.text.split(separator: " ").map(String.init).drop { ShellScanner.assignedName($0) != nil }
        let outer = words.first == "sudo" ? words.dropFirst().first { !$0.hasPrefix("-") } : words.first
        let program = outer?.split(separator: "/").last.map(String.init) ?? ""
        switch kind {
        case .gateway: return false
        case .directory(let directory): return directory != .unknown
        case .user: return ["sudo", "su", "runuser", "doas", "docker", "docker-compose", "kubectl", "ssh"].contains(words.first ?? "")
        case .container, .prompt:
            return [
                "docker", "docker-compose", "podman", "nerdctl", "kubectl", "oc", "k", "crictl", "lxc", "incus", "ssh", "nsenter", "psql",
                "mysql", "redis-cli", "mongosh", "sqlite3",
            ].contains(program)
        case .machine:
            return [
                "ssh", "scp", "rsync", "sftp", "mosh", "sshpass", "ansible", "ansible-playbook", "kubectl", "oc", "k", "gcloud", "aws",
                "az", "vagrant", "tsh", "pdsh", "salt", "fleet", "parallel-ssh", "pssh",
            ].contains(program)
        }
    }
}
