internal import JSONKit
internal import Journal
internal import SystemKit
internal import TerminalKit

/// `runs` and `runs show` for people.
enum RunsText {
    static func list(_ runs: [RunHistory], of total: Int, elsewhere: Int, in jarvis: JarvisDirectory, now: Timestamp, _ page: Page)
        -> String
    {
        let others = elsewhere > 0 ? page.paint("\(elsewhere) of other directories: --all\n", .dim) : ""
        if runs.isEmpty { return Sanitizer.line("No runs of \(jarvis.path) yet.") + "\n" + others }
        let showsPlace = runs.contains { !$0.isOf(jarvis) }
        var table = TextTable([.init("RUN"), .init("BEGAN"), .init("RESULT"), .init("COMMAND")] + (showsPlace ? [.init("DIRECTORY")] : []))
        for run in runs {
            let standing = RunWords.standing(run)
            let place = run.isOfDamagedJournal ? ", in a damaged journal" : ""
            table.add(
                [
                    .init(run.id, .emphasis), .init(DurationText.age(milliseconds: Double(now.milliseconds - run.startedAt.milliseconds))),
                    .init(standing.text + place, standing.style), .init(run.command.isEmpty ? "?" : run.command),
                ] + (showsPlace ? [.init(run.directory ?? "", .dim)] : []))
        }
        var text = table.render(palette: page.palette, width: page.width)
        if total > runs.count { text += page.paint("\(total - runs.count) older: --limit \(total)\n", .dim) }
        text += others
        if let open = runs.first(where: { canResume($0) && $0.isOf(jarvis) }) { text += "\n→ jarvis-ops runs resume \(open.id)\n" }
        return text
    }

    static func record(_ run: RunHistory, _ work: UnfinishedWork?, _ page: Page, verbose: Bool) -> String {
        let standing = RunWords.standing(run)
        var text = page.paint(Sanitizer.line(run.command.isEmpty ? "run \(run.id)" : run.command), .emphasis)
        text += "  " + page.paint(Sanitizer.line(standing.text), standing.style) + "\n\n"
        text += facts(run).render(palette: page.palette, width: page.width)
        for verdict in run.verdicts { text += self.verdict(verdict, page) }
        text += section("Notes", notes(run), page)
        text += section("Turns", turns(run), page)
        text += section("Probes", probes(run, verbose: verbose), page)
        text += section("Decisions", decisions(run), page)
        text += section("Approvals", approvals(run), page)
        text += section("Steps", steps(run), page)
        if let work {
            text += "\n" + page.paint("Cut in the middle", .warning) + "\n"
            for line in work.lines { text += page.wrapped("  " + line, to: page.width ?? .max).joined(separator: "\n  ") + "\n" }
            text += "\n" + work.hint + "\n"
        } else if canResume(run) {
            text += "\n→ jarvis-ops runs resume \(run.id)\n"
        }
        return text
    }

    private static func canResume(_ run: RunHistory) -> Bool {
        run.isOpen && run.kind == .change && !run.isOfDamagedJournal && RunningProcess(run) == nil
    }

    /// The last line of whatever is told from the journal.
    static func owner(_ owner: HistoryOwner?, _ page: Page) -> String { owner.map { "\n" + page.paint($0.words, .dim) + "\n" } ?? "" }

    private static func facts(_ run: RunHistory) -> TextTable {
        var table = TextTable([.init(), .init()])
        table.indent = 2
        func add(_ name: String, _ value: String?) { if let value, !value.isEmpty { table.add([.init(name, .dim), .init(value)]) } }
        add("run", run.id)
        add("by", run.by.map(who))
        add("in", run.directory)
        add("environment", run.environment)
        if run.isOfDamagedJournal { add("journal", "adopted as damaged: what stands here satisfies no rule") }
        add("began", run.startedAt.rfc3339)
        if let ended = run.endedAt {
            let length = run.durationMilliseconds.map { ", after " + DurationText.of(milliseconds: Double($0)) }
            add(
                run.state == .ended ? "ended" : run.isTakenBack ? "taken back" : run.state.rawValue,
                ended.rfc3339 + (length ?? ", by a clock that was set back"))
        }
        add("exit", run.exitCode.map { "\($0)" })
        let adoption = run.others.first { $0.table == .runs && $0.event == Journal.adoptionEvent }
        add("adopted a damaged journal", adoption?.body["reason"]?.text)
        add("plan", run.planHash.map { String($0.prefix(16)) + "…" })
        return table
    }

