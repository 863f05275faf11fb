internal import CommandLineKit
internal import JSONKit
internal import SystemKit

/// `completion SHELL`: the script by which a shell completes this program's command lines.
struct CompletionCommand: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "completion", abstract: "Print the completion script of a shell: bash, zsh or fish.",
            discussion: """
                bash: source <(jarvis-ops completion bash)
                zsh:  source <(jarvis-ops completion zsh)
                fish: jarvis-ops completion fish | source
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("bash, zsh or fish.", valueName: "shell"), completion: .list(CompletionShell.allCases.map(\.rawValue)))
    var shell: CompletionShell

    /// What the scripts ask: the words that were typed.
    @Argument(parsing: .postTerminator, help: .hidden)
    var words: [String] = []

    var isAboutOneJarvis: Bool { false }

    func run(in world: World) throws -> Int32 {
        guard words.isEmpty else {
            try world.standardOutput.write(CompletionOffers.lines(for: Array(words.dropFirst()), in: world))
            return ExitCodes.success
        }
        let document: JSONValue = ["schema": "jarvis-ops/completion/v1", "shell": shell.rawValue.json, "script": shell.script.json]
        try Output(options, world).print(json: document) { _ in shell.script }
        return ExitCodes.success
    }
}
