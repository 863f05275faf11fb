/// The functions of SQLite that compute and do nothing else.
enum SQLFunctions {
    /// Whether everything in front of a parenthesis is a word of SQL or a known function. The program sqlite3 adds functions that write
    /// files and run programs, and an extension may add any.
    static func areKnown(in sql: String) -> Bool {
        var word = ""
        // Whether a space stands behind the word: the next letter begins another one.
        var isOver = false
        for character in sql.lowercased() {
            if character == "(" {
                guard word.isEmpty || words.contains(word) else { return false }
                word = ""
            } else if character.isLetter || character.isNumber || character == "_" || character == "$" {
                if isOver { word = "" }
                word.append(character)
                isOver = false
            } else if character.isWhitespace {
                isOver = true
            } else if !"\"`[]'".contains(character) {
                // Quotes may stand around a function's name; everything else ends it.
                word = ""
            }
        }
        return true
    }

    private static let words: Set<String> = [
        // SQL
        "select", "from", "where", "and", "or", "not", "in", "exists", "values", "as", "on", "using", "case", "when", "then", "else", "by",
        "having", "limit", "offset", "join", "union", "all", "except", "intersect", "distinct", "over", "filter", "between", "like", "glob",
        "is",
        "materialized", "with", "key", "unique", "check", "default",
        // Functions
        "abs", "avg", "cast", "coalesce", "count", "date", "datetime", "group_concat", "hex", "ifnull", "iif", "instr", "json",
        "json_array_length",
        "json_extract", "json_type", "json_valid", "julianday", "length", "lower", "ltrim", "max", "min", "nullif", "printf", "format",
        "quote",
        "round", "row_number", "rtrim", "sqlite_version", "strftime", "substr", "substring", "sum", "time", "total", "trim", "typeof",
        "unicode",
        "unixepoch", "upper",
        // Pragmas as tables: SQLite offers only those that report.
        "pragma_table_info", "pragma_index_list", "pragma_index_info", "pragma_foreign_key_list", "pragma_database_list",
        "pragma_compile_options", "pragma_integrity_check", "pragma_quick_check", "pragma_table_list",
    ]
}
