internal import CommandLineKit
internal import Journal

/// `runs show RUN`: everything that is remembered of one run.
struct RunsShow: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: "Show one run: who, what was seen, decided and done, and how it ended.")
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: "A run, as `runs` lists it: its id, the beginning of it, or `last`.")
    var run: String

    func run(in world: World) throws -> Int32 {
        let history = try History.open(world)
        let record = try history.run(run, of: options.jarvis(in: world))
        try Output(options, world).print(json: RunsJSON.record(record, history.owner)) { page in
            RunsText.record(record, page, verbose: options.verbose) + RunsText.owner(history.owner, page)
        }
        return ExitCodes.success
    }
}
