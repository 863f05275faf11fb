internal import Journal
internal import SystemKit
internal import TerminalKit

extension ReportSections {
    var symptoms: Section? {
        let hasAfter = report.incidents.contains { $0.after != nil }
        var table =
            hasAfter
            ? Table(.init("Incident"), .init("Symptom"), .init("Before"), .init("After"))
            : Table(.init("Incident"), .init("Symptom"), .init("State"), .init("Because"))
        for incident in report.incidents {
            for symptom in incident.symptoms {
                let states =
                    hasAfter
                    ? [standing(symptom.before), standing(symptom.after)]
                    : [Words.state(symptom.before?.state ?? "not looked at"), .text(symptom.before?.because ?? "")]
                table.rows.append([.code(incident.id), .text(symptom.text)] + states)
            }
        }
        return section("symptoms", "Symptoms", table)
    }

    private func standing(_ symptom: RecordedSymptom?) -> Words {
        guard let symptom else { return "not looked at" }
        return Words([.state(symptom.state, Tone(symptom.state))] + (symptom.because.isEmpty ? [] : [.text("– \(symptom.because)")]))
    }

    /// Never left out: that nothing is left is worth a sentence.
    var open: Section {
        guard !report.open.isEmpty || report.resumption != nil else {
            return Section(id: "open", title: "What is left open", blocks: [.paragraph("The journal knows of nothing that is left.")])
        }
        var table = Table(.init("What"), .init("State"), .init("About"))
        for item in report.open.prefix(ReportSections.mostRows) {
            table.rows.append([.code(item.id), .state(item.state), .text(item.text)])
        }
        var blocks: [Block] = table.rows.isEmpty ? [] : [.table(table)]
        if report.open.count > ReportSections.mostRows {
            blocks.append(.paragraph(.text("\(report.open.count - ReportSections.mostRows) more are in the report's JSON.")))
        }
        if let command = report.resumption { blocks.append(.paragraph(Words(.text("To finish the run:"), .code(command)))) }
        return Section(id: "open", title: "What is left open", blocks: blocks)
    }

    var timeline: Section {
        Section(
            id: "timeline", title: "Timeline", blocks: [.paragraph("Times are UTC. Rows are the journal's."), .timeline(report.timeline)])
    }

    /// Where the timeline has folded them into one line.
    var probes: Section? {
        guard report.timeline.contains(where: { $0.kind == .look && $0.count > 1 }) else { return nil }
        var table = Table(.init("Probe"), .init("State"), .init("Took", isNumber: true), .init("What it saw"))
        for probe in report.probes.prefix(ReportSections.mostRows) {
            let took = probe.state == "not-run" ? "" : DurationText.of(milliseconds: probe.durationMilliseconds)
            table.rows.append([.code(probe.id), .state(probe.state), .text(took), .text(probe.summary)])
        }
        return section("probes", "Probes of the last look", table)
    }

    var steps: Section? {
        var table = Table(.init("Step"), .init("State"), .init("What"), .init("Took", isNumber: true), .init("Because"))
        let troubles = report.steps.filter(\.isLeftOpen)
        // What went well gives way to what did not.
        let well = report.steps.filter { !$0.isLeftOpen }.prefix(max(0, ReportSections.mostRows - troubles.count))
        let shown = Set((troubles.prefix(ReportSections.mostRows) + well).map(\.id))
        for step in report.steps where shown.contains(step.id) {
            table.rows.append([
                .code(step.id), .state(step.word == "declined" ? "declined" : step.state), .text(step.title),
                .text(step.durationMilliseconds.map { length($0) } ?? ""), because(step),
            ])
        }
        guard var section = section("steps", "Steps", table) else { return nil }
        if shown.count < report.steps.count {
            section.blocks.append(.paragraph(.text("\(report.steps.count - shown.count) more steps are in the report's JSON.")))
        }
        return section
    }

    private func because(_ step: ReportedStep) -> Words {
        var words: [String] = step.because.isEmpty ? [] : [step.because]
        if let person = step.person { words.append("in the word of \(person)" + (step.word.map { ": \($0)" } ?? "")) }
        if let reason = step.reason { words.append("reason: \(reason)") }
        if step.mayHaveChanged, ["unknown", "failed"].contains(step.state) { words.append("something may have changed") }
        return .text(words.joined(separator: "; "))
    }

