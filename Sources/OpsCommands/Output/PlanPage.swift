internal import Planning
internal import Redaction
internal import Safety
internal import TerminalKit

/// A decided plan as lines: its steps, what each of them really runs, and what files would become. What does not fit is counted, and
/// what changes something is the last to be left out.
struct PlanPage {
    private let title: String
    private let page: Page
    private let looksBefore: [Block]
    private let steps: [Block]
    private let looksAfter: [Block]
    private let diffs: [[String]]
    private let isVerbose: Bool

    /// A step: its own lines, ready to be printed.
    private struct Block {
        let id: String
        let head: [String]
        let details: [String]

        var lines: [String] { head + details }
    }

    /// Thousands of events are not read before an answer; their number and the plan's hash are.
    private static let most = 40
    /// What is left of a diff where there is no room.
    private static let fewest = 2

    init(_ target: JarvisTarget, _ decision: Decision, _ request: ChangeRequest, _ page: Page, _ looks: [String: DryRun.Look], isDry: Bool)
    {
        self.page = page
        isVerbose = target.options.verbose
        let plan = "  plan \(decision.planHash.prefix(12))"
        title = page.paint(page.cut(Sanitizer.line(request.command), by: plan.count), .emphasis) + page.paint(plan, .dim)
        let runs = WhatRuns(target: target, facts: decision.facts)
        let isLook = { (decided: StepDecision) in decided.step.change == nil && !decided.step.isAsked && decided.step.probe != nil }
        let first = decision.steps.firstIndex { !isLook($0) } ?? decision.steps.count
        let last = decision.steps.lastIndex { !isLook($0) } ?? first - 1
        let blocks = decision.steps.map { decided in
            let own = decided.step.change.map(runs.lines) ?? []
            return PlanPage.block(decided, own, looks[decided.step.id], page, isDry: isDry)
        }
        looksBefore = Array(blocks.prefix(first))
        steps = first <= last ? Array(blocks[first...last]) : []
        looksAfter = Array(blocks.dropFirst(max(first, last + 1)))
        diffs = decision.steps.compactMap { $0.step.change?.isAlreadySo == false ? $0.step.change?.shown : nil }.map { diff in
            // Empty lines of a file still begin with a space here: only the end of the text gives an empty one.
            page.redactor.redact(diff).split(separator: "\n").map { line in
                "    " + page.paint(page.cut(Sanitizer.line(String(line)), by: 4), PlanPage.style(line))
            }
        }
    }

