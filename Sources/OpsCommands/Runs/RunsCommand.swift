internal import CommandLineKit

/// `runs …`: what the journal remembers.
struct RunsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "runs", abstract: "List what was run here, look at it, compare it, take it up again.",
            subcommands: [RunsList.self, RunsShow.self, RunsDiff.self, RunsResume.self, RunsAbandon.self, RunsNote.self],
            defaultSubcommand: RunsList.self)
    }
}
