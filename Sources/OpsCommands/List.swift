internal import CommandLineKit

/// `list`: the incidents of the runbook.
struct List: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(abstract: "List the incidents of the runbook.")
    }

    @OptionGroup var options: GlobalOptions

    var isAboutOneJarvis: Bool { false }

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        try Output(options, world).print(json: CatalogJSON.list(loaded)) { CatalogText.list(loaded, $0) }
        return ExitCodes.success
    }
}
