internal import Journal
internal import Mesh
internal import Operations
internal import Planning
internal import Safety
internal import TerminalKit

/// Why a decided plan is not carried out, in the contract's order: a rule, an approval nobody can give, the configuration, the journal, the
/// lock.
enum Refusals {
    /// Throws: `OpsError` 77, 78, 73, 74 or 75.
    static func check(_ decision: Decision, _ journal: JournalAccess, _ desk: ApprovalDesk, _ retry: RetrySession? = nil) throws(OpsError) {
        let refusals = decision.refusals
        if case .damaged(let why) = decision.facts.journal, !refusals.isEmpty {
            throw OpsError(damagedJournal: why)
        }
        if let refusal = refusals.first(where: { !$0.isCircumstance }), let objection = refusal.objection {
            let change = decision.plan.steps.first { $0.id == refusal.step }?.change
            // What would touch another's containers is no more right by hand.
            let byHand = refusal.isOfContainers ? nil : change
            let hints = [objection.hint, byHand.flatMap { ByHand(target: desk.target).hint($0, step: refusal.step) }].compactMap(\.self)
            throw OpsError(
                refusal.rule, "refused by rule \(refusal.rule): \(refusal.step): \(objection.because)",
                hint: hints.joined(separator: "\n  "), exitCode: ExitCodes.refused, ground: .rule)
        }
        try desk.requireAnswerable(decision)
        if let retry { try checkConfiguration(retry) }
        try checkTurningOn(decision)
        if let trouble = decision.facts.directoryTrouble {
            throw OpsError("not-writable", trouble, hint: WritingRight.hint, exitCode: ExitCodes.cannotCreate)
        }
        if let refusal = refusals.first(where: \.isOfJournal), let objection = refusal.objection {
            let code: Int32 = if case .cannotCreate = decision.facts.journal { ExitCodes.cannotCreate } else { ExitCodes.inputOutput }
            throw OpsError("journal", objection.because, hint: journal.error?.hint ?? "Nothing was changed.", exitCode: code)
        }
        if let refusal = refusals.first, let objection = refusal.objection {
            throw OpsError("locked", objection.because, hint: objection.hint, exitCode: ExitCodes.locked)
        }
    }

    /// Says why it would not be done, as things are, where a dry run shows it all the same.
    static func preview(_ decision: Decision, _ world: World) {
        let facts = decision.facts
        if let trouble = facts.directoryTrouble { world.note("as things are it would not be done: \(trouble)") }
        if case .damaged(let why) = facts.journal { world.note(ShownError(OpsError(damagedJournal: why)).line) }
        do throws(OpsError) { try checkTurningOn(decision) } catch { world.note("as things are it would not be done: \(error.message)") }
    }

    /// A flag goes on only where it is known that the service reads what is written, and where the service can be made anew with it:
    /// else it would go on one day by somebody else's act.
    ///
    /// Throws: `OpsError` 78 with what to change by hand, 69 without an engine.
    private static func checkTurningOn(_ decision: Decision) throws(OpsError) {
        let facts = decision.facts
        for step in decision.plan.changes {
            guard let (flag, isOn) = step.change?.operation.flagChange, isOn, step.history != .done else { continue }
            let fact = facts.flags[flag]
            if fact.running == true, step.change?.isAlreadySo == true { continue }
            if let why = fact.place.obstacle ?? fact.place.unclear {
                throw OpsError(
                    "flag-not-reached", Sanitizer.line("\(step.id): \(flag.variable) would not reach the service: \(why)"),
                    hint: "Change that by hand, then run the command again. Nothing was changed.", exitCode: ExitCodes.configuration)
            }
            guard facts.service.composeService == nil || facts.service.engineAnswers else {
                let isMalformed = facts.service.composeFails
                throw OpsError(
                    isMalformed ? "compose-file" : "no-engine",
                    Sanitizer.line("\(step.id): the service cannot be made anew: \(facts.service.engineTrouble)"),
                    hint: "A flag that is only written goes on with the next container, unseen. Nothing was changed.",
                    exitCode: isMalformed ? ExitCodes.configuration : ExitCodes.unavailable)
            }
        }
    }

    /// Without a key nothing can be validated, so nothing is sent.
    ///
    /// Throws: `OpsError` 78.
    private static func checkConfiguration(_ session: RetrySession) throws(OpsError) {
        if session.items.isEmpty { return }
        if session.isConfigured {
            guard let problem = session.addressProblem else { return }
            throw OpsError(
                "nats-address", "\(problem): nothing is sent",
                hint: "Set JARVIS_NATS_URL in .env, such as nats://127.0.0.1:4222, then: jarvis-ops mesh retry",
                exitCode: ExitCodes.configuration)
        }
        throw OpsError(
            "mesh_sync_config_missing",
            "the mesh key or the node key is missing or malformed: nothing can be validated, so nothing is sent",
            hint: "Set JARVIS_MESH_SHARED_KEY (64 hexadecimal digits) and JARVIS_MESH_NODE_PUBKEY in .env, then: jarvis-ops mesh retry",
            exitCode: ExitCodes.configuration)
    }
}
