internal import Diagnosis
internal import MarkdownKit
internal import Runbook
internal import Safety
internal import TerminalKit

/// `list`, `show` and `explain` for people.
enum CatalogText {
    static func list(_ loaded: LoadedRunbook, _ page: Page) -> String {
        let hasFiles = loaded.runbook.incidents.contains { $0.file != nil }
        var table = TextTable(
            [.init("INCIDENT"), .init("SEVERITY"), .init("RESPOND IN"), .init("STEPS", .right), .init("TITLE")]
                + (hasFiles ? [.init("FILE")] : []))
        for incident in loaded.runbook.incidents {
            let policy = loaded.runbook.policy(for: incident.severity)
            let steps =
                Incident.itemCount(incident.diagnosis) + Incident.itemCount(incident.resolution) + Incident.itemCount(incident.rollback)
            table.add(
                [
                    .init(incident.id, .emphasis), .init(incident.severity?.rawValue ?? "–", style(incident.severity)),
                    .init(policy?.responseTimeSeconds.map { DurationText.of(milliseconds: Double($0) * 1000) } ?? "–"), .init("\(steps)"),
                    .init(incident.title),
                ] + (hasFiles ? [.init(incident.file ?? "", .dim)] : []))
        }
        return page.render(table)
    }

    static func show(_ incident: Incident, _ loaded: LoadedRunbook, _ page: Page, withContext: Bool) -> String {
        var text = page.paint(incident.title, .emphasis)
        if let severity = incident.severity { text += "  " + page.paint(severity.rawValue, style(severity)) }
        if let word = incident.severityWord, incident.severity == nil || incident.severityIsByConvention {
            text += page.paint(incident.severity == nil ? "  \(word): no severity" : " (\(word), by convention)", .dim)
        }
        if let policy = loaded.runbook.policy(for: incident.severity) {
            text += page.paint(
                "  \(policy.responseTimeSeconds.map { DurationText.of(milliseconds: Double($0) * 1000) } ?? ""), \(policy.escalation)", .dim
            )
        }
        text += "\n"
        for note in incident.context where note.isProse && !withContext {
            text += "\n" + page.wrapped(note.text, to: page.width ?? 80).map { page.paint($0, nil) }.joined(separator: "\n") + "\n"
        }
        var symptoms = TextTable([.init(), .init()])
        symptoms.indent = 2
        for symptom in incident.symptoms {
            symptoms.add([.init(symptom.text), .init(symptom.check.map { "measured: \($0.name)" } ?? "a question for you", .dim)])
        }
        text += section("Symptoms", symptoms, page)
        var rules = TextTable([.init(), .init()])
        rules.indent = 2
        for rule in incident.safetyRules {
            rules.add([.init(SafetyRule.stating(rule.text)?.id ?? "not enforced", .emphasis), .init(rule.text)])
        }
        text += section("Safety rules", rules, page)
        text += steps("Diagnosis", incident.diagnosis, page)
        text += steps(incident.resolution.contains { $0.id.contains("/recovery.") } ? "Recovery" : "Resolution", incident.resolution, page)
        text += steps("Rollback", incident.rollback, page)
        if withContext { text += context(incident, page) }
        return text
    }

    static func explain(_ step: Step, _ incident: Incident, _ page: Page) -> String {
        var table = TextTable([.init(), .init()])
        func add(_ name: String, _ value: String, _ style: Style? = nil) {
            if !value.isEmpty { table.add([.init(name, .dim), .init(value, style)]) }
        }
        add("step", step.id, .emphasis)
        add("text", step.text)
        add(
            "read as",
            "\(step.action.kind.rawValue)\(EffectWords.action(step.action).isEmpty ? "" : ": " + EffectWords.action(step.action))")
        add("effect", "\(step.effect.rawValue). \(EffectWords.meaning(step.effect))", Marks.style(step.effect))
        add("acts on", step.target ?? "")
        add(
            "when",
            step.condition.map { $0 == .stillFailing ? "only while the diagnosis still fails" : "when you say that it is needed" } ?? "")
        if step.action == .manual { add("by hand", step.line ?? "") }
        add("needs", step.needs.joined(separator: ", "))
        if case .shell = step.action {} else { add("set before", step.context.words) }
        for note in step.notes { add("note", note) }
        add("shows", step.expectedOutput ?? "")
        if let suggestion = step.suggestion {
            add(
                "could do",
                "\(EffectWords.action(suggestion.action)) (\(suggestion.effect.rawValue)\(suggestion.target.map { ", \($0)" } ?? ""))")
        }
        add("approval", EffectWords.approval(step))
        for rule in SafetyRule.applying(to: step, of: incident) { add("rule", "\(rule.id): \(rule.sentence)") }
        add("written at", "line \(step.span.line), column \(step.span.column)")
        return page.render(table)
    }

    /// What was read as no step, in the order of the text.
    private static func context(_ incident: Incident, _ page: Page) -> String {
        var table = TextTable([.init(), .init(), .init()])
        table.indent = 2
        for note in incident.context {
            let beside = note.concerns.map { " (beside \($0))" } ?? ""
            table.add([
                .init("line \(note.span.line)", .dim),
                .init(note.kind == .prohibition ? "forbidden" : "context", note.kind == .prohibition ? .bad : .dim),
                .init(note.text + beside),
            ])
        }
        return section("Read as no step", table, page)
    }

    private static func steps(_ title: String, _ steps: [Step], _ page: Page) -> String {
        var table = TextTable([.init(), .init(), .init(), .init()])
        table.indent = 2
        for step in steps {
            let when = step.condition.map { $0 == .stillFailing ? " [if it still fails]" : " [if needed]" } ?? ""
            let needs = step.needs.isEmpty ? "" : "\nneeds a value: \(step.needs.joined(separator: ", "))"
            let command = (step.action == .manual ? step.line ?? "" : EffectWords.action(step.action)) + needs
            table.add([
                .init(String(step.id.drop { $0 != "/" }.dropFirst()), .emphasis), .init(step.action.kind.rawValue),
                .init(step.effect.rawValue, Marks.style(step.effect)), .init(step.title + when + (command.isEmpty ? "" : "\n" + command)),
            ])
        }
        return section(title, table, page)
    }

    private static func section(_ title: String, _ table: TextTable, _ page: Page) -> String {
        table.rows.isEmpty ? "" : "\n" + page.paint(title, .emphasis) + "\n" + page.render(table)
    }

    static func style(_ severity: Severity?) -> Style? {
        switch severity {
        case .critical: .bad
        case .high: .warning
        default: nil
        }
    }
}
