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

extension ReadingProgram {
    static let sqlite3 = ReadingProgram(
        names: ["sqlite3"], reads: "`SELECT`, `EXPLAIN` and reading `PRAGMA`s of a file, opened read-only.",
        refuses: "Dot commands, `ATTACH`, functions that write or load, input from a file or pipe. What writes is a change, or destroys.",
        accepted: ["sqlite3 data/jarvis.db 'SELECT 1'", "sqlite3 -readonly x.db 'PRAGMA integrity_check'"],
        refused: ["sqlite3 x.db 'DELETE FROM t'", "sqlite3 x.db '.shell id'", "sqlite3 x.db < x.sql"])
}
