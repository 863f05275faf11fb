public import JSONKit
public import Mesh
internal import Planning
internal import Runbook

/// One mesh flag as one place tells it.
public struct FlagSighting: Sendable, Hashable {
    public let flag: MeshFlag
    /// By which it is found again: a file, docker-compose, the running service.
    public let place: String
    /// nil when that cannot be told.
    public let isOn: Bool?
    /// Where it was read, for people: `.env:3`.
    public let words: String

    public init(_ flag: MeshFlag, place: String, isOn: Bool?, words: String) {
        self.flag = flag
        self.place = place
        self.isOn = isOn
        self.words = words
    }

    var json: JSONValue { ["flag": flag.word.json, "place": words.json, "on": isOn.json] }

    /// The place that must be readable for anybody to say that the flag is off.
    public static let runningService = "the running service"
}

/// What a step that nobody understands did to the mesh's flags: one went on, or nobody can tell.
public struct FlagAlarm: Sendable, Hashable {
    public let flags: [MeshFlag]
    /// False: whether they are on cannot be read.
    public let isCertain: Bool
    /// One sentence for people.
    public let because: String
    /// As it is typed.
    public let turnsOff: String

    /// nil when no flag went on, and that was seen.
    ///
    /// - Parameter program: the command's beginning, with the options that lead to this Jarvis.
    init?(_ before: [FlagSighting], _ after: [FlagSighting], program: String) {
        let on = MeshFlag.allCases.compactMap { FlagAlarm.wentOn($0, before, after) }
        let unseen = MeshFlag.allCases.compactMap { FlagAlarm.unseen($0, before, after) }
        let told = on.isEmpty ? unseen : on
        guard !told.isEmpty else { return nil }
        flags = told.map(\.flag)
        isCertain = !on.isEmpty
        because = told.map(\.words).joined(separator: "; ")
        // Sync alone does not go off while attestation is on.
        turnsOff = "\(program) mesh disable \(flags == [.attestation] ? MeshFlag.attestation.word : "all")"
    }

    private static func wentOn(
        _ flag: MeshFlag, _ before: [FlagSighting], _ after: [FlagSighting]
    ) -> (flag: MeshFlag, words: String)? {
        let was = before.filter { $0.flag == flag }
        let isNew = after.filter { now in
            guard now.flag == flag, now.isOn == true else { return false }
            let then = was.first { $0.place == now.place }?.isOn
            return then == false || then == nil && !was.contains { $0.isOn == true }
        }
        return isNew.isEmpty ? nil : (flag, "\(flag.variable) went on: \(isNew.map(\.words).joined(separator: ", "))")
    }

    /// A place that could be read before must be; the running service in any case.
    private static func unseen(
        _ flag: MeshFlag, _ before: [FlagSighting], _ after: [FlagSighting]
    ) -> (flag: MeshFlag, words: String)? {
        let known = before.filter { $0.flag == flag && $0.isOn != nil }.map(\.place) + [FlagSighting.runningService]
        let dark = Set(known).filter { place in !after.contains { $0.flag == flag && $0.place == place && $0.isOn != nil } }
        return dark.isEmpty ? nil : (flag, "whether \(flag.variable) is on cannot be read: \(dark.sorted().joined(separator: ", "))")
    }

    /// For machines: results and the journal.
    public var json: JSONValue {
        [
            "flags": flags.map(\.word).json, "state": (isCertain ? "on" : "unknown").json, "because": because.json,
            "turn_off": turnsOff.json,
        ]
    }
}

extension Executor {
    /// The flags as every place tells them. A signal does not keep from looking: only one who insists does.
    func flagsNow(_ step: PlannedStep) -> [FlagSighting] {
        let limits = ProbeLimits(
            timeoutMilliseconds: min(10_000, defaultTimeoutMilliseconds), cancellation: insistence, insistence: insistence)
        guard case .meshFlags(let seen)? = probes.run(.meshFlags, limits: limits).measurement else { return [] }
        return seen
    }

    /// The result of a step that nobody understands, with what it did to the flags.
    func watched(_ result: StepResult, since before: [FlagSighting], _ step: PlannedStep, _ run: inout RunInHand) -> StepResult {
        guard result.state != .notRun, let alarm = FlagAlarm(before, flagsNow(step), program: program) else { return result }
        if alarm.isCertain { run.stop(.failed, "\(step.id) turned a mesh flag on") } else { run.leaveUnverified() }
        return result.raising(alarm)
    }
}

extension PlannedStep {
    /// Whether nobody knows what it does.
    var isOfUnknownEffect: Bool { effect == .unknown || step?.effect == .unknown }
}
