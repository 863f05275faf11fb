/// One value of a row, in SQLite's five storage classes.
public enum SQLiteValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case real(Double)
    /// Bytes that are not UTF-8 are replaced; `SQLiteRows.repairedTexts` counts such values.
    case text(String)
    case blob([UInt8])

    /// The whole number, when it is one.
    public var integer: Int64? {
        if case .integer(let value) = self { return value }
        return nil
    }

    /// Integers and reals as a number.
    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        default: nil
        }
    }

    /// The text, when it is one.
    public var text: String? {
        if case .text(let value) = self { return value }
        return nil
    }
}

/// What a query gave.
public struct SQLiteRows: Sendable, Equatable {
    /// Names as the statement gives them; they may repeat.
    public var columns: [String] = []
    /// Each row has as many values as there are columns.
    public var rows: [[SQLiteValue]] = []
    /// True when there were more rows than the limit let through.
    public var truncated = false
    /// Rows SQLite delivered, the one beyond the limit included: reading stops there.
    public var totalRows = 0
    /// Texts and blobs that were cut at the value limit.
    public var cutValues = 0
    /// Texts that were not valid UTF-8.
    public var repairedTexts = 0

    public init() {}
}
