internal import CommandLineKit
internal import Mesh
internal import Planning

/// `mesh disable sync|attest|all`: attestation first, sync after it.
struct MeshDisable: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "disable", abstract: "Turn mesh flags off, attestation before sync.",
            discussion: "Writes the flags to .env, recreates the service with docker-compose, and sees that it runs without them.")
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: "sync, attest or all.")
    var flags: FlagsWord

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        let change = FlagChange(goal: FlagGoal(flags.flags, isOn: false))
        return try ChangeEngine(kind: change, target: .resolve(options, loaded, world)).run()
    }
}

/// One mesh flag or both on the command line.
enum FlagsWord: String, ExpressibleByArgument, CaseIterable, Sendable {
    case sync, attest, all

    var flags: Set<MeshFlag> {
        switch self {
        case .sync: [.sync]
        case .attest: [.attestation]
        case .all: [.sync, .attestation]
        }
    }
}
