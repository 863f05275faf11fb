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
            runs without it (in production also when the service does not say)
            """,
        concerns: { step, _ in step.setsMeshFlag },
        words: [["attest"], ["sync"], ["first", "before", "then"]],
        judge: { judged in
            guard let (flag, isOn) = judged.change.operation.flagChange else { return nil }
            let before = judged.earlier.compactMap { $0.change?.operation.flagChange }
            if flag == .sync, !isOn {
                let isOff = before.last { $0.flag == .attestation }?.isOn == false || !judged.facts.flags.attestation.mayBeOn
                return isOff ? nil : Objection("attestation is on, and goes off before sync", hint: "Use: jarvis-ops mesh disable all")
            }
            guard flag == .attestation, isOn else { return nil }
            let sync = judged.facts.flags.sync
            guard before.last(where: { $0.flag == .sync })?.isOn ?? sync.configured else {
                return Objection("sync is off, and goes on before attestation", hint: "Use: jarvis-ops mesh enable sync")
            }
            if sync.running == false { return Objection("sync is on in .env, but the service runs without it") }
            if sync.running == nil, judged.facts.deployment == .production {
                return Objection("whether the service runs with sync cannot be seen: it gives no capability report")
            }
            return nil
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
