internal import Execution
internal import JSONKit
internal import Planning
internal import Redaction
internal import Safety
internal import SystemKit
internal import TerminalKit

/// A decided plan, for people before they are asked, and as the result of a dry run.
struct PlanOutput {
    let target: JarvisTarget

    private var options: GlobalOptions { target.options }
    private var world: World { target.world }

    init(_ target: JarvisTarget) { self.target = target }

    /// The result of a dry run.
    func print(_ decision: Decision, _ request: ChangeRequest, looks: [String: DryRun.Look]) throws(OpsError) {
        let document = PlanJSON.document(decision, command: request.command, looks: looks, WhatRuns(target: target, facts: decision.facts))
        let left = LeftBehindNote.json(target.directory)
        if options.output == .text { LeftBehindNote.say(target.directory, world) }
        try Output(options, world).print(json: .object((document.object ?? [:]).adding(["leftovers": left])), target.heading) { page in
            let plan = PlanPage(target, decision, request, page, looks, isDry: true)
            return plan.text(rows: nil) + "\nNothing was changed: this is what would be done.\n"
        }
    }

    /// Shown on standard error, so that standard output stays the result's; on one screen together with what is asked below it, where
    /// that can be.
    func showBeforeAsking(_ decision: Decision, _ request: ChangeRequest) {
        guard options.output == .text, !options.quiet || !decision.demands.isEmpty else { return }
        let page = Page(
            palette: world.palette(for: world.standardError, options), width: world.standardError.columns, redactor: world.redactor)
        let plan = PlanPage(target, decision, request, page, [:], isDry: false)
        LeftBehindNote.say(target.directory, world)
        // The heading, an empty line, and for each demand the heading again with the question.
        let heading = target.heading.lines(page.width).count
        let rows = world.standardError.rows.map { $0 - heading - 1 - max(1, decision.demands.count) * (heading + 1) }
        try? world.standardError.write(target.heading.text(page) + plan.text(rows: rows) + "\n")
    }
}