    private static func who(_ by: JSONObject) -> String {
        let user = [by["user"]?.text, by["host"]?.text].compactMap { $0 }.joined(separator: "@")
        return [user, by["tty"]?.text.map { "on \($0)" }, by["pid"]?.int.map { "pid \($0)" }].compactMap { $0 }.joined(separator: ", ")
    }

    private static func verdict(_ verdict: RecordedVerdict, _ page: Page) -> String {
        let word = page.paint(Sanitizer.line(verdict.verdict), RunWords.style(verdict: verdict.verdict))
        var text = "\n" + page.paint(Sanitizer.line(verdict.incident), .emphasis) + "  " + word
        text += verdict.because.isEmpty ? "\n" : page.paint("  " + Sanitizer.line(verdict.because), .dim) + "\n"
        var table = TextTable([.init(), .init("", limit: 34), .init()])
        table.indent = 2
        for symptom in verdict.symptoms {
            let mark = RunWords.mark(symptom: symptom.state)
            table.add([.init(mark.text, mark.style), .init(symptom.text), .init(symptom.because)])
        }
        return text + table.render(palette: page.palette, width: page.width)
    }

    private static func notes(_ run: RunHistory) -> TextTable {
        var table = TextTable([.init(), .init(), .init()])
        for note in run.notes { table.add([.init(note.at.rfc3339, .dim), .init(note.by.map(who) ?? ""), .init(note.text)]) }
        return table
    }

    /// When a watch saw the verdict become another one.
    private static func turns(_ run: RunHistory) -> TextTable {
        var table = TextTable([.init(), .init(), .init()])
        for row in run.others where row.table == .observations && row.event == "turned" {
            let verdict = row.body["verdict"]?.text ?? "unknown"
            table.add([
                .init(row.at.rfc3339, .dim), .init(verdict, RunWords.style(verdict: verdict)), .init(row.body["because"]?.text ?? ""),
            ])
        }
        return table
    }

    private static func probes(_ run: RunHistory, verbose: Bool) -> TextTable {
        var table = TextTable([.init(), .init(), .init("", .right), .init()])
        for probe in run.observations {
            let mark = RunWords.mark(probe: probe.state)
            let time = probe.state == "not-run" ? "" : DurationText.of(milliseconds: probe.durationMilliseconds)
            table.add([.init(mark.text, mark.style), .init(probe.id), .init(time, .dim), .init(probe.summary)])
            guard verbose else { continue }
            table.add([.init(""), .init(""), .init(""), .init(JSONWriter.compact.text(probe.evidence.json), .dim)])
        }
        return table
    }

    private static func decisions(_ run: RunHistory) -> TextTable {
        var table = TextTable([.init(), .init(), .init()])
        for row in run.decisions {
            table.add([
                .init(row.step ?? "the run"), .init(row.body["verdict"]?.text ?? row.event), .init(row.body["because"]?.text ?? ""),
            ])
        }
        return table
    }

    private static func approvals(_ run: RunHistory) -> TextTable {
        var table = TextTable([.init(), .init(), .init()])
        for row in run.approvals {
            table.add([
                .init(row.at.rfc3339, .dim), .init(row.event),
                .init([row.body["name"]?.text ?? "", row.body["id"]?.text ?? ""].filter { !$0.isEmpty }.joined(separator: "  ")),
            ])
        }
        return table
    }

    private static func steps(_ run: RunHistory) -> TextTable {
        var table = TextTable([.init(), .init(), .init(), .init()])
        for step in run.steps {
            let mark = RunWords.mark(step: step)
            let because = step.isStartedWithoutResult ? "begun, and how it ended is not known" : step.because
            table.add([.init(mark.text, mark.style), .init(step.id), .init(step.state, mark.style), .init(because)])
        }
        return table
    }

    private static func section(_ title: String, _ table: TextTable, _ page: Page) -> String {
        guard !table.rows.isEmpty else { return "" }
        var table = table
        table.indent = 2
        return "\n" + page.paint(title, .emphasis) + "\n" + table.render(palette: page.palette, width: page.width)
    }
}
