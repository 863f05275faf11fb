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
    /// The command that ends it there; nil where it goes off with the mesh.
    public let turnsOff: String?

    public init(_ flag: MeshFlag, place: String, isOn: Bool?, words: String, turnsOff: String? = nil) {
        self.flag = flag
        self.place = place
        self.isOn = isOn
        self.words = words
        self.turnsOff = turnsOff
    }

    var json: JSONValue { ["flag": flag.word.json, "place": words.json, "on": isOn.json] }

    /// The place that must be readable for anybody to say that the flag is off.
    public static let runningService = "the running service"
    /// All that there are beside it could be looked at.
    public static let otherContainers = "other containers"

    /// Whether it is one container beside the service's own: it is named only where a flag is on in it, or may be.
    var isOtherContainer: Bool { place.hasPrefix("container ") }
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
        let on = after.filter { FlagAlarm.isNew($0, before) }
        let dark = FlagAlarm.unseen(before, after)
        guard !on.isEmpty || !dark.isEmpty else { return nil }
        let told = on.isEmpty ? dark : on
        isCertain = !on.isEmpty
        flags = MeshFlag.allCases.filter { flag in told.contains { $0.flag == flag } }
        because = flags.map { flag in
            let places = told.filter { $0.flag == flag }.map(\.words).joined(separator: ", ")
            return on.isEmpty ? "whether \(flag.variable) is on cannot be read: \(places)" : "\(flag.variable) went on: \(places)"
        }.joined(separator: "; ")
        var commands: [String] = []
        for stop in told.compactMap(\.turnsOff) where !commands.contains(stop) { commands.append(stop) }
        // Sync alone does not go off while attestation is on.
        let goOff = Set(told.filter { $0.turnsOff == nil }.map(\.flag))
        if !goOff.isEmpty {
            commands.append("\(program) mesh disable \(goOff == [.attestation] ? MeshFlag.attestation.word : "all")")
        }
        turnsOff = commands.joined(separator: "; ")
    }

    private static func isNew(_ now: FlagSighting, _ before: [FlagSighting]) -> Bool {
        guard now.isOn == true else { return false }
        let was = before.filter { $0.flag == now.flag }
        let then = was.first { $0.place == now.place }
        // One more container that runs with it is news wherever else it was on.
        if now.isOtherContainer { return then?.isOn != true }
        return then?.isOn == false || then?.isOn == nil && !was.contains { $0.isOn == true }
    }

    /// A place that could be read before must be; the running service in any case, and what a new container runs with.
    private static func unseen(_ before: [FlagSighting], _ after: [FlagSighting]) -> [FlagSighting] {
        MeshFlag.allCases.flatMap { flag -> [FlagSighting] in
            let was = before.filter { $0.flag == flag }
            let now = after.filter { $0.flag == flag }
            let known = Set(was.filter { $0.isOn != nil && !$0.isOtherContainer }.map(\.place) + [FlagSighting.runningService])
            let dark = known.filter { place in !now.contains { $0.place == place && $0.isOn != nil } }.sorted()
            let made = now.filter { new in new.isOtherContainer && new.isOn == nil && !was.contains { $0.place == new.place } }
            return dark.map { FlagSighting(flag, place: $0, isOn: nil, words: $0) } + made
        }
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
