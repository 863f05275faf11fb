public import CommandLineKit

/// The program: its commands, in the groups that the help shows.
public struct JarvisOps: ParsableCommand {
    public static let version = ProgramVersion.current

    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "jarvis-ops", abstract: "Runs the incident runbook of a Jarvis, safely.",
            discussion: "Start with `jarvis-ops triage`, or with `jarvis-ops diagnose ID` for one incident.", version: version,
            groupedSubcommands: [
                CommandGroup(name: "Looking", subcommands: [Diagnose.self, TriageCommand.self, Watch.self, Doctor.self]),
                CommandGroup(name: "Changing", subcommands: [Resolve.self, MeshCommand.self, RollbackCommand.self]),
                CommandGroup(name: "History", subcommands: [RunsCommand.self, ReportCommand.self, AuditCommand.self]),
                CommandGroup(name: "Telling people", subcommands: [Escalate.self]),
                CommandGroup(name: "Many hosts", subcommands: [FleetCommand.self]),
                CommandGroup(name: "The runbook", subcommands: [List.self, Show.self, Explain.self, LintCommand.self]),
                CommandGroup(name: "Practice", subcommands: [Drill.self]),
                CommandGroup(name: "The shell", subcommands: [CompletionCommand.self]),
            ])
    }

    public init() {}
}
