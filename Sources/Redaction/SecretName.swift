/// How much a name says about its value.
enum NameClass: Sendable {
    /// Nothing secret: `max_tokens`, `author`, `JARVIS_MESH_NODE_PUBKEY`.
    case plain
    /// Secret in one place and harmless in the next (`key`, `token`, `auth` alone): the value must look like a secret too.
    case ambiguous
    /// The value is secret whatever it looks like: `API_KEY`, `password`.
    case secret
}

/// Judges names by their words: `X-Api-Key`, `apiKey` and `API_KEY` are all the words `api key`.
enum SecretName {
    /// Longer names are no names.
    static let maximumLength = 128

    static func classify(_ name: some Sequence<UInt8>) -> NameClass { classify(words: words(name)) }

    static func classify(_ name: String) -> NameClass { classify(name.utf8) }

    /// Names whose value is the rest of the line, as HTTP headers have it.
    static func isHeader(_ name: some Sequence<UInt8>) -> Bool {
        let words = words(name)
        return words.contains("authorization") || words.last == "cookie"
    }

    /// Words in small letters; a name is split at everything but letters and digits, and where capitals begin a word.
    static func words(_ name: some Sequence<UInt8>) -> [String] {
        let bytes = Array(name)
        guard bytes.count <= maximumLength else { return [] }
        var words: [String] = []
        var word: [UInt8] = []
        func finish() {
            if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
            word = []
        }
        for (index, byte) in bytes.enumerated() {
            guard Bytes.isAlphanumeric(byte) || byte >= 0x80 || byte == UInt8(ascii: ":") else {
                finish()
                continue
            }
            if Bytes.isUpper(byte), index > 0 {
                let afterSmall = !Bytes.isUpper(bytes[index - 1])
                let beforeSmall = index + 1 < bytes.count && Bytes.isLower(bytes[index + 1])
                if afterSmall || beforeSmall { finish() }
            }
            word.append(Bytes.lowered(byte))
        }
        finish()
        return words
    }

    private static func classify(words: [String]) -> NameClass {
        guard let last = words.last else { return .plain }
        if words.contains(where: publicWords.contains) || words == ["pwd"] || words == ["oldpwd"] { return .plain }
        let isStrong = words.contains { word in strongWords.contains(word) || strongEnds.contains(where: word.hasSuffix) }
        let isAddress = addressWords.contains(last)
        if isAddress { return words.contains(where: addressSecrets.contains) ? .secret : .plain }
        // `SLACK_WEBHOOK_BACKEND` is a webhook of the backend's people.
        if harmlessEnds.contains(last), !(last == "backend" && words.dropLast().last == "webhook") { return .plain }
        if isStrong { return last == "id" ? .ambiguous : .secret }
        guard let place = words.lastIndex(where: isWeak) else { return .plain }
        if place == 0 { return words.count == 1 || last == "id" ? .ambiguous : .secret }
        let qualifier = words[place - 1]
        if harmlessQualifiers.contains(qualifier) { return .plain }
        if last == "id" { return words.contains("access") ? .secret : .ambiguous }
        return .secret
    }

    /// Secret wherever they stand in a name.
    private static let strongWords: Set<String> = [
        "password", "passwords", "passwd", "passphrase", "passcode", "pwd", "secret", "secrets", "credential", "credentials", "creds",
        "webhook", "webhooks", "apikey", "apikeys", "apitoken", "authtoken", "accesstoken", "refreshtoken", "secretkey", "accesskey",
        "privatekey", "privkey", "sharedkey", "masterkey", "signingkey", "encryptionkey", "sshkey", "authkey", "keypair", "mnemonic",
        "authorization", "requirepass", "masterauth", "dsn", "jwt", "bearer", "cookie", "cookies", "sessionid", "connectionstring",
        "connstr", "seedphrase", "keyphrase",
    ]

    /// Secret with a word that says whose they are, ambiguous alone.
    private static let weakWords: Set<String> = [
        "key", "keys", "token", "tokens", "auth", "oauth", "pass", "salt", "seed", "private", "signature", "sig", "otp", "totp",
    ]

    /// Names that are written without anything between their words: `PGPASSWORD`, `DBPASS`.
    private static let strongEnds = ["password", "passwd", "passphrase", "pwd", "secret", "credentials"]
    private static let weakEnds = ["key", "token", "pass"]
    private static let endsByChance: Set<String> = [
        "monkey", "donkey", "turkey", "jockey", "hockey", "whiskey", "hotkey", "compass", "encompass", "bypass", "overpass", "underpass",
        "surpass", "trespass",
    ]

    private static func isWeak(_ word: String) -> Bool {
        weakWords.contains(word) || weakEnds.contains(where: word.hasSuffix) && !endsByChance.contains(word)
    }

    private static let publicWords: Set<String> = ["public", "pub", "pubkey", "pubkeys", "publickey"]

    /// What an address is called; most are no secret, and credentials in them are found by their shape.
    private static let addressWords: Set<String> = ["url", "urls", "uri", "endpoint", "link"]
    private static let addressSecrets: Set<String> = ["webhook", "webhooks", "hook", "hooks", "dsn", "secret"]

    /// Names that end so speak about a secret and do not hold it.
    private static let harmlessEnds: Set<String> = [
        "path", "paths", "file", "files", "filename", "dir", "directory", "folder", "count", "counts", "counter", "total", "size", "length",
        "len", "limit", "limits", "max", "min", "bits", "bytes", "type", "types", "kind", "name", "names", "host", "port", "domain",
        "address",
        "enabled", "disabled", "required", "missing", "present", "valid", "invalid", "validity", "expired", "expires", "expiry",
        "expiration",
        "ttl", "ms", "seconds", "timeout", "age", "at", "status", "state", "mode", "method", "version", "algorithm", "alg", "header",
        "prefix",
        "suffix", "pattern", "format", "field", "index", "usage", "used", "rate", "cost", "price", "budget", "policy", "rotation",
        "provider",
        "service", "server", "sock", "socket", "attempts", "retries", "errors", "failures", "check", "list", "user", "username", "bypassed",
        "source", "column", "scope", "scopes", "realm", "issuer", "audience", "backend", "store", "cache", "ref", "config", "md", "yml",
        "py",
    ]

    /// `primary_key` and `max_tokens` are other things than `api_key` and `access_token`.
    private static let harmlessQualifiers: Set<String> = [
        "idempotency", "dedup", "deduplication", "primary", "foreign", "partition", "sort", "cache", "redis", "hash", "range", "unique",
        "lookup", "group", "object", "storage", "ratelimit", "limit", "row", "map", "dict", "json", "index", "hot", "max", "total",
        "prompt",
        "completion", "input", "output", "num", "used", "remaining", "left", "min", "context", "cached", "reasoning", "next", "page",
        "continuation", "end", "stop", "start", "pad", "random", "test", "first", "second", "is", "no", "missing", "per", "of", "host",
        "by",
    ]
}
