/// `sqlite3 FILE "SQL"`.
enum SQLiteCommand {
    static func classify(_ words: [String]) -> Classified? {
        let harmless: Set<String> = ["-readonly", "-header", "-csv", "-column", "-json", "-line", "-list", "-bail", "-batch"]
        let operands = words.dropFirst().filter { !harmless.contains($0) }
        guard operands.count == 2, let database = operands.first, let sql = operands.last, !database.hasPrefix("-"), !sql.hasPrefix("-"),
            // An address can ask for any file in any mode.
            !database.hasPrefix("file:"), !database.isEmpty
        else {
            return .shell(words.joined(separator: " "), argv: words)
        }
        let effect = SQLEffect.effect(sql)
        var notes: [String] = []
        if effect == .read { notes.append("Opened read-only and never created: sqlite3 makes a missing file and calls it ok.") }
        if SQLEffect.isBackup(sql) { notes.append("Made with SQLite's backup interface.") }
        return Classified(action: .sqlite(database: database, sql: sql), effect: effect, target: database, notes: notes)
    }
}

/// A first, cautious look at what a SQL text does. The probe never trusts it: it proves read-only again with SQLite itself.
enum SQLEffect {
    static func effect(_ sql: String) -> Effect {
        if sql.hasPrefix(".") { return isBackup(sql) && !sql.contains("\n") ? .change : .unknown }
        // A comment's words would be taken for the statement's.
        if sql.contains("--") || sql.contains("/*") { return .unknown }
        let words = words(sql)
        guard let first = words.first else { return .unknown }
        // A second statement behind a semicolon would be judged by the first one's word.
        if let semicolon = sql.firstIndex(of: ";"), sql[semicolon...].contains(where: { $0 != ";" && !$0.isWhitespace }) { return .unknown }
        if words.contains(where: hidden.contains) { return .unknown }
        switch first {
        case "select", "values": return .read
        // Some pragmas act when they are prepared, which EXPLAIN does too.
        case "explain": return words.contains("pragma") ? .unknown : .read
        case "with": return words.contains(where: writers.contains) ? .unknown : .read
        case "pragma": return pragma(words, sql: sql)
        case "delete", "drop", "update", "replace", "alter": return .destroy
        // `INSERT OR REPLACE` and `ON CONFLICT DO UPDATE` overwrite; `VACUUM INTO` writes a file.
        case "insert": return words.contains("replace") || words.contains("conflict") ? .destroy : .change
        case "vacuum": return words.contains("into") ? .unknown : .change
        case "create", "analyze", "reindex": return .change
        default: return .unknown
        }
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

    private static func pragma(_ words: [String], sql: String) -> Effect {
        guard words.count > 1 else { return .unknown }
        if inspectingPragmas.contains(words[1]) { return sql.contains("=") ? .unknown : .read }
        if settings.contains(words[1]) { return sql.contains("=") || sql.contains("(") ? .change : .read }
        return .unknown
    }

    /// The text's words in lower case, without what stands in quotes and comments removed by splitting on everything else.
    private static func words(_ sql: String) -> [String] {
        sql.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    }
}
