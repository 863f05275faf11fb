/// A statement whose plan is asked for, and where it comes from.
struct ExplainedStatement {
    enum Source {
        case foreignKey(table: String, columns: [String], parent: String)
        case index(String)
        case view(String)
        /// A change to the table, with what its triggers do.
        case triggers(table: String)
        case file(String)

        var words: String {
            switch self {
            case .foreignKey(let table, let columns, _): "foreign key \(table).\(columns.joined(separator: ","))"
            case .index(let name): "index \(name)"
            case .view(let name): "view \(name)"
            case .triggers(let table): "triggers of \(table)"
            case .file(let name): name
            }
        }
    }

    let source: Source
    let sql: String
}

/// The questions that a schema expects to be asked: its foreign keys and indexes say which columns rows are looked up by.
enum RepresentativeStatements {
    static func of(_ tables: [SchemaTable], views: [String], triggering: Set<String>) -> [ExplainedStatement] {
        var result: [ExplainedStatement] = []
        for table in tables {
            let name = SchemaReader.quoted(table.name)
            for key in table.foreignKeys {
                result.append(
                    ExplainedStatement(
                        source: .foreignKey(table: table.name, columns: key.columns, parent: key.parent),
                        sql: "SELECT * FROM \(name) WHERE \(equal(key.columns))"))
            }
            for index in table.indexes {
                result.append(ExplainedStatement(source: .index(index.name), sql: "SELECT * FROM \(name) WHERE \(equal(index.columns))"))
            }
            if triggering.contains(table.name) { result += changes(table) }
        }
        for view in views { result.append(ExplainedStatement(source: .view(view), sql: "SELECT * FROM \(SchemaReader.quoted(view))")) }
        return result
    }

    private static func equal(_ columns: [String]) -> String {
        columns.map { "\(SchemaReader.quoted($0)) = ?" }.joined(separator: " AND ")
    }

    /// Changes of one row, so that what is slow in their plans are the triggers.
    private static func changes(_ table: SchemaTable) -> [ExplainedStatement] {
        let name = SchemaReader.quoted(table.name)
        let one = table.hasRowNumber ? "rowid = ?" : equal(table.key)
        let all = table.columns.map { "\(SchemaReader.quoted($0)) = \(SchemaReader.quoted($0))" }.joined(separator: ", ")
        return ["INSERT INTO \(name) DEFAULT VALUES", "UPDATE \(name) SET \(all) WHERE \(one)", "DELETE FROM \(name) WHERE \(one)"].map {
            ExplainedStatement(source: .triggers(table: table.name), sql: $0)
        }
    }
}
