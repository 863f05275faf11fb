/// A first, cautious look at what a SQL text does. The probe never trusts it: it proves read-only again with SQLite itself.
enum SQLEffect {
    static func effect(_ sql: String) -> Effect {
        if sql.hasPrefix(".") { return isPlainBackup(sql) ? .change : .unknown }
        // A comment's words would be taken for the statement's.
        if sql.contains("--") || sql.contains("/*") { return .unknown }
        let words = words(sql)
        guard let first = words.first else { return .unknown }
        // A second statement behind a semicolon would be judged by the first one's word.
        if let semicolon = sql.firstIndex(of: ";"), sql[semicolon...].contains(where: { $0 != ";" && !$0.isWhitespace }) { return .unknown }
        if words.contains(where: hidden.contains) || words.contains(where: isActingPragma) { return .unknown }
        switch first {
        case "select", "values": return SQLFunctions.areKnown(in: sql) ? .read : .unknown
        // Some pragmas act when they are prepared, which EXPLAIN does too.
        case "explain": return words.contains("pragma") ? .unknown : .read
        case "with": return words.contains(where: writers.contains) || !SQLFunctions.areKnown(in: sql) ? .unknown : .read
        case "pragma": return pragma(words, sql: sql)
        case "delete", "drop", "update", "replace", "alter": return .destroy
        // `INSERT OR REPLACE` and `ON CONFLICT DO UPDATE` overwrite; a search table takes `delete-all` for a command.
        case "insert":
            return words.contains { $0 != "insert" && writers.contains($0) || $0 == "conflict" } ? .destroy : .change
        // `VACUUM INTO` writes a file.
        case "vacuum": return words.contains("into") ? .unknown : .change
        // A virtual table may be any file, or code; a trigger acts later.
        case "create": return words.contains("virtual") || words.contains("trigger") ? .unknown : .change
        case "analyze", "reindex": return .change
        default: return .unknown
        }
    }

    /// One plain word behind `.backup`: in quotes, or with an option or a database's name, it is written elsewhere.
    private static func isPlainBackup(_ sql: String) -> Bool {
        guard isBackup(sql) else { return false }
        let name = sql.dropFirst(".backup ".count).trimmedSpaces
        return !name.isEmpty && !name.hasPrefix("-") && !name.contains { $0.isWhitespace || "\"'\\".contains($0) }
    }

    static func isBackup(_ sql: String) -> Bool { sql.hasPrefix(".backup ") }

    /// Functions and words through which a query reaches beyond the database.
    private static let hidden: Set<String> = [
        "attach", "detach", "load_extension", "writefile", "edit", "readfile", "fts3_tokenizer", "eval", "fsdir",
    ]
    private static let writers: Set<String> = ["insert", "update", "delete", "replace"]
    /// Pragmas that only report, also with an argument in parentheses.
    private static let inspectingPragmas: Set<String> = [
        "integrity_check", "quick_check", "foreign_key_check", "foreign_key_list", "table_info", "table_xinfo", "table_list", "index_list",
        "index_info", "index_xinfo", "database_list", "compile_options", "page_count", "freelist_count", "data_version",
    ]
    /// Pragmas that report when they stand alone and set when they have an argument.
    private static let settings: Set<String> = ["journal_mode", "page_size", "encoding", "schema_version", "user_version", "cache_size"]
    /// Set wrongly, they damage the database.
    private static let delicate: Set<String> = ["encoding", "schema_version"]

    /// `SELECT … FROM pragma_optimize` does what `PRAGMA optimize` does.
    private static func isActingPragma(_ word: String) -> Bool {
        word.hasPrefix("pragma_") && !inspectingPragmas.contains(String(word.dropFirst("pragma_".count)))
    }

    private static func pragma(_ words: [String], sql: String) -> Effect {
        guard words.count > 1 else { return .unknown }
        if inspectingPragmas.contains(words[1]) { return sql.contains("=") ? .unknown : .read }
        if settings.contains(words[1]) {
            guard sql.contains("=") || sql.contains("(") else { return .read }
            return delicate.contains(words[1]) ? .unknown : .change
        }
        return .unknown
    }

    /// The text's words in lower case, without what stands in quotes and comments removed by splitting on everything else.
    private static func words(_ sql: String) -> [String] {
        sql.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    }
}
