internal import CommandLineKit

/// `show ID`: one incident, step by step.
struct Show: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(abstract: "Show one incident: symptoms, rules and steps.")
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("The incident, as `list` names it.", valueName: "id"), completion: .incidents)
    var incident: String

    @Flag(name: .long, help: "Also what was read as context or prohibition, with its place.")
    var context = false

    var isAboutOneJarvis: Bool { false }

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        let found = try loaded.incident(incident)
        try Output(options, world).print(json: CatalogJSON.show(found, loaded, withContext: context)) {
            CatalogText.show(found, loaded, $0, withContext: context)
        }
        return ExitCodes.success
    }
}
