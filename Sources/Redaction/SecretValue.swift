internal import SystemKit

/// What a value looks like, whatever it is called.
enum SecretValue {
    /// A value that may be searched for everywhere without mangling ordinary text.
    ///
    /// Not: fewer than four bytes, fewer than six digits, words that everybody uses, paths, masks.
    static func isWorthSearching(_ value: [UInt8]) -> Bool {
        guard value.count >= 4, !value.allSatisfy(Bytes.isBlank) else { return false }
        if value.allSatisfy(Bytes.isDigit) { return value.count >= 6 }
        let text = String(decoding: value, as: UTF8.self)
        return !commonWords.contains(text.lowercased()) && !isPath(text) && !isMask(value[...])
    }

    /// A short value, or a word: it stands in commands, paths and sentences too, where it says nothing of a secret. It is hidden behind its
    /// variable's name, and nowhere else.
    static func isOrdinary(_ value: [UInt8]) -> Bool {
        if value.count < 8 { return true }
        return value.count < 16 && value.allSatisfy { Bytes.isLower($0) || "-_.".utf8.contains($0) }
    }

    /// Letters, digits and cases in a mixture that no word, date, path, host or slug has: for names that alone decide nothing.
    static func looksRandom(_ value: ArraySlice<UInt8>) -> Bool {
        guard value.count >= 10 else { return false }
        var changes = 0
        var previous: UInt8 = 0
        var isHexadecimal = true
        for byte in value {
            guard Bytes.isAlphanumeric(byte) || "+/=_-.~".utf8.contains(byte) else { return false }
            if !(Bytes.isDigit(byte) || Bytes.lowered(byte) &- 0x61 < 6) { isHexadecimal = false }
            let kind = kind(byte)
            // A capital at the beginning of a word is no change of kind: `ReadOnly`.
            if kind != 0, previous != 0, kind != previous, !(previous == 1 && kind == 2) { changes += 1 }
            previous = kind
        }
        return changes >= 3 || value.count >= 40 || (isHexadecimal && value.count >= 24)
    }

    private static func kind(_ byte: UInt8) -> UInt8 {
        Bytes.isUpper(byte) ? 1 : Bytes.isLower(byte) ? 2 : Bytes.isDigit(byte) ? 3 : 0
    }

    /// `$NAME`, `${NAME}`, `$(command)`: says where the secret is, and not what it is.
    static func isReference(_ value: ArraySlice<UInt8>) -> Bool {
        guard value.first == UInt8(ascii: "$"), value.count > 1 else { return false }
        var body = value.dropFirst()
        if body.first == UInt8(ascii: "(") { return body.dropFirst().first.map(Bytes.isLetter) ?? false }
        if body.first == UInt8(ascii: "{") {
            guard body.last == UInt8(ascii: "}") else { return false }
            body = body.dropFirst().dropLast()
        }
        if body.isEmpty { return false }
        // A password may begin so too; mixed cases and digits in small letters are taken for one.
        return body.allSatisfy { Bytes.isUpper($0) || Bytes.isDigit($0) || $0 == 0x5F }
            || body.allSatisfy { Bytes.isLower($0) || $0 == 0x5F }
    }

    /// `***`, `<token>`, `…`, `xxxx`, `%s`: stands where a secret would.
    static func isPlaceholder(_ value: ArraySlice<UInt8>) -> Bool {
        guard let first = value.first, let last = value.last else { return true }
        if first == UInt8(ascii: "<"), last == UInt8(ascii: ">") { return true }
        return isMask(value) || value.elementsEqual("…".utf8) || value.elementsEqual("%s".utf8) || value.elementsEqual("{}".utf8)
    }

    private static func isMask(_ value: ArraySlice<UInt8>) -> Bool {
        value.allSatisfy { $0 == UInt8(ascii: "*") } || value.allSatisfy { $0 == UInt8(ascii: ".") }
            || value.count >= 3 && value.allSatisfy { $0 | 0x20 == UInt8(ascii: "x") }
    }

    /// Letters and the punctuation of a sentence.
    static func isWord(_ value: ArraySlice<UInt8>) -> Bool {
        value.allSatisfy { Bytes.isLetter($0) || ".,;:!?'()*-".utf8.contains($0) }
    }

    /// The characters of a file name that needs no quoting, no part like a random token: a password may begin with `./` too.
    private static func isPath(_ text: String) -> Bool {
        guard text.utf8.allSatisfy({ Bytes.isAlphanumeric($0) || "/._-~+@:,".utf8.contains($0) }),
            !text.utf8.split(separator: UInt8(ascii: "/")).contains(where: { looksRandom(Array($0)[...]) })
        else { return false }
        if text.hasPrefix("./") || text.hasPrefix("../") || text.hasPrefix("~/") { return true }
        guard text.hasPrefix("/") else { return false }
        let parts = text.split(separator: "/")
        return parts.count >= 2 && parts.first.map { topDirectories.contains(String($0)) } ?? false
    }

    private static let topDirectories: Set<String> = [
        "home", "root", "etc", "var", "usr", "opt", "tmp", "run", "srv", "mnt", "media", "dev", "proc", "sys", "data", "app", "work",
        "workspace", "secrets", "Users", "lib", "bin",
    ]

    /// Values that secret-looking names have in practice and that are in every other sentence too.
    private static let commonWords: Set<String> = [
        "true", "false", "none", "null", "nil", "yes", "no", "on", "off", "enabled", "disabled", "localhost", "127.0.0.1", "0.0.0.0",
        "redis",
        "default", "jarvis", "admin", "root", "user", "guest", "test", "testing", "demo", "example", "password", "passwd", "secret",
        "token",
        "changeme", "basic", "bearer", "digest", "oauth", "oauth2", "apikey", "plain", "prod", "production", "staging", "development",
        "dev",
        "local", "memory", "file", "auto", "strict", "info", "debug", "warning", "error", "missing", "unset", "empty", "unknown", "docker",
        // Services and providers: a placeholder's value in a key's place is often the name of what asks for it.
        "ollama", "openai", "anthropic", "groq", "mistral", "gemini", "cohere", "deepseek", "openrouter", "together", "claude", "llama",
        "nginx", "apache", "haproxy", "traefik", "kafka", "rabbitmq", "mongodb", "mariadb", "elastic", "elasticsearch", "opensearch",
        "grafana", "prometheus", "vault", "consul", "celery", "minio", "keycloak", "server", "client", "worker", "service", "backend",
        "frontend", "database", "cache", "queue", "public", "private", "internal", "external", "shared", "dummy", "sample", "placeholder",
        "postgres", "postgresql", "mysql", "sqlite", "mesh", "nats", "solana", "python", "python3", "bash", "json", "text", "redacted",
        // What documents say of a state, a verdict or an effect; programs read it.
        "confirmed", "clear", "healthy", "unhealthy", "failed", "timed-out", "unavailable", "not-run", "present", "absent", "read",
        "change",
        "destroy", "allowed", "refused", "skipped", "done", "critical", "high", "medium", "low", "shell", "http", "flag", "variable",
        "manual",
        "outbox", "capability", "compose", "configured", "needs-approval", "needs-confirmation", "pending", "published", "started",
        "stopped",
    ]
}
