import Safety
import Testing

/// A set of first worlds, with what may be done and what may happen in them.
struct SmallWorlds: Sendable, CustomTestStringConvertible {
    let name: String
    let commands: [Command]
    let moves: [Move]
    let first: [World]
    let depth: Int

    var testDescription: String { name }

    func search(_ policy: Policy, stopsAtFirstFinding: Bool = false) -> Exhaustion.Result {
        Exhaustion(
            policy: policy, commands: commands, moves: moves, first: first, maximumDepth: depth, stopsAtFirstFinding: stopsAtFirstFinding
        ).run()
    }
}

extension SmallWorlds {
    /// Deep enough for every one of them to end before it.
    private static let toTheEnd = 100

    static let all: [SmallWorlds] = [
        SmallWorlds(
            name: "everything but the flags", commands: Command.others + [Command.disableAll, Command.disableAttest],
            moves: Move.surroundings, first: [World()], depth: toTheEnd),
        SmallWorlds(name: "a bit of everything", commands: someCommands, moves: someMoves, first: [World()], depth: 9),
        SmallWorlds(name: "the flags in production", commands: Command.flags, moves: Move.flags, first: [World()], depth: toTheEnd),
        SmallWorlds(
            name: "the flags elsewhere", commands: Command.flags, moves: Move.flags,
            first: [World().with { $0.deployment = .staging }, World().with { $0.deployment = .development }], depth: 6),
        SmallWorlds(
            name: "an environment that says on, and variables passed by name", commands: Command.flags, moves: Move.flags,
            first: [
                World().with {
                    $0.passing = .named
                    $0.syncEnvironment = .on
                },
                World().with {
                    $0.passing = .named
                    $0.attestEnvironment = .on
                    $0.syncEnvironment = .off
                    $0.deployment = .development
                },
                World().with { $0.attestEnvironment = .on },
            ], depth: 6),
        SmallWorlds(
            name: "a compose file that passes little or nothing, or is not there", commands: Command.flags, moves: Move.flags,
            first: [
                World().with { $0.passing = .legacy },
                World().with {
                    $0.passing = .nothing
                    $0.writes = .failing
                },
                World().with { $0.hasCompose = false },
            ], depth: 6),
    ]

    private static let someCommands: [Command] = {
        let names: Set = [
            "mesh enable sync", "mesh enable attest", "mesh disable sync", "mesh disable attest", "mesh disable all", "mesh retry",
            "rollback",
            "both on", "recreate alone", "stop", "flush", "restore", "backup, restore", "Python of unknown effect", "Jarvis's own retry",
        ]
        return (Command.flags + Command.others).filter { names.contains($0.name) }
    }()

    private static let someMoves: [Move] = {
        let names: Set = [
            "smoke checks of both pass", "a quarter of an hour goes by", "another responder comes", "the other responder goes",
            "somebody writes attestation on", "somebody writes sync on", "somebody recreates the service", "the service stops answering",
            "the journal's disk fills up", "the engine goes away", "a changed event waits", "a valid event waits", "memory writes fail",
        ]
        return (Move.flags + Move.surroundings).filter { names.contains($0.name) }
    }()
}
