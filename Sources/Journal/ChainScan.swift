internal import DigestKit
internal import SQLiteKit

/// One pass over the rows of all five tables in the order of the chain. It keeps one row at a time, whatever the journal holds, and hashes
/// the bytes as they lie in the file.
struct ChainScan {
    private let tables: [(name: JournalEntry.Table, rows: SQLiteCursor)]
    /// Where each table stands; nil at its end.
    private var places: [Int64?] = []
    /// The table whose row is looked at, and which is gone on in before the next one.
    private var current: Int?
    /// As 64 hexadecimal digits: of the row before, all zeros before the first.
    private(set) var hash = Array(JournalHead.empty.hash.utf8)
    private var previous: [UInt8] = []
    private var bytes: [UInt8] = []
    private var digits: [UInt8] = []
    private var digest: [UInt8] = []

    /// - Parameter place: the first row's least place.
    init(_ source: some RowSource, from place: Int64 = .min) throws(JournalError) {
        var tables: [(JournalEntry.Table, SQLiteCursor)] = []
        do throws(SQLiteError) {
            for table in JournalEntry.Table.allCases {
                let sql = "SELECT \(ChainRow.columns) FROM \(table.rawValue) NOT INDEXED WHERE seq >= ?1 ORDER BY seq"
                tables.append((table, try source.cursor(sql, [.integer(place)])))
            }
        } catch { throw JournalError(error) }
        self.tables = tables
        for index in tables.indices { places.append(try ChainScan.step(tables[index].1)) }
    }

    private static func step(_ rows: SQLiteCursor) throws(JournalError) -> Int64? {
        // A row id is always a number.
        do { return try rows.next() ? rows.integer(0) ?? .min : nil } catch { throw JournalError(error) }
    }

    /// One row, as far as the chain is concerned.
    struct Link {
        let seq: Int64
        /// Whether it gives its hash at this place, and all its values are of the kind that is written.
        let isIntact: Bool
        /// Whether it names the row that was looked at before; of the first one, none.
        let follows: Bool
    }

    /// nil after the last row.
    mutating func next() throws(JournalError) -> Link? {
        if let current { places[current] = try ChainScan.step(tables[current].rows) }
        var least: (index: Int, seq: Int64)?
        for (index, place) in places.enumerated() {
            if let place, place < least?.seq ?? .max { least = (index, place) }
        }
        current = least?.index
        guard let least else { return nil }
        let isReadable = read(tables[least.index].name, tables[least.index].rows, least.seq)
        let follows = previous == hash
        SHA256.hex(bytes, into: &digits, &digest)
        var stored: [UInt8] = []
        tables[least.index].rows.append(Self.hashColumn, to: &stored)
        hash = stored
        return Link(seq: least.seq, isIntact: isReadable && stored == digits, follows: follows)
    }

    /// The evidence column of the row that was looked at last, and which row that was; nil where it names none.
    var evidence: (text: [UInt8], table: JournalEntry.Table)? {
        guard let current, let length = tables[current].rows.textLength(Self.evidenceColumn), length > 2 else { return nil }
        return tables[current].rows.bytes(Self.evidenceColumn).map { ($0, tables[current].name) }
    }

    private static let evidenceColumn = 6
    private static let previousColumn = 7
    private static let hashColumn = 8

    /// The bytes that the row's hash covers (`ChainRow.digest`); false when a value is of another kind, or no UTF-8.
    private mutating func read(_ table: JournalEntry.Table, _ row: SQLiteCursor, _ seq: Int64) -> Bool {
        bytes.removeAll(keepingCapacity: true)
        bytes += Self.title
        field(table.rawValue)
        field(String(seq))
        guard text(row, 1) else { return false }
        if row.isNull(2) { bytes += "-\n".utf8 } else { guard text(row, 2) else { return false } }
        guard text(row, 3), let at = row.integer(4) else { return false }
        field(String(at))
        guard text(row, 5), text(row, Self.evidenceColumn), text(row, Self.previousColumn), row.textLength(Self.hashColumn) != nil else {
            return false
        }
        previous.removeAll(keepingCapacity: true)
        row.append(Self.previousColumn, to: &previous)
        return true
    }

    private static let title = Array("jarvis-ops journal 1\n".utf8)

    private mutating func field(_ text: String) {
        bytes += "\(text.utf8.count):".utf8
        bytes += text.utf8
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func text(_ row: SQLiteCursor, _ column: Int) -> Bool {
        guard let length = row.textLength(column) else { return false }
        bytes += "\(length):".utf8
        let start = bytes.count
        row.append(column, to: &bytes)
        let isText = Self.isUTF8(bytes[start...])
        bytes.append(UInt8(ascii: "\n"))
        return isText
    }

    /// Bytes that are not would be shown as others.
    private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        var all: UInt8 = 0
        for byte in bytes { all |= byte }
        return all < 0x80 || String(validating: bytes, as: UTF8.self) != nil
    }
}
