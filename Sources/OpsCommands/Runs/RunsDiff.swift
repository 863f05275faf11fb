internal import CommandLineKit
internal import Journal

/// `runs diff A B`: what changed from one diagnosis to another.
struct RunsDiff: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "diff", abstract: "Compare two diagnoses: what turned, and what was measured otherwise.",
            discussion: "Exits 0 whether something changed or not; -o json says so in `same`.")
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("The earlier run: its id, the beginning of it, or `last`.", valueName: "a"), completion: .runs)
    var before: String

    @Argument(help: ArgumentHelp("The later run.", valueName: "b"), completion: .runs)
    var after: String

    func run(in world: World) throws -> Int32 {
        let history = try History.open(world)
        let jarvis = options.jarvis(in: world)
        let diff = RunDiff(try history.run(before, of: jarvis), try history.run(after, of: jarvis))
        try Output(options, world).print(json: RunDiffOutput.json(diff, history.owner)) { page in
            RunDiffOutput.text(diff, page, verbose: options.verbose) + RunsText.owner(history.owner, page)
        }
        return ExitCodes.success
    }
}
