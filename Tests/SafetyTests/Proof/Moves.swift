/// Something that happens without the program: people, time, machines.
struct Move: Sendable {
    let name: String
    let apply: @Sendable (inout World) -> Void

    init(_ name: String, _ apply: @escaping @Sendable (inout World) -> Void) {
        self.name = name
        self.apply = apply
    }
}

extension Move {
    /// What concerns the flags.
    static let flags: [Move] = [
        smoke("smoke checks of sync pass", .passedSync), smoke("smoke checks of both pass", .passedBoth),
        smoke("smoke checks fail", .failed),
        Move("a quarter of an hour goes by") { if $0.smoke != .never { $0.smokeIsStale = true } },
        Move("the configuration changes") { if $0.smoke != .never { $0.smokeIsOfOther = true } },
        Move("somebody writes sync on") { $0.syncFile = .on },
        Move("somebody writes attestation on") { $0.attestFile = .on },
        Move("somebody writes sync off") { $0.syncFile = .off },
        Move("somebody takes both variables out") {
            $0.syncFile = .absent
            $0.attestFile = .absent
        },
        Move("somebody writes the older names on") {
            $0.syncLegacy = .on
            $0.attestLegacy = .on
        },
        Move("somebody recreates the service") {
            ($0.runsSync, $0.runsAttest) = $0.container
            $0.isServing = true
        },
        Move("the service stops answering") { $0.answers = false },
        Move("the service answers again") { $0.answers = true },
    ]

    /// What concerns everything else.
    static let surroundings: [Move] = [
        Move("another responder comes") { $0.lock = .other },
        Move("the lock cannot be seen") { $0.lock = .unseen },
        Move("the other responder goes") { $0.lock = .free },
        Move("the journal's disk fills up") { $0.journalWorks = false },
        Move("the journal's disk has room again") { $0.journalWorks = true },
        Move("memory writes fail") { $0.writes = .failing },
        Move("memory writes are seen") { $0.writes = .succeeding },
        Move("the engine goes away") { $0.capturable = .nothing },
        Move("only the log can be had") { $0.capturable = .logs },
        Move("only the memory figures can be had") { $0.capturable = .memory },
        Move("everything can be had again") { $0.capturable = .everything },
        Move("a valid event waits") { $0.outbox = $0.outbox == .invalid ? .mixed : .valid },
        Move("an event waits for its commitment") { $0.outbox = .validCommit },
        Move("a changed event waits") { $0.outbox = $0.outbox == .valid ? .mixed : .invalid },
        Move("an event is recorded as invalid") { $0.outbox = .recordedInvalid },
        Move("an event waits that nobody validated") { $0.outbox = .unvalidated },
        Move("the project's containers are another directory's") { $0.owner = .another },
        Move("they are, and nobody can see it") { $0.owner = .unseen },
        Move("users write memories") { $0.databaseIsSaved = false },
    ]

    private static func smoke(_ name: String, _ result: World.Smoke) -> Move {
        Move(name) {
            $0.smoke = result
            $0.smokeIsStale = false
            $0.smokeIsOfOther = false
        }
    }
}
