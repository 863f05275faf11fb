/// Which pragmas may be asked (sqlite.org/pragma.html). Many of them read without an argument and write with one.
enum PragmaRules {
    /// Why the pragma is refused, or nil when it is allowed.
    static func refusal(name: String, argument: String?) -> String? {
        let name = name.lowercased()
        if readsWithAnyArgument.contains(name) { return nil }
        guard readsWithoutArgument.contains(name) else { return "PRAGMA \(name) is not allowed in a read-only query" }
        return argument == nil ? nil : "PRAGMA \(name) with a value is not allowed in a read-only query"
    }
}

/// The argument only names what to look at, or how much of it.
private let readsWithAnyArgument: Set = [
    "collation_list", "compile_options", "database_list", "foreign_key_check", "foreign_key_list", "freelist_count",
    "function_list", "index_info", "index_list", "index_xinfo", "integrity_check", "module_list", "page_count",
    "pragma_list", "quick_check", "table_info", "table_list", "table_xinfo", "data_version",
]

private let readsWithoutArgument: Set = [
    "analysis_limit", "application_id", "auto_vacuum", "busy_timeout", "cache_size", "cache_spill", "cell_size_check",
    "encoding", "foreign_keys", "journal_mode", "journal_size_limit", "locking_mode", "max_page_count", "mmap_size",
    "page_size", "query_only", "recursive_triggers", "schema_version", "secure_delete", "synchronous", "temp_store",
    "threads", "trusted_schema", "user_version", "wal_autocheckpoint", "writable_schema",
]
