internal import SQLiteKit

/// The check of a whole journal, part by part.
struct Verifier {
    let anchor: Anchor.Found
    var findings: [JournalFinding] = []
    private var head = JournalHead.empty
    private var evidence = 0
    private var adoption: Adoption?

    init(anchor: Anchor.Found) { self.anchor = anchor }

    var result: JournalVerification {
        var anchored: JournalHead?
        if case .head(let head) = anchor { anchored = head }
        return JournalVerification(
            findings: findings, head: head, anchored: anchored, evidence: evidence, adoption: adoption, isAbsent: false)
    }

    mutating func examine(_ source: some RowSource) throws(JournalError) {
        do throws(SQLiteError) {
            try examineParts(source)
        } catch {
            // What the file makes impossible is a finding; what the machine makes impossible is an error.
            switch error.kind {
            case .statement, .noSuchTable, .corrupt, .notADatabase:
                findings.append(JournalFinding(.damaged, "journal", nil, "the journal cannot be read: \(error)"))
            default: throw JournalError(error)
            }
        }
    }

    private mutating func examineParts(_ source: some RowSource) throws(SQLiteError) {
        let state = try JournalSchema.look(source)
        // Killed while it was made: there is nothing yet.
        if state.isEmpty, anchor == .missing { return }
        findings += state.faults.map { JournalFinding($0.message.hasSuffix("was added") ? .added : .edited, "schema", nil, $0.message) }
        let pages = try source.rows("PRAGMA integrity_check").rows.compactMap { $0.first?.text }
        if pages != ["ok"] {
            findings += pages.prefix(10).map { JournalFinding(.damaged, "journal", nil, "SQLite's integrity check: \($0)") }
        }
        adoption = Adoption.first(of: source)
        // What is wrong is named by whoever keeps all of it in mind; that nothing is wrong shows in one pass.
        if findings.isEmpty, let quick = try? SoundJournal(source, anchor) {
            (head, evidence) = (quick.head, quick.evidence)
            return
        }
        let missing = Set(state.faults.filter { $0.message.hasSuffix("is missing") }.map(\.name))
        var chain = ChainCheck()
        for table in JournalEntry.Table.allCases where !missing.contains(table.rawValue) {
            try chain.load(table, from: source)
        }
        findings += chain.findings(anchor)
        head = chain.head
        guard !missing.contains("evidence") else { return }
        var pieces = EvidenceCheck(chain.references)
        try pieces.run(source)
        findings += pieces.findings
        evidence = pieces.count
    }
}
