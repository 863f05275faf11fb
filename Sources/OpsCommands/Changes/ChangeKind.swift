internal import Diagnosis
internal import Execution
internal import Journal
internal import Mesh
internal import Operations
internal import Planning
internal import Runbook
internal import Safety

/// One kind of change: what it must know beyond what every change must, and what it plans among that. How plans are shown, approved and
/// carried out is the engine's, and the same for all.
protocol ChangeKind: Sendable {
    /// In the form in which a later process takes it up again.
    var request: ChangeRequest { get }
    /// Whether it may make containers: docker-compose is asked then what they would be given, which takes most of a second.
    var mayMakeContainers: Bool { get }
    /// Whether all that it does to the mesh's flags is turning them off.
    var turnsOff: Bool { get }
    /// Whether its plan was seen before a question: the same one is not shown again.
    var wasShown: Bool { get }
    /// Whether it tells of single events, also where nothing is sent.
    var listsEvents: Bool { get }

    /// - Parameter facts: what every change knows; it adds its own.
    func propose(_ facts: inout Facts, _ moment: DecisionMoment) throws(OpsError) -> Proposal
    /// The change with what a person says once its plan is seen; nil where nothing is to be asked, or nobody is there.
    func asked(_ first: Decided, _ access: JournalAccess) throws -> (any ChangeKind)?
    func judged(_ result: RunResult, of plan: Plan) -> RunResult
    func exitCode(_ result: RunResult) -> Int32
    /// Says what became of it. - Returns: the exit code.
    func show(_ outcome: ChangeOutcome) throws -> Int32
}

extension ChangeKind {
    var mayMakeContainers: Bool { true }
    var turnsOff: Bool { false }
    var wasShown: Bool { false }
    var listsEvents: Bool { false }
    func asked(_ first: Decided, _ access: JournalAccess) throws -> (any ChangeKind)? { nil }
    func judged(_ result: RunResult, of plan: Plan) -> RunResult { result }
    func exitCode(_ result: RunResult) -> Int32 { result.outcome == .done ? ExitCodes.success : ExitCodes.confirmed }

    func show(_ outcome: ChangeOutcome) throws -> Int32 {
        let target = outcome.decided.target
        if let result = outcome.result, let run = outcome.run {
            try RunOutput(target).print(result, run: run, head: outcome.head, request)
        } else {
            try PlanOutput(target).print(outcome.decided.decision, request, looks: DryRun.looks(outcome.decided))
        }
        return outcome.code
    }
}

/// The mesh's flags, on or off.
struct FlagChange: ChangeKind {
    let goal: FlagGoal

    var request: ChangeRequest { .flags(goal) }
    var turnsOff: Bool { !goal.isOn }

    func propose(_ facts: inout Facts, _ moment: DecisionMoment) -> Proposal {
        .plan(FlagPlanner.plan(goal, facts))
    }
}

/// The way back of another run.
struct UndoChange: ChangeKind {
    let run: String
    let subject: String

    var request: ChangeRequest { .undo(of: run, subject: subject) }

    func propose(_ facts: inout Facts, _ moment: DecisionMoment) -> Proposal {
        .plan(UndoPlanner.plan(try? moment.access.journal?.run(run), subject: subject, facts, moment.target.present))
    }

    func judged(_ result: RunResult, of plan: Plan) -> RunResult {
        UndoPlanner.isPartial(plan) && result.outcome == .done ? result.ending(.stopped) : result
    }
}

/// All items of a resolution, as if every one of them were needed: for a dry run.
struct ResolutionPreview: ChangeKind {
    let incident: String
    let choices: ResolutionChoices

    var request: ChangeRequest { .resolve(incident, choices) }

    func propose(_ facts: inout Facts, _ moment: DecisionMoment) -> Proposal {
        guard let incident = moment.target.loaded.runbook.incident(incident) else {
            return .plan(Plan(subject: request.subject, steps: []))
        }
        facts.resolution = moment.target.resolutionFacts(incident.resolution, choices, run: "dry", damaged: nil)
        return .plan(ResolutionPlanner.plan(incident, facts, choices))
    }
}
