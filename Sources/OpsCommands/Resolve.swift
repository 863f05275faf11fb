internal import CommandLineKit
internal import Runbook

/// `resolve ID`: the steps that end an incident. For now those of the mesh.
struct Resolve: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            abstract: "Carry out the recovery steps of the mesh, each under the rules.",
            discussion: """
                Looks at the configuration, sends what waits as `mesh retry` does, and sees what is left and that memory writes go on. When \
                retries keep failing it proposes to turn the flags off, which wants a word of its own (--confirm mesh/disable where nobody \
                can be asked). Exits 0 when nothing waits any more, 1 when something does or was found invalid, 78 when the configuration is not complete.
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("An incident, as `list` names it: mesh.", valueName: "id"))
    var incident: String

    @Option(name: .long, help: ArgumentHelp("Events at most.", valueName: "n"))
    var limit: Int = 100

    @Flag(name: .long, help: "Seal expired events anew, and for the first time those that never were.")
    var reseal = false

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit must be 1 or more.") }
    }

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        let id = try loaded.incident(incident).id
        guard id == "mesh" else {
            throw OpsError(
                "not-resolvable", "the resolution of \(id) is a person's for now", hint: "See its steps: jarvis-ops show \(id)",
                exitCode: ExitCodes.usage)
        }
        return try MeshResolution(
            request: ChangeRequest(resolveMesh: limit, reseals: reseal), loaded: loaded, options: options, world: world
        ).run()
    }
}
