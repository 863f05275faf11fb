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
    var limit: Int = 50

    @Flag(name: .long, help: "Those of every Jarvis directory, and not only of this one.")
    var all = false

    mutating func validate() throws {
        if limit < 1 { throw ValidationError("--limit must be 1 or more.") }
    }

    func run(in world: World) throws -> Int32 {
        let history = try History.open(world)
        let jarvis = options.jarvis(in: world)
        let page = try history.newestRuns(limit, of: all ? nil : jarvis)
        let head = try history.head()
        let now = Timestamp.now()
        if options.output == .text { LeftBehindNote.say(jarvis.path, world) }
        let left = LeftBehindNote.json(jarvis.path)
        try Output(options, world).print(
            json: RunsJSON.list(page.runs, of: page.total, head, in: all ? nil : jarvis, history.owner, left)
        ) { shown in
            RunsText.list(page.runs, of: page.total, elsewhere: page.elsewhere, in: jarvis, now: now, shown)
                + RunsText.owner(history.owner, shown)
        }
        return ExitCodes.success
    }
}
