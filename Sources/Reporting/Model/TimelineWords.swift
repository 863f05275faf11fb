internal import JSONKit
internal import Journal
internal import Runbook
internal import SystemKit

/// A row of the journal in words.
struct TimelineWords {
    private let run: RecordedRun
    private let runbook: Runbook

    init(_ run: RecordedRun, _ runbook: Runbook) {
        self.run = run
        self.runbook = runbook
    }

    /// nil for a row that says nothing beside another one.
    func entry(_ row: JournalRow) -> TimelineEntry? {
        let body = row.body
        let because = body["because"]?.text ?? ""
        switch (row.table, row.event) {
        case (.runs, _): return ofRun(row)
        case (.observations, "recorded"):
            let state = body["state"]?.text ?? "unknown"
            let name = body["id"]?.text ?? row.step ?? "a probe"
            return make(row, .look, Tone(state), "Looked: \(name): \(state)", body["summary"]?.text ?? "")
        case (.observations, "verdict"):
            let verdict = body["verdict"]?.text ?? "unknown"
            let id = body["incident"]?.text ?? ""
            return make(row, .verdict, Tone(verdict), "Verdict: \(runbook.incident(id)?.title ?? id): \(verdict)", because)
        case (.observations, "smoke"):
            let passed = body["passed"]?.bool == true
            if body["result"]?.text == "first-enable" {
                return make(row, .verdict, .neutral, "Smoke checks allow a first enabling of sync", "")
            }
            return make(row, .verdict, passed ? .good : .bad, "Smoke checks \(passed ? "passed" : "failed")", "")
        case (.observations, RecordedNote.event):
            let by = People.name(body["by"]?.object).map { "by \($0)" } ?? ""
            return make(row, .other, .neutral, "Noted: \(body["text"]?.text ?? "")", by)
        case (.decisions, _):
            let decision = ReportedDecision(row)
            return make(row, .decision, Tone(decision.verdict), "Decided: \(row.step ?? "the plan"): \(decision.verdict)", decision.because)
        case (.approvals, "given"):
            let what = body["name"]?.text.map { "“\($0)”" } ?? "the changes"
            let means = body["means"]?.text == "option" ? "by an option on the command line" : "typed at a prompt"
            let terminal = body["tty"]?.text.map { " (\($0))" } ?? ""
            return make(row, .approval, .neutral, "Approved: \(what), by \(People.name(body) ?? "somebody")\(terminal)", means)
        // Given and spent are written together.
        case (.approvals, "spent"): return nil
        case (.steps, _): return ofStep(row)
        default: return make(row, .other, .neutral, "\(row.table.rawValue): \(row.event)", because)
        }
    }

    private func ofRun(_ row: JournalRow) -> TimelineEntry {
        let body = row.body
        let by = People.name(body["by"]?.object).map { "by \($0)" } ?? ""
        switch row.event {
        case "began":
            var entry = make(row, .run, .neutral, "Began: \(body["command"]?.text ?? run.command)", by)
            // A diagnosis is written down when it is over, and says when it began.
            if let at = body["started_at"]?.text.flatMap({ Timestamp(rfc3339: $0) }) { entry = entry.moved(to: at, since: run.startedAt) }
            return entry
        case "resumed": return make(row, .run, .neutral, "Resumed", by)
        case "interrupted": return make(row, .run, .warning, "Interrupted by a signal", code(body))
        case "ended":
            let outcome = body["outcome"]?.text ?? "ended"
            let words = [code(body), body["because"]?.text ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
            return make(row, .run, Tone(outcome), "Ended: \(outcome)", words)
        case "abandoned":
            let word = body["because"]?.text == "taken back" ? "taken back" : "abandoned"
            return make(row, .run, .warning, "Closed: \(body["outcome"]?.text ?? word)", by)
        case Journal.adoptionEvent:
            return make(row, .run, .warning, "Adopted a damaged journal: \(body["reason"]?.text ?? "")", by)
        default: return make(row, .run, .neutral, row.event, body["because"]?.text ?? "")
        }
    }

    private func code(_ body: JSONObject) -> String { body["exit_code"]?.int.map { "exit code \($0)" } ?? "" }

    private func ofStep(_ row: JournalRow) -> TimelineEntry {
        let id = row.step ?? "a step"
        let title = row.body["title"]?.text ?? runbook.step(id)?.step.title ?? id
        let because = row.body["because"]?.text ?? ""
        if row.event == "intended" { return make(row, .step, .neutral, "Begun: \(id)", title) }
        let by = row.body["by"]
        var heading = "\(row.event.capitalized): \(id)"
        if by?["person"]?.bool == true, row.body["word"]?.text != "nobody" {
            heading += ", in the word of \(People.name(by?.object) ?? "a person")"
            if let word = row.body["word"]?.text, word != row.event { heading += " (\(word))" }
        }
        let detail = [because.isEmpty ? title : because, row.body["reason"]?.text ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
        return make(row, .step, Tone(row.body["word"]?.text == "declined" ? "declined" : row.event), heading, detail)
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
