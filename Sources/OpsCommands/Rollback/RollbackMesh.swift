internal import CommandLineKit
internal import Journal
internal import Planning
internal import Runbook

/// `rollback mesh`: the runbook's rollback playbook.
struct RollbackMesh: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "mesh", abstract: "Carry out the mesh's rollback playbook: flags, configuration, image tag, services.",
            discussion: """
                Turns the flags off, attestation first; puts lifeos/config/jarvis.json back to what a recorded change or git says; puts the \
                image tag back to that of the last healthy run, or to --tag; brings the services up; and verifies it. Wants `mesh` typed, or \
                --confirm mesh. What cannot be done now is left open for `runs resume` and never keeps the flags on. Exits 0 when all of it \
                is done and verified, 1 when something is left.
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Option(name: .long, help: ArgumentHelp("The image tag to go back to.", valueName: "tag"))
    var tag: String?

    func validate() throws {
        if let tag, !RollbackTag.isWellFormed(tag) {
            throw ValidationError("--tag \(tag) is no image tag: letters, digits, '_', '.' and '-', at most 128 of them.")
        }
    }

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        guard let incident = loaded.runbook.incident("mesh"), !incident.rollback.isEmpty else {
            throw OpsError(
                "no-rollback", "\(loaded.path) has no rollback playbook for the mesh", hint: "Name another runbook with --runbook FILE.",
                exitCode: ExitCodes.malformedInput)
        }
        return try ChangeEngine(kind: RollbackChange(tag: tag), target: .resolve(options, loaded, world)).run()
    }
}
