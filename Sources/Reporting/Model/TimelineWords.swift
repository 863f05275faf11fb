internal import JSONKit
internal import Journal
internal import Runbook
internal import SystemKit

/// A row of the journal in words.
struct TimelineWords {
    private let run: RunHistory
    private let runbook: Runbook

    init(_ run: RunHistory, _ runbook: Runbook) {
        self.run = run
        self.runbook = runbook
    }

    /// nil for a row that says nothing beside another one.
    func entry(_ row: JournalRow) -> TimelineEntry? {
        let by = People.name(row.body["by"]?.object).map { "by \($0)" } ?? ""
        switch row.said {
        case .began(let opening):
            let entry = make(row, .run, .neutral, "Began: \(opening.command.isEmpty ? run.command : opening.command)", by)
            // A diagnosis is written down when it is over, and says when it began.
            return opening.startedAt.map { entry.moved(to: $0, since: run.startedAt) } ?? entry
        case .resumed: return make(row, .run, .neutral, "Resumed", by)
        case .interrupted(let ending): return make(row, .run, .warning, "Interrupted by a signal", code(ending))
        case .ended(let ending):
            let outcome = ending.outcome ?? "ended"
            let words = [code(ending), ending.because ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
            return make(row, .run, Tone(outcome), "Ended: \(outcome)", words)
        case .abandoned(let because, _):
            let word = because == RunHistory.takenBack ? because : "abandoned"
            return make(row, .run, .warning, "Closed: \(row.body["outcome"]?.text ?? word)", by)
        case .adopted(let told):
            return make(row, .run, .warning, "Adopted a damaged journal: \(told["reason"]?.text ?? "")", by)
        case .looked(let look):
            let state = look.state.isEmpty ? "unknown" : look.state
            return make(row, .look, Tone(state), "Looked: \(look.id.isEmpty ? "a probe" : look.id): \(state)", look.summary)
        case .judged(let verdict):
            let title = runbook.incident(verdict.incident)?.title ?? verdict.incident
            return make(row, .verdict, Tone(verdict.verdict), "Verdict: \(title): \(verdict.verdict)", verdict.because)
        case .smoke(let word):
            if word.result == "first-enable" { return make(row, .verdict, .neutral, "Smoke checks allow a first enabling of sync", "") }
            return make(row, .verdict, word.passed ? .good : .bad, "Smoke checks \(word.passed ? "passed" : "failed")", "")
        case .noted(let word): return make(row, .other, .neutral, "Noted: \(word.text)", by)
        case .decided:
            let decision = ReportedDecision(row)
            return make(row, .decision, Tone(decision.verdict), "Decided: \(row.step ?? "the plan"): \(decision.verdict)", decision.because)
        case .given(let approval):
            let what = approval.name.map { "“\($0)”" } ?? "the changes"
            let means = approval.means == "option" ? "by an option on the command line" : "typed at a prompt"
            let terminal = approval.terminal.map { " (\($0))" } ?? ""
            return make(row, .approval, .neutral, "Approved: \(what), by \(People.name(row.body) ?? "somebody")\(terminal)", means)
        // Given and spent are written together.
        case .spent: return nil
        case .intended(let intent): return make(row, .step, .neutral, "Begun: \(intent.step)", title(intent.step, intent.title))
        case .settled(let ending): return entry(row, ending)
        // Of a step whose name is gone.
        case .other where row.table == .steps:
            return entry(row, StepEnding("a step", row.event, title: row.body["title"]?.text, because: row.body["because"]?.text ?? ""))
        case .turned, .acknowledged, .lock, .other:
            let because = row.body["because"]?.text ?? ""
            if row.table == .runs { return make(row, .run, .neutral, row.event, because) }
            return make(row, .other, .neutral, "\(row.table.rawValue): \(row.event)", because)
        }
    }

    private func code(_ ending: RunEnding) -> String { ending.exitCode.map { "exit code \($0)" } ?? "" }

    private func title(_ step: String, _ said: String?) -> String {
        said.flatMap { $0.isEmpty ? nil : $0 } ?? runbook.step(step)?.step.title ?? step
    }

    private func entry(_ row: JournalRow, _ ending: StepEnding) -> TimelineEntry {
        var heading = "\(ending.state.capitalized): \(ending.step)"
        if ending.by?["person"]?.bool == true, ending.word != "nobody" {
            heading += ", in the word of \(People.name(ending.by) ?? "a person")"
            if let word = ending.word, word != ending.state { heading += " (\(word))" }
        }
        let because = ending.because.isEmpty ? title(ending.step, ending.title) : ending.because
        let detail = [because, ending.reason ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
        return make(row, .step, Tone(ending.word == "declined" ? "declined" : ending.state), heading, detail)
    }

    // MARK: - Many alike

    /// - Parameter rows: at least one.
    func folded(_ rows: [JournalRow]) -> TimelineEntry {
        let word: (JournalRow) -> String = { row in
            switch row.table {
            case .observations where row.event == "recorded": row.body["state"]?.text ?? "unknown"
            case .observations: row.body["verdict"]?.text ?? row.event
            case .decisions: row.body["verdict"]?.text ?? row.event
            default: row.event == "intended" ? "begun" : row.event
            }
        }
        var counts: [(word: String, count: Int)] = []
        for row in rows {
            let word = word(row)
            if let index = counts.firstIndex(where: { $0.word == word }) { counts[index].count += 1 } else { counts.append((word, 1)) }
        }
        let numbers = counts.map { "\($0.count) \($0.word)" }.joined(separator: ", ")
        let troubles = rows.filter { [.bad, .warning].contains(Tone(word($0))) }
        let worstFirst = troubles.filter { Tone(word($0)) == .bad } + troubles.filter { Tone(word($0)) != .bad }
        let named = worstFirst.prefix(5).map { row in row.step ?? row.body["incident"]?.text ?? row.body["id"]?.text ?? "row \(row.seq)" }
        let more = troubles.count > named.count ? " and \(troubles.count - named.count) more" : ""
        let tone: Tone = troubles.isEmpty ? .neutral : troubles.contains { Tone(word($0)) == .bad } ? .bad : .warning
        let (kind, subject): (TimelineEntry.Kind, String) =
            switch rows.first?.table {
            case .observations where rows.first?.event == "recorded": (.look, "Looked with \(rows.count) probes")
            case .observations: (.verdict, "\(rows.count) verdicts")
            case .decisions: (.decision, "\(rows.count) decisions")
            case .approvals: (.approval, "\(rows.count) approvals")
            case .steps: (.step, "\(rows.count) steps \(rows.first.map { Timeline.family($0) } ?? "")")
            case .runs, nil: (.other, "\(rows.count) rows")
            }
        let first = rows.first?.seq ?? 0
        return TimelineEntry(
            at: rows.first?.at ?? run.startedAt, elapsedMilliseconds: elapsed(rows.first?.at ?? run.startedAt), kind: kind, tone: tone,
            title: "\(subject): \(numbers)", detail: named.isEmpty ? "" : named.joined(separator: ", ") + more,
            rows: first...max(first, rows.last?.seq ?? first), count: rows.count)
    }

    private func elapsed(_ at: Timestamp) -> Int64 { at.milliseconds - run.startedAt.milliseconds }

    private func make(_ row: JournalRow, _ kind: TimelineEntry.Kind, _ tone: Tone, _ title: String, _ detail: String) -> TimelineEntry {
        TimelineEntry(
            at: row.at, elapsedMilliseconds: elapsed(row.at), kind: kind, tone: tone, title: title, detail: detail, rows: row.seq...row.seq,
            count: 1)
    }
}

extension TimelineEntry {
    fileprivate func moved(to at: Timestamp, since start: Timestamp) -> TimelineEntry {
        TimelineEntry(
            at: at, elapsedMilliseconds: at.milliseconds - start.milliseconds, kind: kind, tone: tone, title: title, detail: detail,
            rows: rows,
            count: count)
    }
}
