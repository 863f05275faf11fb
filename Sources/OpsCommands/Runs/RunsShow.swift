internal import CommandLineKit
internal import Journal

/// `runs show RUN`: everything that is remembered of one run.
struct RunsShow: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: "Show one run: who, what was seen, decided and done, and how it ended.")
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: "A run, as `runs` lists it: its id, the beginning of it, or `last`.", completion: .runs)
    var run: String

    func run(in world: World) throws -> Int32 {
        let history = try History.open(world)
        let record = try history.run(run, of: options.jarvis(in: world))
        // How the world stands is looked at only where something was cut; what was recorded is shown whatever the runbook is like.
        let target = (try? LoadedRunbook.load(options, in: world)).map { JarvisTarget.resolve(options, $0, world) }
        let work = target.flatMap { UnfinishedWork(record, $0) }
        try Output(options, world).print(json: RunsJSON.record(record, history.owner, work)) { page in
            RunsText.record(record, work, page, verbose: options.verbose) + RunsText.owner(history.owner, page)
        }
        return ExitCodes.success
    }
}
