internal import CommandLineKit

/// `rollback …`: playbooks that go back to what is known to work.
struct RollbackCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rollback", abstract: "Go back to what is known to work.", subcommands: [RollbackMesh.self])
    }
}
