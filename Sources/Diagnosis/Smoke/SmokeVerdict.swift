public import Execution
public import JSONKit
public import Mesh
public import Planning

/// What the smoke checks came to: each of them, and which flags they let go on.
public struct SmokeVerdict: Sendable {
    public enum State: String, Sendable {
        case passed, failed, skipped
        /// All that can be looked at before the mesh was ever on is well.
        case firstEnable = "first-enable"
    }

    /// What the checks came to for the flags that were asked for.
    public enum Result: String, Sendable {
        case passed, failed
        /// Sync may go on for the first time: with that name typed, and off again unless its listener comes up.
        case firstEnable = "first-enable"
        /// Nothing failed, and not everything was run.
        case incomplete
    }

    public struct Check: Sendable {
        public let id: String
        public let title: String
        /// The flags that may not go on without it.
        public let flags: Set<MeshFlag>
        public let state: State
        public let because: String
        /// 0 when it was not run.
        public let durationMilliseconds: Double
        public let evidence: JSONObject
        /// Whether a flag can do without it: it had no part in this Jarvis.
        let isNeeded: Bool
    }

    public let checks: [Check]
    /// The flags that `passed` answers for.
    public let asked: Set<MeshFlag>
    /// The flags whose checks were all run, and passed.
    public let covered: Set<MeshFlag>

    /// The flags of which all that can be looked at before they were ever on was run, and is well.
    private let first: Set<MeshFlag>

    /// Whether every flag that was asked for is covered.
    public var passed: Bool { covered.isSuperset(of: asked) && !asked.isEmpty }

    public var result: Result {
        if passed { return .passed }
        if !failures.isEmpty { return .failed }
        return asked.subtracting(covered).isSubset(of: first) ? .firstEnable : .incomplete
    }

    /// What was asked for and failed.
    public var failures: [Check] { checks.filter { $0.state == .failed && !$0.flags.isDisjoint(with: asked) } }

    /// - Parameter observations: of the steps that were run. A step without one did not pass.
    public init(_ items: [SmokeItem], _ observations: [Observation], asked: Set<MeshFlag>, checked: Set<MeshFlag>) {
        checks = items.map { item in Check(item, observations.first { $0.id == item.step.id }) }
        self.asked = asked
        let isWell = { [checks] (flag: MeshFlag, states: Set<State>) in
            checks.allSatisfy { !$0.flags.contains(flag) || states.contains($0.state) || !$0.isNeeded }
        }
        covered = checked.filter { isWell($0, [.passed]) }
        first = checked.filter { isWell($0, [.passed, .firstEnable]) }
    }
}

extension SmokeVerdict.Check {
    fileprivate init(_ item: SmokeItem, _ observation: Observation?) {
        id = item.step.id
        title = item.step.title
        flags = item.flags
        if case .notNeeded = item.skipped { isNeeded = false } else { isNeeded = true }
        durationMilliseconds = observation?.durationMilliseconds ?? 0
        evidence = observation?.evidence ?? JSONObject()
        if let skipped = item.skipped {
            state = .skipped
            because = skipped.because
        } else {
            // Whatever is not known to be well is not well: a flag goes on after it.
            let isFirst = if case .firstEnabling? = observation?.measurement { true } else { false }
            state = observation?.state == .ok ? isFirst ? .firstEnable : .passed : .failed
            because = observation?.summary ?? "it was not run"
        }
    }
}
