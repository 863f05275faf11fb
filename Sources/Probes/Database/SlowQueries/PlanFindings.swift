internal import SQLiteKit

/// What is slow in a plan (sqlite.org/eqp.html).
struct PlanFindings {
    /// Fewer rows are read faster than an index is used.
    static let scanRows = 100
    /// Rows by table.
    let rows: [String: Int]

    /// What reads the most rows stands first; of those without a number the order stays.
    static func worstFirst(_ findings: [String]) -> [String] {
        findings.enumerated().sorted { (rows(of: $1.element), $0.offset) < (rows(of: $0.element), $1.offset) }.map(\.element)
    }

    /// `… (4000 rows; …)` → 4000.
    private static func rows(of finding: String) -> Int {
        guard let end = finding.firstRange(of: " rows")?.lowerBound else { return 0 }
        return Int(finding[..<end].reversed().prefix(while: \.isNumber).reversed().map(String.init).joined()) ?? 0
    }

    func of(_ plan: StatementPlan, _ source: ExplainedStatement.Source) -> [String] {
        var result: [String] = []
        for line in plan.lines {
            if line.hasPrefix("SCAN ") {
                if let finding = scan(line, source) { result.append(finding) }
            } else if line.hasPrefix("USE TEMP B-TREE") {
                result.append("\(line) (\(source.words))")
            } else if line.contains("AUTOMATIC"), line.contains("INDEX") {
                result.append("\(line): an index is built each time (\(source.words))")
            }
        }
        return result
    }

    private func scan(_ line: String, _ source: ExplainedStatement.Source) -> String? {
        let words = line.split(separator: " ")
        guard words.count > 1, !line.hasPrefix("SCAN CONSTANT ROW") else { return nil }
        let name = String(words[1])
        if case .foreignKey(let table, let columns, _) = source {
            guard let count = rows[table], count > 0 else { return nil }
            return "foreign key \(table).\(columns.joined(separator: ",")) has no index: SCAN \(table) (\(count) rows)"
        }
        // Of an alias the rows are not known; of a subquery there are none.
        guard let count = rows[name] else { return nil }
        guard count >= PlanFindings.scanRows else { return nil }
        if case .index(let index) = source { return "index \(index) does not narrow anything down: SCAN \(name) (\(count) rows)" }
        return "SCAN \(line.dropFirst(5)) (\(count) rows; \(source.words))"
    }
}
