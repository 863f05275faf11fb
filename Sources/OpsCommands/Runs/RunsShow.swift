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
        let record = try History.open(world).run(run, of: options.jarvis(in: world))
        try Output(options, world).print(json: RunsJSON.record(record)) { RunsText.record(record, $0, verbose: options.verbose) }
        return ExitCodes.success
    }
}
