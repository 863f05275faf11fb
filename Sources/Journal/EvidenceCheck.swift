internal import SQLiteKit

/// Compares the kept bytes with what the rows of the chain say of them, in both directions.
struct EvidenceCheck {
    private let names: [Int: (row: Int, table: JournalEntry.Table, sha256: String)]
    private let numberOfHash: [String: Int]
    private(set) var findings: [JournalFinding] = []
    private(set) var count = 0

    init(_ references: [(row: Int, table: JournalEntry.Table, reference: EvidenceReference)]) {
        var names: [Int: (row: Int, table: JournalEntry.Table, sha256: String)] = [:]
        var numberOfHash: [String: Int] = [:]
        for (row, table, reference) in references {
            if names[reference.row] == nil { names[reference.row] = (row, table, reference.sha256) }
            numberOfHash[reference.sha256] = reference.row
        }
        self.names = names
        self.numberOfHash = numberOfHash
    }

    /// Reads the pieces one at a time: together they may be large.
    mutating func run(_ source: some RowSource) throws(SQLiteError) {
        var seen: Set<Int> = []
        // Not by the index, which is one more thing that could have been changed.
        for number in try source.rows("SELECT id FROM evidence NOT INDEXED ORDER BY id").rows.compactMap({ $0.first?.integer }) {
            let piece = try source.rows("SELECT sha256, bytes FROM evidence WHERE id = \(number)").rows.first ?? []
            seen.insert(Int(number))
            count += 1
            check(Int(number), piece)
        }
        for (number, name) in names.sorted(by: { $0.key < $1.key }) where !seen.contains(number) {
            let what = "evidence \(number) is missing, which row \(name.row) of \(name.table.rawValue) names"
            findings.append(JournalFinding(.missing, "evidence", number, what))
        }
    }

    private mutating func check(_ number: Int, _ piece: [SQLiteValue]) {
        guard piece.count == 2, let stored = piece[0].text, case .blob(let bytes) = piece[1] else {
            return add(.edited, number, "the evidence was edited: its values are of another kind")
        }
        let actual = JournalEvidence.digest(bytes)
        if let name = names[number], name.sha256 == actual, stored == actual { return }
        if stored == actual, let home = numberOfHash[stored] {
            add(.outOfOrder, number, "the evidence was kept as number \(home) and stands at number \(number)")
        } else if names[number] == nil {
            add(.added, number, "no row names this evidence: it was added, or the row that named it is gone")
        } else if stored == names[number]?.sha256 {
            add(.edited, number, "the evidence was edited: its bytes no longer give its hash")
        } else if actual == names[number]?.sha256 {
            add(.edited, number, "the hash of the evidence was edited")
        } else {
            add(.edited, number, "the evidence was replaced by another")
        }
    }

    private mutating func add(_ kind: JournalFinding.Kind, _ number: Int, _ message: String) {
        findings.append(JournalFinding(kind, "evidence", number, message))
    }
}
