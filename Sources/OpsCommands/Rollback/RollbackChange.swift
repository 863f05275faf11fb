internal import Execution
internal import Journal
internal import Planning
internal import Runbook
internal import Safety

/// The rollback playbook of the mesh.
struct RollbackChange: ChangeKind {
    /// The tag that was named; nil: that of the last healthy run.
    let tag: String?
    /// Nobody named one when asked: the image stays.
    var wasShown = false

    var request: ChangeRequest { .rollback(tag: tag) }
    var turnsOff: Bool { true }

    func propose(_ facts: inout Facts, _ moment: DecisionMoment) -> Proposal {
        let steps = moment.target.loaded.runbook.incident(request.subject)?.rollback ?? []
        let path = steps.lazy.compactMap { step -> String? in if case .file(let path) = step.action { path } else { nil } }.first
        ConfigurationRevert(target: moment.target, access: moment.access).fill(&facts.rollback, path ?? "lifeos/config/jarvis.json")
        facts.rollback.image = ImageRollback(target: moment.target, access: moment.access, engineAnswers: facts.service.engineAnswers).facts(tag)
        return .plan(RollbackPlanner.plan(steps, facts))
    }

    /// With the tag that a person names, or without any.
    func asked(_ first: Decided, _ access: JournalAccess) throws -> (any ChangeKind)? {
        let image = first.decision.facts.rollback.image
        let isMissing = if case .missing = image.availability { true } else { image.wanted == nil }
        let desk = TerminalDesk(options: first.target.options, world: first.target.world)
        guard tag == nil, !wasShown, isMissing, image.name != nil, desk.canAsk else { return nil }
        // What is refused is refused later, and recorded.
        guard (try? Refusals.check(first.decision, access, ApprovalDesk(first.target))) != nil else { return nil }
        PlanOutput(first.target).showBeforeAsking(first.decision, request)
        let said = try RollbackTag.ask(image, desk)
        return RollbackChange(tag: said, wasShown: said == nil)
    }
}
