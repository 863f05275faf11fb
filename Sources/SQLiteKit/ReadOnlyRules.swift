internal import CSQLite

/// What SQLite says a statement is about to do, as it compiles it (sqlite.org/c3ref/c_alter_table.html).
struct StatementAction {
    /// `SQLITE_READ`, `SQLITE_ATTACH`, …
    let code: Int32
    /// Its two operands; what they mean depends on the code.
    let first: String?
    let second: String?
}

/// The allow-list: what a statement may do. Everything that is not named here is refused, so that an action of a later
/// SQLite is refused until someone has looked at it.
///
/// `sqlite3_stmt_readonly` alone would let through ATTACH, `load_extension`, BEGIN IMMEDIATE and VACUUM INTO; this list alone
/// would miss what is compiled without being announced. `Connection` asks for both.
enum ReadOnlyRules {
    /// Why the action is refused, or nil when it is allowed.
    static func refusal(_ action: StatementAction) -> String? {
        switch action.code {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return nil
        case SQLITE_FUNCTION:
            let name = (action.second ?? "").lowercased()
            return refusedFunctions.contains(name) ? "the function \(name) is not allowed" : nil
        // Setting up a table-valued function (json_each, pragma_table_info) is announced like this. A statement that really means
        // it is not read-only in SQLite's own eyes, which is the second half of the proof.
        case SQLITE_UPDATE where action.first == "sqlite_master": return nil
        case SQLITE_PRAGMA: return PragmaRules.refusal(name: action.first ?? "", argument: action.second)
        default: return (names[action.code] ?? "this statement") + " is not allowed in a read-only query"
        }
    }
}

/// Built-in functions that reach outside the query: code from a file, a tokenizer's address, the error log.
private let refusedFunctions: Set = ["load_extension", "fts3_tokenizer", "sqlite_log", "readfile", "writefile", "edit"]

private let names: [Int32: String] = [
    SQLITE_INSERT: "INSERT", SQLITE_UPDATE: "UPDATE", SQLITE_DELETE: "DELETE", SQLITE_ATTACH: "ATTACH", SQLITE_DETACH: "DETACH",
    SQLITE_TRANSACTION: "a transaction", SQLITE_SAVEPOINT: "a savepoint", SQLITE_ANALYZE: "ANALYZE", SQLITE_REINDEX: "REINDEX",
    SQLITE_ALTER_TABLE: "ALTER TABLE", SQLITE_CREATE_TABLE: "CREATE TABLE", SQLITE_CREATE_TEMP_TABLE: "CREATE TEMP TABLE",
    SQLITE_CREATE_INDEX: "CREATE INDEX", SQLITE_CREATE_VIEW: "CREATE VIEW", SQLITE_CREATE_TRIGGER: "CREATE TRIGGER",
    SQLITE_DROP_TABLE: "DROP TABLE", SQLITE_DROP_INDEX: "DROP INDEX", SQLITE_CREATE_VTABLE: "CREATE VIRTUAL TABLE",
]
