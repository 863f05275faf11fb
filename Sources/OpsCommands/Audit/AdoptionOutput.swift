internal import JSONKit
internal import Journal
internal import TerminalKit

/// `audit adopt` for people and machines.
struct AdoptionOutput {
    let directory: String
    /// What was found wrong; nothing where there is nothing to adopt.
    let check: JournalVerification
    let reason: String
    var isDry = false
    /// nil where nothing was adopted.
    var run: String?
    var adopted: Journal.Adopted?

    var json: JSONValue {
        [
            "schema": "jarvis-ops/audit-adopted/v1", "directory": directory.json, "adopted": (adopted != nil).json,
            "run": adopted == nil ? .null : run.json, "reason": reason.json,
            "state": (check.isAbsent ? "absent" : check.isWhole ? "whole" : "tampered").json,
            "findings": .array(check.findings.map(AuditOutput.json)), "anchored": AuditLine.json(check.anchored),
            "head": AuditLine.json(check.head), "put_aside": (adopted?.putAside).json, "audit": AuditLine.json(adopted?.head),
        ]
    }

    func text(_ page: Page) -> String {
        let place = Sanitizer.line(directory)
        if check.isWhole {
            return check.isAbsent
                ? "There is no journal in \(place): nothing to adopt.\n" : "The journal in \(place) verifies: nothing to adopt.\n"
        }
        if isDry { return AuditOutput.text(check, directory, page) + "\nIt would be adopted; a dry run changes nothing.\n" }
        guard let adopted else { return "The journal in \(place) verifies by now: nothing to adopt.\n" }
        let count = check.findings.count
        var text = page.paint("✓", .good) + " A new chain begins in \(place), after \(count) finding\(count == 1 ? "" : "s").\n"
        if let name = adopted.putAside { text += "  The damaged journal is kept as \(Sanitizer.line(name)); its runs are still shown.\n" }
        text += "  What was recorded before satisfies no rule: run the smoke checks again before anything is turned on.\n"
        text += page.paint("  old head  \(check.head.hash), \(check.head.rows) rows", .dim) + "\n"
        if let anchored = check.anchored, anchored != check.head {
            text += page.paint("  its anchor  \(anchored.hash), \(anchored.rows) rows", .dim) + "\n"
        }
        return text + page.paint(AuditLine.text(run: run ?? "", adopted.head), .dim) + "\n"
    }
}
