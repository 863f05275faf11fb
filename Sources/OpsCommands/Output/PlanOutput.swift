internal import Execution
internal import JSONKit
internal import Planning
internal import Redaction
internal import Safety
internal import SystemKit
internal import TerminalKit

/// A decided plan, for people before they are asked, and as the result of a dry run.
struct PlanOutput {
    let options: GlobalOptions
    let world: World

    init(_ options: GlobalOptions, _ world: World) {
        self.options = options
        self.world = world
    }

    /// The result of a dry run.
    func print(_ decision: Decision, _ request: ChangeRequest, looks: [String: DryRun.Look]) throws(OpsError) {
        try Output(options, world).print(json: PlanJSON.document(decision, command: request.command, looks: looks)) { page in
            text(decision, request, page, looks) + "\nNothing was changed: this is what would be done.\n"
        }
    }

    /// Shown on standard error, so that standard output stays the result's.
    func showBeforeAsking(_ decision: Decision, _ request: ChangeRequest) {
        guard options.output == .text, !options.quiet || !decision.demands.isEmpty else { return }
        let page = Page(
            palette: world.palette(for: world.standardError, options),
            width: world.standardError.columns, redactor: world.redactor)
        try? world.standardError.write(text(decision, request, page, [:]) + "\n")
    }

    private func text(_ decision: Decision, _ request: ChangeRequest, _ page: Page, _ looks: [String: DryRun.Look]) -> String {
        var table = TextTable([.init(), .init(), .init(), .init()])
        table.indent = 2
        // Thousands of events are not read before an answer; their number and the plan's hash are.
        let shown = options.verbose ? decision.steps.count : min(decision.steps.count, PlanOutput.shown)
        for decided in decision.steps.prefix(shown) {
            let (mark, style) = Marks.mark(decided.verdict)
            let seen = looks[decided.step.id]
            table.add([
                .init(mark, style), .init(decided.step.id), .init(decided.verdict.word, style),
                .init(seen.map { "\($0.state): \($0.summary)" } ?? "\(decided.step.title): \(decided.because)"),
            ])
            // The whole command, where the step's words do not say it.
            if case .runbook(let action)? = decided.step.change?.operation, !EffectWords.action(action).isEmpty,
                !decided.step.title.contains(EffectWords.action(action))
            {
                table.add([.init(""), .init(""), .init(""), .init(EffectWords.action(action), .dim)])
            }
            if let change = decided.step.change, let before = values(change) {
                table.add([.init(""), .init(""), .init(""), .init(before, .dim)])
            }
        }
        return page.paint(request.command, .emphasis) + page.paint("  plan \(decision.planHash.prefix(12))", .dim) + "\n"
            + (decision.steps.isEmpty ? "  There is nothing to do.\n" : page.render(table)) + diffs(decision, page)
            + (shown < decision.steps.count ? "  … \(decision.steps.count - shown) more; -v shows all\n" : "")
    }

    private static let shown = 40

    /// What files would become, line by line.
    private func diffs(_ decision: Decision, _ page: Page) -> String {
        decision.steps.compactMap { $0.step.change?.isAlreadySo == false ? $0.step.change?.shown : nil }.map { diff in
            // Empty lines of a file still begin with a space here: only the end of the text gives an empty one.
            let lines = world.redactor.redact(diff).split(separator: "\n")
            return "\n" + lines.map { "    " + page.paint(Sanitizer.line(String($0)), style($0)) }.joined(separator: "\n") + "\n"
        }.joined()
    }

    private func style(_ line: Substring) -> Style? {
        if line.hasPrefix("+") { return .good }
        return line.hasPrefix("-") ? .bad : .dim
    }

    /// The old value, the new one, and the way back.
    private func values(_ change: Change) -> String? {
        // What waits in the outbox is told by its title; the hash of its record says nothing to people.
        // The diff below says more than two hashes.
        guard let after = change.after, !change.isAlreadySo, !change.operation.isDoneTogether, change.shown == nil else { return nil }
        return "now \(change.before.map { "`\($0)`" } ?? "not set"), then `\(after)`" + (change.undo.map { "; undo: \($0.words)" } ?? "")
    }
}
