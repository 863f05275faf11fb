internal import Diagnosis
internal import Execution
internal import JSONKit
internal import Runbook
internal import SystemKit
internal import TerminalKit

/// `diagnose` and `triage` for people.
enum DiagnosisText {
    static func diagnosis(_ diagnosis: IncidentDiagnosis, _ run: DiagnosisRun, _ runbook: Runbook, _ page: Page, verbose: Bool) -> String {
        let incident = diagnosis.incident
        var text = page.paint(incident.title, .emphasis)
        text += "  " + page.paint(word(diagnosis.verdict), Marks.style(diagnosis.verdict))
        text += page.paint("  \(run.startedAt.local), \(DurationText.of(milliseconds: run.durationMilliseconds))", .dim) + "\n"

        text += remarks(run, page)

        var symptoms = TextTable([.init(), .init(), .init()])
        symptoms.indent = 2
        for finding in diagnosis.findings {
            let (mark, style) = Marks.mark(finding.state)
            symptoms.add([.init(mark, style), .init(finding.symptom.text), .init(finding.because)])
        }
        text += section("Symptoms", symptoms, page)

        var probes = TextTable([.init(), .init(), .init("", .right), .init()])
        probes.indent = 2
        for observation in run.observations(of: diagnosis) {
            let (mark, style) = Marks.mark(observation.state)
            let time = observation.state == .notRun ? "" : DurationText.of(milliseconds: observation.durationMilliseconds)
            let id = observation.id.hasPrefix(incident.id + "/") ? String(observation.id.dropFirst(incident.id.count + 1)) : observation.id
            probes.add([.init(mark, style), .init(id), .init(time, .dim), .init(observation.summary)])
            if verbose { for line in evidence(observation) { probes.add([.init(""), .init(""), .init(""), .init(line, .dim)]) } }
            if verbose, let expected = DiagnosisJSON.expectedOutput(observation, runbook) {
                probes.add([.init(""), .init(""), .init(""), .init("the runbook shows: \(expected)", .dim)])
            }
        }
        text += section("Probes", probes, page)

        let next = run.next(diagnosis, runbook)
        guard !next.isEmpty else { return text }
        var steps = TextTable([.init(), .init()])
        steps.indent = 2
        for line in next { steps.add([.init("→", .emphasis), .init(line)]) }
        return text + section("Next", steps, page)
    }

    static func triage(_ triage: Triage, _ run: DiagnosisRun, _ runbook: Runbook, _ page: Page) -> String {
        var table = TextTable([.init("VERDICT"), .init("SCORE", .right), .init("INCIDENT"), .init("BECAUSE")])
        for entry in triage.ranking {
            table.add([
                .init(entry.verdict.rawValue, Marks.style(entry.verdict)), .init("\(entry.score)"), .init(entry.incident.id, .emphasis),
                .init(entry.because),
            ])
        }
        var text = remarks(run, page) + page.render(table)
        if let line = triage.tellsApart { text += "\n" + Sanitizer.line(line) + "\n" }
        if let first = triage.ranking.first, first.verdict == .confirmed { text += "\n→ jarvis-ops diagnose \(first.incident.id)\n" }
        return text
    }

    /// What the engine tells of the containers, whatever was looked for.
    private static func remarks(_ run: DiagnosisRun, _ page: Page) -> String {
        run.remarks.map { page.paint("! ", .warning) + Sanitizer.line($0) + "\n" }.joined()
    }

    static func word(_ verdict: Verdict) -> String {
        switch verdict {
        case .confirmed: "CONFIRMED"
        case .clear: "clear"
        case .unknown: "UNKNOWN"
        }
    }

    /// A probe's output, or its evidence as one line of JSON, at most ten lines of it.
    private static func evidence(_ observation: Observation) -> [String] {
        let output = observation.evidence["output"]?.text ?? JSONWriter.compact.text(.object(observation.evidence))
        let lines = output.split(whereSeparator: \.isNewline)
        return lines.prefix(10).map(String.init) + (lines.count > 10 ? ["… \(lines.count - 10) more lines in -o json"] : [])
    }

    private static func section(_ title: String, _ table: TextTable, _ page: Page) -> String {
        table.rows.isEmpty ? "" : "\n" + page.paint(title, .emphasis) + "\n" + page.render(table)
    }
}
