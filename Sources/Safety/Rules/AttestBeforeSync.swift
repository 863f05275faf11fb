internal import Mesh
internal import Planning
internal import Runbook

extension SafetyRule {
    /// The order of the runbook's third recovery step: attestation never runs without sync.
    static let attestBeforeSync = SafetyRule(
        id: "attest-before-sync",
        sentence: "Off: attestation, then sync. On: sync, then attestation.",
        source: """
            Mesh, Recovery 3: "If retries keep failing, turn the flags off, attestation first and mesh sync after it."
            """,
        reads: "both flags as configured, effective and running, and what the plan's earlier steps make of them",
        refuses: """
            turning sync off while attestation is on anywhere; turning attestation on while sync is off in `.env`, or in a service that \
            runs without it (in production also when the service does not say); a new container that would run attestation without sync
            """,
        concerns: { step, _ in step.setsMeshFlag },
        words: [["attest"], ["sync"], ["first", "before", "then"]],
        judge: { judged in
            guard let (flag, isOn) = judged.change.operation.flagChange else { return container(judged) }
            if flag == .sync {
                let goesOff = !isOn || !judged.factsAfter.flags.sync.configured
                return goesOff && isAttesting(judged)
                    ? Objection("attestation is on, and goes off before sync", hint: "Use: jarvis-ops mesh disable all") : nil
            }
            return isOn ? attesting(judged) : nil
        },
        accepted: RuleExample(
            "`mesh disable all` writes attestation off, then sync.",
            Examples.flags([.sync, .attestation], isOn: false, Examples.facts(sync: true, attestation: true)),
            Examples.facts(sync: true, attestation: true)),
        refused: RuleExample(
            "`mesh disable sync` while attestation is on.",
            Examples.flags([.sync], isOn: false, Examples.facts(sync: true, attestation: true)),
            Examples.facts(sync: true, attestation: true)))
}

/// Whether attestation may be on when the step is taken.
private func isAttesting(_ judged: Judged) -> Bool {
    let attestation = judged.factsByThen.flags.attestation
    // What this plan wrote off goes off with its new container, which is judged for itself.
    return attestation.configured || (!judged.isWrittenOff(.attestation) && attestation.mayBeOn)
}

private func attesting(_ judged: Judged) -> Objection? {
    let sync = judged.factsByThen.flags.sync
    if !sync.configured { return Objection("sync is off, and goes on before attestation", hint: "Use: jarvis-ops mesh enable sync") }
    if sync.running == false {
        return Objection("sync is on in .env, but the service runs without it", hint: "Have it run with sync: jarvis-ops mesh enable sync")
    }
    if sync.running == nil, judged.facts.deployment == .production {
        return Objection(
            "whether the service runs with sync cannot be seen: it gives no capability report",
            hint: "Have it answer /runtime-status, and see what it says: jarvis-ops mesh flags")
    }
    return nil
}

/// A new container must not be the way in which attestation comes to run alone.
private func container(_ judged: Judged) -> Objection? {
    guard judged.alone.contains(where: { $0.newContainerRuns(.attestation) != false && $0.newContainerRuns(.sync) != true }) else {
        return nil
    }
    return Objection("the new container would run attestation without sync", hint: "Use: jarvis-ops mesh disable all")
}
