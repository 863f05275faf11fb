internal import Mesh
internal import Planning
internal import Runbook

extension SafetyRule {
    /// The runbook's second mesh safety rule. Turning a flag off needs no smoke. A recreation turns on what `.env` says and the
    /// running service has not, so it is judged too.
    static let flagsOffUnlessSmoke = SafetyRule(
        id: "flags-off-unless-smoke",
        sentence: "In production a mesh flag goes on only after fresh smoke checks of the same configuration passed.",
        source: "Mesh, Safety Rules 2: \"In production a mesh flag stays off until the smoke checks have passed.\"",
        reads: """
            the deployment (production unless the environment says otherwise); what the service is given of the mesh's variables; the newest smoke result: passed, age, what it covered, \
            whether the configuration is still the same and the journal verifies; the flags as configured and as running; what \
            `docker-compose config` gives to a new container, and what a restarted one would load itself
            """,
        refuses: """
            in production: sending a waiting event while sync is off or nobody can tell what runs, or where nobody can tell with which NATS and key the service works; writing a flag on; making a container that docker-compose gives the flag, \
            or of which that cannot be known, or restarting one that would load it, while the running one does not say on, or says on and works with other variables of the mesh than the new one would; code that is not \
            understood and names the flag, its file or the containers; all of it without smoke checks of that flag that passed within 15 minutes for this very configuration, in a \
            journal that verifies. Where sync was never on, checks with the result `first-enable` do for a plan that wants that name typed, \
            looks for the listener afterwards, and turns sync off again where it does not come up
            """,
        concerns: { step, _ in step.setsMeshFlag },
        words: [["flag"], ["smoke"]],
        judge: { judged in
            guard judged.facts.deployment == .production else { return nil }
            if case .send = judged.change.operation { return sending(judged.facts) }
            for flag in MeshFlag.allCases where judged.turnsOn(flag) {
                guard let smoke = judged.facts.smoke else {
                    return Objection(
                        "\(judged.turningOn(flag))in production \(flag.variable) goes on only after passing smoke checks, and there are none",
                        hint: "Run: jarvis-ops mesh smoke \(flag.word)")
                }
                let doubt = judged.facts.service.meshDoubt
                if let why = doubt ?? smoke.objection(for: flag, asFirst: judged.isFirstEnabling(flag)) {
                    let isFirst = smoke.objection(for: flag, asFirst: true) == nil
                    return Objection(
                        "\(judged.turningOn(flag))in production \(flag.variable) goes on only after fresh passing smoke checks: \(why)",
                        hint: doubt.map { _ in giving } ?? (isFirst ? "Use: jarvis-ops mesh enable \(flag.word)" : smoke.remedy(for: flag)))
                }
            }
            return nil
        },
        accepted: RuleExample(
            "Sync goes on three minutes after the smoke checks passed.",
            Examples.flags([.sync], isOn: true, Examples.facts { $0.smoke = Examples.smoke(minutesAgo: 3) }),
            Examples.facts { $0.smoke = Examples.smoke(minutesAgo: 3) }),
        refused: RuleExample(
            "Sync is to go on twenty minutes after the smoke checks passed.",
            Examples.flags([.sync], isOn: true, Examples.facts { $0.smoke = Examples.smoke(minutesAgo: 20) }),
            Examples.facts { $0.smoke = Examples.smoke(minutesAgo: 20) }))
}

/// What nobody knows cannot have been looked at.
private let giving =
    "Mend it where the service itself is given it (its `environment` or `env_file`, its unit's EnvironmentFile). Then: jarvis-ops mesh smoke"

/// An event is sent with sync on, or after smoke checks that would let it go on.
private func sending(_ facts: Facts) -> Objection? {
    if let doubt = facts.service.meshDoubt {
        return Objection("where the running service would send it is not known: \(doubt)", hint: giving)
    }
    if facts.flags.sync.running == true { return nil }
    let why = facts.smoke.map { $0.objection(for: .sync) } ?? "there are no smoke checks"
    let hint = facts.smoke?.remedy(for: .sync) ?? "Run: jarvis-ops mesh smoke sync"
    let what = facts.flags.sync.best ? "whether the service runs with sync cannot be seen" : "sync is off"
    return why.map { Objection("\(what), and in production nothing is sent then: \($0)", hint: hint) }
}
