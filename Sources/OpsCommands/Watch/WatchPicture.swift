internal import Diagnosis
internal import Redaction
internal import Runbook
internal import SystemKit
internal import TerminalKit

/// The looks so far as a few lines for a terminal, and a look as one line for everything else.
struct WatchPicture {
    /// Columns of the words in front: `  because  `.
    private static let margin = 11
    /// Columns of a row of marks or bars, at least: where they do not fit, words are cut.
    private static let narrowest = 8

    private let settings: WatchSettings
    private let page: Page

    init(_ settings: WatchSettings, _ page: Page) {
        self.settings = settings
        self.page = page
    }

    /// - Parameter columns: that a line may have.
    func lines(_ tally: WatchTally, _ activity: WatchView.Activity, columns: Int) -> [String] {
        let measures = WatchMeasure.allCases.compactMap { measure in tally.series[measure].map { (measure, $0, words(measure, $0)) } }
        let counts = "\(Quantities.count(tally.looks, "look")), \(tally.clearInARow) of \(settings.untilHealthy) clear in a row"
        let widest = (measures.map(\.2) + [counts]).map(DisplayWidth.of).max() ?? 0
        let room = max(Self.narrowest, columns - Self.margin - widest - 2)
        var lines = [heading(tally)]
        lines.append(row("looks", Self.marks(tally.verdicts.suffix(room), page), room, counts))
        if let last = tally.last { lines.append(row("because", "", 0, page.redactor.redact(last.diagnosis.because))) }
        lines += measures.map { measure, series, words in
            row(measure.label, Sparkline.text(series.recent, width: room), room, words)
        }
        return lines + (next(activity).map { [row("next", "", 0, $0)] } ?? [])
    }

    /// One look for a file or a pipe: when, what and why.
    static func line(_ look: WatchLook, _ page: Page) -> String {
        let verdict = look.diagnosis.verdict
        let word = Layout.padded(verdict.rawValue, to: Verdict.confirmed.rawValue.utf8.count)
        return look.startedAt.rfc3339 + "  " + page.paint(word, Marks.style(verdict)) + "  "
            + Sanitizer.line(page.redactor.redact(look.diagnosis.because))
    }

    private func heading(_ tally: WatchTally) -> String {
        let title = page.paint(Sanitizer.line(settings.incident.title), .emphasis)
        guard let last = tally.last else { return title }
        let verdict = last.diagnosis.verdict
        let word = verdict == .clear ? "clear" : verdict.rawValue.uppercased()
        let since = tally.turns.last.map { "since \($0.at.timeOfDay) UTC" } ?? ""
        return title + "  " + page.paint(word, Marks.style(verdict)) + "  " + page.paint(since, .dim)
    }

    private func row(_ name: String, _ bars: String, _ room: Int, _ words: String) -> String {
        let head = "  " + page.paint(Layout.padded(name, to: Self.margin - 2), .dim)
        return head + (room > 0 ? Layout.padded(bars, to: room) + "  " : "") + Sanitizer.line(words)
    }

    /// Equal ones are painted together.
    private static func marks(_ verdicts: some Collection<Verdict>, _ page: Page) -> String {
        var text = ""
        var run = ""
        var style: Style?
        for verdict in verdicts {
            let next = Marks.style(verdict)
            if next != style { (text, run) = (text + page.paint(run, style), "") }
            style = next
            run += mark(verdict)
        }
        return text + page.paint(run, style)
    }

    static func mark(_ verdict: Verdict) -> String {
        switch verdict {
        case .confirmed: "✗"
        case .clear: "✓"
        case .unknown: "?"
        }
    }

    private func words(_ measure: WatchMeasure, _ series: WatchTally.Series) -> String {
        let last = series.last.map { measure.text($0) } ?? "not measured"
        guard series.count > 0 else { return "last \(last)" }
        return "min \(measure.text(series.least))  max \(measure.text(series.greatest))  last \(last)"
    }

    private func next(_ activity: WatchView.Activity) -> String? {
        switch activity {
        case .over: nil
        case .looking: "looking…"
        case .waiting(let deadline):
            "in \(Int((deadline.remainingMilliseconds / 1000).rounded(.up))) s, "
                + "every \(DurationText.of(milliseconds: settings.intervalMilliseconds)); Ctrl-C ends it"
        }
    }
}
