import Mesh
import Planning
import Testing

@testable import Safety

/// What a rule reads, each fact with the order of danger in which that rule must see it: what is dangerous is the rule's own matter. A flag
/// that runs already cannot be turned on by a new container; the same flag, if it is attestation, forbids to take sync away.
struct RuleDangers: Sendable, CustomTestStringConvertible {
    let rule: String
    let dangers: [Danger]
    /// Plans to which this order does not apply.
    var isExempt: @Sendable (Plan) -> Bool = { _ in false }

    var testDescription: String { dangers.map(\.name).joined(separator: ", ") + " → " + rule }

    /// What is not asked is not known of the other flag either.
    private static let off: [[String?]] = [["0"], ["1"], ["${X:-1}", nil], ["not asked"]]
    private static let attestation: [[String?]] = [["0"], ["1", "${X:-1}", nil], ["not asked"]]

    static let all: [RuleDangers] = [
        RuleDangers(
            rule: "writes-never-blocked",
            dangers: [
                .writes, .given(.sync, off), .given(.attestation, off), .running(.sync, [[true], [false, nil]]),
                .running(.attestation, [[true], [false, nil]]),
            ]),
        RuleDangers(
            rule: "flags-off-unless-smoke",
            dangers: [
                .deployment, .smoke, .meshSettings, .otherMesh, .given(.sync, off), .given(.attestation, off),
                .running(.sync, [[true], [false, nil]]),
                .running(.attestation, [[true], [false, nil]]),
            ], isExempt: sends),
        // Sending goes by the file too.
        RuleDangers(
            rule: "flags-off-unless-smoke",
            dangers: [
                .deployment, .smoke, .meshSettings, .running(.sync, [[true], [false]]), .file(.sync, [["1"], ["0", "${X:-1}", nil]]),
            ],
            isExempt: { !sends($0) }),
        // To turn attestation on, and for new containers: sync is what it needs.
        RuleDangers(
            rule: "attest-before-sync",
            dangers: [
                .deployment, .given(.sync, [["1"], ["0", "${X:-1}", nil], ["not asked"]]), .given(.attestation, attestation),
                .running(.sync, [[true], [nil], [false]]), .file(.sync, [["1"], ["0", "${X:-1}"]]),
            ], isExempt: takesSyncAway),
        // To turn sync off: attestation that is known to be on. What is unknown is pinned off and stops nothing.
        RuleDangers(
            rule: "attest-before-sync",
            dangers: [
                .given(.attestation, attestation), .running(.attestation, [[false, nil], [true]]),
                .file(.attestation, [["0", "${X:-1}"], ["1"]]),
            ], isExempt: { !takesSyncAway($0) }),
        RuleDangers(rule: "invalid-envelope-is-integrity", dangers: [.event]),
        RuleDangers(rule: "evidence-before-loss", dangers: [.kept]),
        RuleDangers(rule: "backup-before-restore", dangers: [.kept]),
        RuleDangers(rule: "one-instance", dangers: [.instances]),
        RuleDangers(rule: "own-containers", dangers: [.owner, .engine]),
        RuleDangers(rule: "one-responder", dangers: [.lock]),
        RuleDangers(rule: "no-journal-no-change", dangers: [.journal]),
        RuleDangers(rule: "unknown-effect-asks", dangers: []),
    ]

    private static func sends(_ plan: Plan) -> Bool {
        plan.changes.contains { if case .send? = $0.change?.operation { true } else { false } }
    }

    private static func takesSyncAway(_ plan: Plan) -> Bool {
        plan.changes.contains { step in
            guard let written = step.change?.operation.flagChange else { return false }
            return written.flag == .sync
        }
    }
}

/// How much a policy lets through: more is stricter.
enum Severity: UInt8, Comparable {
    case nothing, aYes, aName, refusal

    static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }

    init(_ verdict: StepDecision.Verdict) {
        self =
            switch verdict {
            case .allowed: .nothing
            case .needsApproval: .aYes
            case .needsConfirmation: .aName
            case .refused: .refusal
            }
    }

    /// Of the whole plan: of its strictest step.
    init(_ policy: Policy, _ plan: Plan, _ facts: Facts) {
        self = policy.decide(plan, facts).steps.map { Severity($0.verdict) }.max() ?? .nothing
    }
}

/// The facts that some dangers span, and what a policy says of a plan at each point.
struct DangerSpace {
    let dangers: [Danger]
    let base: Facts

    var count: Int { dangers.reduce(1) { $0 * $1.values.count } }

    private func digits(_ point: Int) -> [Int] {
        var rest = point
        return dangers.map { danger in
            defer { rest /= danger.values.count }
            return rest % danger.values.count
        }
    }

    func facts(_ point: Int) -> Facts {
        var facts = base
        for (danger, digit) in zip(dangers, digits(point)) { danger.values[digit].apply(&facts) }
        return facts
    }

    /// The first pair of points of which the worse one is let through by less; nil when there is none.
    func inversion(_ severities: [Severity]) -> String? {
        var stride = 1
        for (index, danger) in dangers.enumerated() {
            defer { stride *= danger.values.count }
            for (milder, worse) in danger.order {
                for point in severities.indices where point / stride % danger.values.count == milder {
                    let other = point + (worse - milder) * stride
                    if severities[other] < severities[point] {
                        let rest = zip(dangers, digits(point)).enumerated().filter { $0.offset != index }.map {
                            "\($0.element.0.name) \($0.element.0.values[$0.element.1].name)"
                        }
                        return "\(danger.name): \(danger.values[worse].name) is let through (\(severities[other])) where "
                            + "\(danger.values[milder].name) is not (\(severities[point])); \(rest.joined(separator: ", "))"
                    }
                }
            }
        }
        return nil
    }
}
