internal import CommandLineKit

/// `mesh …`: the NATS and Solana mesh of a Jarvis.
struct MeshCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "mesh", abstract: "Look at the mesh's flags, and change them safely.",
            subcommands: [
                MeshStatus.self, MeshTail.self, MeshRetry.self, MeshAcknowledge.self, MeshSmoke.self, MeshFlagsCommand.self,
                MeshEnable.self, MeshDisable.self, MeshVerify.self, MeshHash.self,
            ])
    }
}
