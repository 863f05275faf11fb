/// The seed's own mistake: an empty answer that reads like "no provider is limited".
struct GlobInGet: LintRule {
    let id = "glob-in-get"
    let level = Finding.Level.warning
    let summary = "A pattern where Redis takes the name of one key."
    let explanation = """
        `GET "prefix:*"` asks for a key whose name ends in an asterisk. There is none, so the answer is empty and the exit code 0: it \
        looks as if no key existed. The same holds for every command that names keys; `DEL "prefix:*"` deletes nothing. Patterns are for \
        SCAN.
        """
    let example = """
        **Diagnosis:**
        ```bash
        redis-cli GET "session:*"
        ```
        """
    let instead = """
        **Diagnosis:**
        ```bash
        redis-cli --scan --pattern "session:*"
        ```
        """

    /// Commands whose first argument (of some, every argument) is a key.
    private static let keyed: Set<String> = [
        "GET", "MGET", "TTL", "PTTL", "TYPE", "EXISTS", "STRLEN", "DEL", "UNLINK", "EXPIRE", "PERSIST", "HGETALL", "HGET", "HLEN", "LLEN",
        "LRANGE", "SMEMBERS", "SCARD", "ZCARD", "ZRANGE", "INCR", "SET",
    ]

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.steps.flatMap { step in
            step.writtenCommands.filter { $0.program == "redis-cli" }.compactMap { command -> Finding? in
                guard let at = command.arguments.firstIndex(where: { GlobInGet.keyed.contains($0.uppercased()) }),
                    let key = command.arguments[(at + 1)...].first, RedisCommand.isGlob(key)
                else { return nil }
                let name = command.arguments[at].uppercased()
                return finding(
                    "\(name) takes the name of a key and not a pattern: `\(key)` finds nothing, with exit code 0.", at: step.span,
                    suggestion: "Use `redis-cli --scan --pattern \"\(key)\"` and look at each key by its type.")
            }
        }
    }
}
