/// Judges a runbook: what the reader noticed, and what the rules find.
public enum Lint {
    /// All rules, in the order of their ids.
    public static let rules: [any LintRule] = [
        CreatesItsTarget(), CriticalWithoutDiagnosis(), DestructiveWithoutVerification(), DuplicateIncident(),
        EndlessCommand(), GlobInGet(), HardCodedPath(), HTTPWithoutDeadline(), IncidentWithoutDiagnosis(),
        MissingHelperFile(),
        NoCatalog(), ObservesTheProbe(), RestartAfterFlag(), RuleNotEnforced(), SecretInTitle(), SeverityWithoutRow(), UnclassifiedStep(),
        UnclosedFence(),
        UnknownSeverity(), UnmeasurableSymptom(),
    ]

    /// Findings in the order of the text; those of one place by rule. The same runbook always gives the same list.
    public static func findings(_ runbook: Runbook, _ context: LintContext = .textOnly) -> [Finding] {
        let all = runbook.findings + rules.flatMap { $0.check(runbook, context) }
        return together(all.sorted { ($0.line, $0.column, $0.rule, $0.message) < ($1.line, $1.column, $1.rule, $1.message) })
    }

    /// One finding for one cause, at its first place.
    private static func together(_ findings: [Finding]) -> [Finding] {
        var result: [Finding] = []
        var places: [String: Int] = [:]
        for finding in findings {
            let key = finding.rule + "\0" + finding.cause
            if let first = places[key] {
                if result[first].alsoLines.last ?? result[first].line != finding.line { result[first].alsoLines.append(finding.line) }
                result[first].fixes += finding.fixes
            } else {
                places[key] = result.count
                result.append(finding)
            }
        }
        return result
    }
}
