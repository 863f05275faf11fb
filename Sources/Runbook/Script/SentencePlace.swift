/// A place that a sentence names for what it wants done: "On the server, run `x`", "Inside the container run:", "From the bastion:".
///
/// It is read where it opens a clause or ends one, so that a container that a sentence only speaks of is none.
struct SentencePlace: Equatable {
    enum Kind: Equatable {
        case machine, container, prompt
        /// Another user of this machine.
        case user
        /// A machine from which others are reached.
        case gateway
        /// - Parameter isLookedAt: where something is looked for; what changes anything may be meant for another place.
        case directory(WrittenDirectory, isLookedAt: Bool)
    }

    /// As written: `on the server`.
    let words: String
    let kind: Kind

    /// A sentence: nil when it names no place for what follows or stands in it.
    init?(_ sentence: String) { self.init(pieces: SentencePlace.pieces(Tokenizer.tokens(sentence), masksCode: true)) }

    /// The words around a piece of code: nil when they name no place for that one.
    init?(before: ArraySlice<Token>, after: ArraySlice<Token>) {
        let words = SentencePlace.pieces(Array(before), masksCode: true)
        var code = Piece(word: Piece.code)
        if let mark = after.first, mark.kind == .mark, mark.text != "(", mark.text != "[" { code.ends = true }
        self.init(pieces: words + [code] + SentencePlace.pieces(Array(after), masksCode: true), code: words.count)
    }

    /// - Parameter words: above a block or a list; names in code are names.
    init?(lead words: [Token]) { self.init(pieces: SentencePlace.pieces(words, masksCode: false)) }

    /// - Parameter code: which of the pieces is to be done there; nil for what follows them all.
    private init?(pieces: [Piece], code: Int? = nil) {
        var found: (words: String, kind: Kind)?
        for at in pieces.indices where SentencePlace.prepositions.contains(pieces[at].word) {
            guard let place = SentencePlace.place(pieces, at, code) else { continue }
            // Another machine counts, whichever directory is named beside it.
            guard case .directory(let directory, _) = place.1 else {
                found = place
                break
            }
            // One that is surely meant counts before one that may be.
            if case .directory(.unclear, _)? = found?.kind, directory.isClear { found = nil }
            found = found ?? place
        }
        guard let found else { return nil }
        (words, kind) = found
    }

    /// The nearest of several places that hold, each inside the next: a directory on another machine is on that machine.
    static func nearest(_ places: SentencePlace?...) -> SentencePlace? {
        let all = places.compactMap { $0 }
        return all.first { $0.directory == nil } ?? all.first
    }

    /// A place that stands in brackets of its own, wherever in an item: "Copy (in the test environment)". It holds for all of the item.
    static func bracketed(_ item: String) -> SentencePlace? {
        let places = item.split(separator: "(").dropFirst().lazy.compactMap { $0.split(separator: ")").first }.filter { words in
            words.split(separator: " ").first.map { prepositions.contains($0.lowercased()) } ?? false
        }
        return places.compactMap { SentencePlace(String($0)) }.first { $0.directory == nil }
    }

    /// The directory that it is, where it is one.
    var directory: WrittenDirectory? { if case .directory(let directory, _) = kind { directory } else { nil } }

    /// The same where the commands themselves leave it open.
    var undecided: SentencePlace { SentencePlace(words: words, kind: .directory(.unclear(""), isLookedAt: false)) }

    private init(words: String, kind: Kind) { (self.words, self.kind) = (words, kind) }

    /// Why a command is not run there by this program.
    var reason: String {
        switch kind {
        case .directory(.unclear, _), .directory(_, isLookedAt: true):
            "The words around it name a directory (\(words)), and do not say whether it is to be done there."
        case .directory: "It is to be done \(words), and the path of that directory is not written."
        default: "It is to be done \(words), and not on this machine."
        }
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

    /// Whether no machine is named and only what runs there: "the test environment", "staging".
    private var isEnvironment: Bool {
        words.lowercased().split(separator: " ").last.map { $0.hasPrefix("environment") || Self.environments.contains(String($0)) } ?? false
    }

    /// Whether a command reaches the place from here by itself: "in the container: `docker exec api ls`".
    func isReached(by statement: ShellStatement) -> Bool {
        let words = statement.text.split(separator: " ").map(String.init).drop { ShellScanner.assignedName($0) != nil }
        let outer = words.first == "sudo" ? words.dropFirst().first { !$0.hasPrefix("-") } : words.first
        let program = outer?.split(separator: "/").last.map(String.init) ?? ""
        switch kind {
        case .gateway: return false
        case .directory(let directory, let isLookedAt):
            guard directory.isClear, directory != .unknown else { return false }
            return !isLookedAt || CommandClassifier.classify(statement.text).effect == .read
        case .user: return ["sudo", "su", "runuser", "doas", "docker", "docker-compose", "kubectl", "ssh"].contains(words.first ?? "")
        case .container, .prompt:
            return [
                "docker", "docker-compose", "podman", "nerdctl", "kubectl", "oc", "k", "crictl", "lxc", "incus", "ssh", "nsenter", "psql",
                "mysql", "redis-cli", "mongosh", "sqlite3",
            ].contains(program)
        case .machine:
            // Nothing tells which environment a client of a cloud talks to from here.
            return !isEnvironment
                && [
                    "ssh", "scp", "rsync", "sftp", "mosh", "sshpass", "ansible", "ansible-playbook", "kubectl", "oc", "k", "gcloud", "aws",
                    "az", "vagrant", "tsh", "pdsh", "salt", "fleet", "parallel-ssh", "pssh",
                ].contains(program)
        }
    }
}
