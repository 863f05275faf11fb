internal import CommandLineKit

/// `fleet …`: the same looks and the same safe changes on many hosts.
struct FleetCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "fleet", abstract: "Look at many hosts, and change them in batches, by Ansible.",
            subcommands: [
                FleetSetup.self, FleetRemove.self, FleetDiagnose.self, FleetTriage.self, FleetDoctor.self, FleetMesh.self,
                FleetResolve.self, FleetRollback.self, FleetFactsCommand.self,
            ])
    }
}

/// `fleet mesh …`.
struct FleetMesh: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "mesh", abstract: "The mesh of all hosts.",
            subcommands: [FleetMeshStatus.self, FleetMeshRetry.self, FleetMeshDisable.self])
    }
}
