internal import CommandLineKit
internal import Mesh
internal import Planning

/// `mesh enable sync|attest`: sync first, attestation after it, and in production only with fresh smoke checks.
struct MeshEnable: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "enable", abstract: "Turn a mesh flag on, if every safety rule lets it.",
            discussion: """
                Writes the flag to .env, recreates the service with docker-compose, and sees that it runs with it. In production (unless \
                JARVIS_OPS_ENVIRONMENT says development or staging) it needs smoke checks that passed within 15 minutes. After \
                the result first-enable it wants --confirm first-enable, and goes off again unless the mesh's listener comes up.
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: "sync or attest.")
    var flag: FlagWord

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        let change = FlagChange(goal: FlagGoal([flag.flag], isOn: true))
        return try ChangeEngine(kind: change, target: .resolve(options, loaded, world)).run()
    }
}

/// A mesh flag on the command line.
enum FlagWord: String, ExpressibleByArgument, CaseIterable, Sendable {
    case sync, attest

    var flag: MeshFlag { self == .sync ? .sync : .attestation }
}
