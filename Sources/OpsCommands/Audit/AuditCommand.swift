internal import CommandLineKit

/// `audit …`: whether the journal is what was written.
struct AuditCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "audit", abstract: "Check the journal, or begin a new chain after a damaged one.",
            subcommands: [AuditVerify.self, AuditAdopt.self], defaultSubcommand: AuditVerify.self)
    }
}