    var decisions: Section? {
        var table = Table(.init("Step"), .init("Decision"), .init("Because"), .init("Objecting rules"), .init("Row", isNumber: true))
        for decision in report.decisions.prefix(ReportSections.mostRows) {
            table.rows.append([
                decision.step.map { .code($0) } ?? "the plan", .state(decision.verdict), .text(decision.because),
                .text(decision.objections.joined(separator: ", ")), .text("\(decision.row)"),
            ])
        }
        return section("decisions", "Decisions of the safety rules", table)
    }

    var approvals: Section? {
        var table = Table(.init("At"), .init("Who"), .init("For"), .init("How"), .init("Used"), .init("Row", isNumber: true))
        for approval in report.approvals {
            let how = [
                approval.means == "option" ? "by an option" : approval.means == "prompt" ? "typed" : approval.means,
                approval.terminal.map { "on \($0)" },
            ]
            table.rows.append([
                .text(approval.at.timeOfDay), .text(approval.person ?? "not known"), approval.name.map { .code($0) } ?? "the changes",
                .text(how.compactMap { $0 }.joined(separator: " ")), .text(approval.isSpent ? "yes" : "no"), .text("\(approval.row)"),
            ])
        }
        let own = report.steps.filter { $0.person != nil }
        var people = Table(.init("At"), .init("Who"), .init("Step"), .init("Said"), .init("Reason"))
        for step in own {
            people.rows.append([
                .text((step.ended ?? step.began)?.timeOfDay ?? ""), .text(step.person ?? ""), .code(step.id),
                .state(step.word ?? step.state),
                .text(step.reason ?? ""),
            ])
        }
        let blocks = [table, people].filter { !$0.rows.isEmpty }.map { Block.table($0) }
        return blocks.isEmpty ? nil : Section(id: "approvals", title: "Who decided", blocks: blocks)
    }

    var notifications: Section? {
        var table = Table(.init("At"), .init("Channel"), .init("State"), .init("What"), .init("Run"))
        for one in report.notifications {
            table.rows.append([.text(one.at.rfc3339), .text(one.channel), .state(one.state), .text(one.because), .code(one.run)])
        }
        return section("notifications", "Notifications", table)
    }

    var notes: Section? {
        var table = Table(.init("At"), .init("Who"), .init("What was done by hand"), .init("Run"))
        for note in report.notes {
            table.rows.append([.text(note.at.rfc3339), .text(note.person ?? "not known"), .text(note.text), .code(note.run)])
        }
        return section("notes", "Notes", table)
    }

    var evidence: Section? {
        var table = Table(
            .init("Evidence"), .init("SHA-256"), .init("Bytes kept", isNumber: true), .init("Left out", isNumber: true),
            .init("Row", isNumber: true),
            .init("Now"))
        for piece in report.evidence {
            table.rows.append([
                .code(piece.name), .code(piece.sha256), .text("\(piece.bytes)"), .text("\(piece.leftOut)"), .text("\(piece.row)"),
                .state(piece.state),
            ])
        }
        guard var section = section("evidence", "Evidence", table) else { return nil }
        section.blocks.insert(
            .paragraph("Kept in the journal. “whole” means that the bytes gave this hash when the report was written."), at: 0)
        return section
    }

    var checklist: Section? {
        guard !report.checklist.isEmpty else { return nil }
        let items = report.checklist.map { item in
            Words([.text(item.text)] + (item.note.map { [.text("– \($0)")] } ?? []))
        }
        return Section(id: "post-incident", title: "Post-incident", blocks: [.checklist(items)])
    }

    var audit: Section {
        let audit = report.audit
        var facts: [(name: String, value: Words)] = []
        if let warning = audit.warning {
            facts.append(("Warning", Words(.state("changed", .bad), .text("\(warning): what stands here may not be what was written"))))
        }
        if let words = audit.historyWords { facts.append(("Told from", .text("the \(words)"))) }
        facts.append(("This run", .text("rows \(audit.firstRow) to \(audit.lastRow)")))
        facts.append(("Hash of its last row", .code(audit.lastHash)))
        if let head = audit.head {
            facts.append(("Journal", .text("\(head.rows) rows when this was written")))
            facts.append(("Head", .code(head.hash)))
        }
        let words: Words = Words(
            .text("Kept elsewhere, this shows later whether the journal still continues what is told here. To check it:"),
            .code("jarvis-ops audit verify"))
        return Section(id: "audit", title: "Audit", blocks: [.paragraph(words), .facts(facts)])
    }

    func section(_ id: String, _ title: String, _ table: Table) -> Section? {
        table.rows.isEmpty ? nil : Section(id: id, title: title, blocks: [.table(table)])
    }
}
