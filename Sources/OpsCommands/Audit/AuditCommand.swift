internal import CommandLineKit

/// `audit …`: whether the journal is what was written.
struct AuditCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "audit", abstract: "Check the journal.", subcommands: [AuditVerify.self], defaultSubcommand: AuditVerify.self)
    }
}
