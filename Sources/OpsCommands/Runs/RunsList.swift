internal import CommandLineKit
internal import Journal
internal import SystemKit

/// `runs`: the runs that the journal remembers, the newest first.
struct RunsList: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: "List the runs, the newest first.")
    }

    @OptionGroup var options: GlobalOptions

    @Option(name: .long, help: ArgumentHelp("How many to list.", valueName: "number"))
    var limit: Int = 30

    mutating func validate() throws {
        if limit < 1 { throw ValidationError("--limit must be 1 or more.") }
    }

    func run(in world: World) throws -> Int32 {
        let history = try History.open(world)
        let runs = try history.runs()
        let shown = Array(runs.prefix(limit))
        let head = try history.head()
        let now = Timestamp.now()
        try Output(options, world).print(json: RunsJSON.list(shown, of: runs.count, head)) { page in
            RunsText.list(shown, of: runs.count, now: now, page)
        }
        return ExitCodes.success
    }
}
