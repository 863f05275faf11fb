internal import CommandLineKit
internal import JSONKit
internal import Mesh

/// `mesh hash FILE`: the hash by which Jarvis attests a state.
struct MeshHash: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "hash", abstract: "Print the state hash of a JSON value: 64 hexadecimal digits.",
            discussion: "Exits 65 and prints nothing for text that Jarvis's reader refuses.")
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("A JSON text; `-` reads standard input.", valueName: "file"), completion: .file())
    var file: String

    func run(in world: World) throws -> Int32 {
        let hash = StateHash.hex(try JarvisJSON.read(file, in: world))
        let document: JSONValue = ["schema": "jarvis-ops/state-hash/v1", "state_hash": hash.json]
        try Output(options, world).print(json: document) { _ in hash + "\n" }
        return ExitCodes.success
    }
}