    /// - Parameter rows: those that there are; nil: as many as it takes.
    func text(rows: Int?) -> String {
        var lines = [title]
        let all = looksBefore + steps + looksAfter
        if all.isEmpty { return lines.joined() + "\n  There is nothing to do.\n" }
        let whole = all.flatMap(\.lines)
        if isVerbose || fits(rows, 1 + whole.count + diffs.reduce(0) { $0 + $1.count + 1 }) {
            let shown = isVerbose ? all : Array(all.prefix(rows == nil ? PlanPage.most : all.count))
            lines += shown.flatMap(\.lines) + more(all.count - shown.count) + diffs.flatMap { [""] + $0 }
            return lines.joined(separator: "\n") + "\n"
        }
        guard let rows else { return (lines + cut(PlanPage.most, of: all) + diffs.flatMap { [""] + $0 }).joined(separator: "\n") + "\n" }
        // Looks are counted first, then the middle of a diff is left out, then changes are counted.
        let before = counted(looksBefore, "first")
        let after = counted(looksAfter, "afterwards")
        let forSteps = rows - 1 - before.count - after.count - diffs.reduce(0) { $0 + min($1.count, PlanPage.fewest) + 2 }
        let shown = fitting(steps, forSteps)
        lines += before + shown + after
        let forDiffs = (rows - lines.count) / max(1, diffs.count) - 2
        lines += diffs.flatMap { [""] + short($0, max(PlanPage.fewest, forDiffs)) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func fits(_ rows: Int?, _ lines: Int) -> Bool {
        guard let rows else { return looksBefore.count + steps.count + looksAfter.count <= PlanPage.most }
        return lines <= rows
    }

    private func cut(_ count: Int, of all: [Block]) -> [String] { all.prefix(count).flatMap(\.lines) + more(all.count - count) }

    private func more(_ count: Int) -> [String] { count > 0 ? ["  … \(count) more; -v shows all"] : [] }

    /// One line for looks that change nothing.
    private func counted(_ looks: [Block], _ when: String) -> [String] {
        guard looks.count > 1 else { return looks.flatMap(\.lines) }
        let names = looks.map(\.id).joined(separator: ", ")
        return [page.paint(page.cut("  ✓ \(looks.count) looks \(when): \(names)", by: 0), .dim)]
    }

    private func fitting(_ steps: [Block], _ rows: Int) -> [String] {
        // That a step is there is worth more than what another one runs.
        let isBrief = steps.reduce(0) { $0 + $1.lines.count } > rows
        var lines: [String] = []
        for (index, step) in steps.enumerated() {
            let own = isBrief ? step.head : step.lines
            let isLast = index == steps.count - 1
            // The first one is shown whatever there is room for.
            guard index == 0 || lines.count + own.count + (isLast ? 0 : 1) <= rows else { return lines + more(steps.count - index) }
            lines += own
        }
        return lines
    }

    private func short(_ diff: [String], _ rows: Int) -> [String] {
        diff.count <= rows ? diff : diff.prefix(rows - 1) + ["    … \(diff.count - rows + 1) more lines; -n shows all"]
    }

    private static func style(_ line: Substring) -> Style? {
        if line.hasPrefix("+") { return .good }
        return line.hasPrefix("-") ? .bad : .dim
    }

    /// Its mark, its id and its title; below, what runs, and what speaks against it.
    private static func block(_ decided: StepDecision, _ runs: [String], _ look: DryRun.Look?, _ page: Page, isDry: Bool) -> Block {
        let (mark, style) = Marks.mark(decided.verdict)
        let title = page.redactor.redact(decided.step.title)
        // A title that finds no room beside its id stands below it, and is no ribbon.
        let isBeside = page.width.map { DisplayWidth.of(Sanitizer.line(decided.step.id + title)) + 7 <= $0 } ?? true
        var table = TextTable([.init(), .init(), .init()])
        table.indent = 2
        table.add([.init(mark, style), .init(decided.step.id), .init(isBeside ? title : "")])
        var below = TextTable([.init()])
        below.indent = 6
        if !isBeside { below.add([.init(title)]) }
        var details = TextTable([.init()])
        details.indent = 6
        for line in runs { details.add([.init(line, .dim)]) }
        if let look {
            details.add([.init("\(look.state): \(look.summary)", .dim)])
        } else if let words = verdict(decided, isDry: isDry) {
            details.add([.init(words, decided.verdict.word == "refused" ? .bad : .dim)])
        }
        if let hint = decided.hint { details.add([.init(hint, .dim)]) }
        let lines = { (table: TextTable) in page.render(table).split(separator: "\n").map(String.init) }
        return Block(id: decided.step.id, head: lines(table) + lines(below), details: lines(details))
    }

    /// What goes without saying is not said before a question, which has room for little.
    private static func verdict(_ decided: StepDecision, isDry: Bool) -> String? {
        if decided.step.change == nil, decided.verdict.word == "allowed" { return nil }
        if isDry || decided.verdict.word == "refused" { return "\(decided.verdict.word): \(decided.because)" }
        if decided.verdict.word == "allowed" { return decided.because }
        return decided.verdict.name == nil || decided.step.change?.confirmation != nil ? nil : decided.because
    }
}

extension Page {
    /// One line of a text, cut where the terminal ends.
    ///
    /// - Parameter indent: columns that stand before it.
    func cut(_ text: String, by indent: Int) -> String { width.map { Layout.truncated(text, to: max(8, $0 - indent)) } ?? text }
}
