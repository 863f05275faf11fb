internal import CommandLineKit

/// `explain STEP`: how one step was read.
struct Explain: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(abstract: "Explain one step: how it was read, its effect, the rules that apply.")
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("The step: api-unresponsive/diagnosis.1", valueName: "step"), completion: .steps)
    var step: String

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        let (incident, found) = try loaded.step(step)
        try Output(options, world).print(json: CatalogJSON.explain(found, incident)) { CatalogText.explain(found, incident, $0) }
        return ExitCodes.success
    }
}
