internal import JSONKit
internal import Journal
internal import SystemKit
internal import TerminalKit

/// `audit verify` for people and machines.
enum AuditOutput {
    static func json(_ check: JournalVerification, _ directory: String) -> JSONValue {
        return [
            "schema": "jarvis-ops/audit/v1", "directory": directory.json,
            "state": (check.isAbsent ? "absent" : check.isWhole ? "whole" : "tampered").json, "rows": check.head.rows.json,
            "head": check.head.hash.json, "evidence": check.evidence.json, "anchor": AuditLine.json(check.anchored),
            "findings": .array(check.findings.map(json)), "adoption": check.adoption.map(json) ?? .null,
        ]
    }

    static func json(_ finding: JournalFinding) -> JSONValue {
        ["kind": finding.kind.rawValue.json, "table": finding.table.json, "row": finding.row.json, "message": finding.message.json]
    }

    private static func json(_ adoption: Adoption) -> JSONValue {
        [
            "run": adoption.run.json, "at": adoption.at.rfc3339.json, "reason": adoption.reason.json, "by": adoption.by.json,
            "put_aside": adoption.putAside.json, "findings": adoption.findings.json, "anchored": AuditLine.json(adoption.anchored),
            "head": AuditLine.json(adoption.head),
        ]
    }

    static func text(_ check: JournalVerification, _ directory: String, _ page: Page) -> String {
        if check.isAbsent { return "There is no journal in \(Sanitizer.line(directory)).\n" }
        let size =
            "\(check.head.rows) row\(check.head.rows == 1 ? "" : "s"), \(check.evidence) piece\(check.evidence == 1 ? "" : "s") of evidence"
        var text = ""
        if check.isWhole {
            text += page.paint("✓", .good) + " Nothing was changed: \(size).\n"
        } else {
            var table = TextTable([.init("FINDING"), .init("TABLE"), .init("ROW", .right), .init("WHAT")])
            for finding in check.findings {
                table.add([
                    .init(finding.kind.rawValue, .bad), .init(finding.table ?? "–"), .init(finding.row.map { "\($0)" } ?? "–"),
                    .init(finding.message),
                ])
            }
            text += table.render(palette: page.palette, width: page.width)
            let count = check.findings.count
            text += "\n" + page.paint("✗", .bad) + " \(count) finding\(count == 1 ? "" : "s") in \(size).\n"
            text += "  Copy \(Sanitizer.line(directory)) as evidence. A new chain after it: \(JournalError.adoption)\n"
        }
        if let adoption = check.adoption {
            let user = adoption.by?["user"]?.text.map { " by \(Sanitizer.line($0))" } ?? ""
            text += "  Rows from before \(adoption.at.rfc3339) were adopted damaged\(user): \(Sanitizer.line(adoption.reason))\n"
            if let name = adoption.putAside { text += "  They are kept in \(Sanitizer.line(name)), and satisfy no rule.\n" }
        }
        text += page.paint("  head    \(check.head.hash)", .dim) + "\n"
        if let anchored = check.anchored, anchored != check.head {
            text += page.paint("  anchor  \(anchored.hash), \(anchored.rows) rows", .dim) + "\n"
        }
        return text
    }
}
