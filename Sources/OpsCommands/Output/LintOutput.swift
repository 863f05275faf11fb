internal import JSONKit
internal import Runbook
internal import TerminalKit

/// `lint` for people, for machines, and for code hosts.
enum LintOutput {
    static func text(_ reports: [LintReport], _ page: Page) -> String {
        var text = ""
        for report in reports {
            for finding in report.findings {
                let level = page.paint(finding.level.rawValue, finding.level == .error ? .bad : finding.level == .warning ? .warning : .dim)
                text +=
                    "\(Sanitizer.line(report.file)):\(finding.line):\(finding.column): \(level): \(Sanitizer.line(finding.message)) [\(finding.rule)]\n"
                if let suggestion = finding.suggestion { text += page.paint("    \(suggestion)", .dim) + "\n" }
            }
        }
        let counts = Finding.Level.allCases.map { level in (level, reports.flatMap(\.findings).count { $0.level == level }) }.filter {
            $0.1 > 0
        }
        let total = counts.map { "\($0.1) \($0.0.rawValue)\($0.1 == 1 ? "" : "s")" }.joined(separator: ", ")
        return text + (counts.isEmpty ? "No findings.\n" : "\(total).\n")
    }

    static func json(_ reports: [LintReport]) -> JSONValue {
        let findings = reports.flatMap { report in
            report.findings.map { finding -> JSONValue in
                [
                    "rule": finding.rule.json, "severity": finding.level.rawValue.json, "message": finding.message.json,
                    "file": report.file.json,
                    "line": finding.line.json, "column": finding.column.json, "suggestion": finding.suggestion.json,
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
                    "message": ["text": (finding.message + (finding.suggestion.map { " " + $0 } ?? "")).json],
                    "locations": [
                        [
                            "physicalLocation": [
                                "artifactLocation": ["uri": report.file.json],
                                "region": ["startLine": finding.line.json, "startColumn": finding.column.json],
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
                    "tool": ["driver": ["name": "jarvis-ops", "version": JarvisOps.version.json, "rules": .array(rules)]],
                    "columnKind": "utf16CodeUnits", "results": .array(results),
                ]
            ],
        ]
    }
}
