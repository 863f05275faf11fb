internal import JSONKit
internal import Runbook
internal import SystemKit
internal import TerminalKit

/// `lint` for people, for machines, and for code hosts.
enum LintOutput {
    static func text(_ reports: [LintReport], _ page: Page) -> String {
        var text = ""
        for report in reports {
            for finding in report.findings {
                let level = page.paint(finding.level.rawValue, finding.level == .error ? .bad : finding.level == .warning ? .warning : .dim)
                text +=
                    "\(Sanitizer.line(report.file)):\(finding.line):\(finding.column): \(level): \(Sanitizer.line(finding.message))\(also(finding)) [\(finding.rule)]\n"
                if let suggestion = finding.suggestion { text += page.paint("    \(suggestion)", .dim) + "\n" }
            }
        }
        let counts = Finding.Level.allCases.map { level in (level, reports.flatMap(\.findings).count { $0.level == level }) }.filter {
            $0.1 > 0
        }
        let total = counts.map { "\($0.1) \($0.0.rawValue)\($0.1 == 1 ? "" : "s")" }.joined(separator: ", ")
        return text + (counts.isEmpty ? "No findings.\n" : "\(total).\n")
    }

    /// " Also in lines 12 and 30.": where the same cause is found again.
    private static func also(_ finding: Finding) -> String {
        guard !finding.alsoLines.isEmpty else { return "" }
        let shown = finding.alsoLines.prefix(5).map(String.init).joined(separator: ", ")
        let more = finding.alsoLines.count > 5 ? " and \(finding.alsoLines.count - 5) more" : ""
        return " Also in line\(finding.alsoLines.count == 1 ? "" : "s") \(shown)\(more)."
    }

    /// Workflow commands of GitHub, one a finding: they show beside the lines of a change.
    static func github(_ reports: [LintReport]) -> String {
        reports.flatMap { report in
            report.findings.map { finding in
                let kind = finding.level == .note ? "notice" : finding.level.rawValue
                let place = "file=\(property(report.placeInRepository)),line=\(finding.line),col=\(report.column(finding))"
                let text = finding.message + also(finding) + (finding.suggestion.map { " " + $0 } ?? "")
                return "::\(kind) \(place),title=\(property(finding.rule))::\(data(text))\n"
            }
        }.joined()
    }

    private static func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String { data(text).replacing(":", with: "%3A").replacing(",", with: "%2C") }

    static func json(_ reports: [LintReport]) -> JSONValue {
        let findings = reports.flatMap { report in
            report.findings.map { finding -> JSONValue in
                [
                    "rule": finding.rule.json, "severity": finding.level.rawValue.json, "message": finding.message.json,
                    "file": report.file.json,
                    "line": finding.line.json, "column": finding.column.json, "suggestion": finding.suggestion.json,
                    "also_lines": .array(finding.alsoLines.map(\.json)),
                ]
            }
        }
        return ["schema": "jarvis-ops/lint/v1", "findings": .array(findings)]
    }

    /// SARIF 2.1.0, one run.
    static func sarif(_ reports: [LintReport]) -> JSONValue {
        let results = reports.flatMap { report in
            report.findings.map { finding -> JSONValue in
                [
                    "ruleId": finding.rule.json, "level": finding.level.rawValue.json,
                    "message": ["text": (finding.message + also(finding) + (finding.suggestion.map { " " + $0 } ?? "")).json],
                    "locations": [
                        [
                            "physicalLocation": [
                                "artifactLocation": ["uri": PercentEncoding.encode(report.placeInRepository, keeping: "/").json],
                                "region": ["startLine": finding.line.json, "startColumn": report.column(finding).json],
                            ]
                        ]
                    ],
                ]
            }
        }
        let rules =
            Lint.rules.map { rule -> JSONValue in ["id": rule.id.json, "shortDescription": ["text": rule.summary.json]] }
            + ReaderFinding.all.map { finding -> JSONValue in ["id": finding.id.json, "shortDescription": ["text": finding.summary.json]] }
        return [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [
                [
                    "tool": ["driver": ["name": "jarvis-ops", "version": ProgramVersion.current.json, "rules": .array(rules)]],
                    "columnKind": "utf16CodeUnits", "results": .array(results),
                ]
            ],
        ]
    }
}
