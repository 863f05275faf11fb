public import CommandLineKit

/// Options that every command takes.
public struct GlobalOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Read this runbook, or a directory of them.", valueName: "file"), completion: .file())
    var runbook: String?

    @Option(
        name: [.customShort("C"), .customLong("directory")],
        help: ArgumentHelp("The Jarvis checkout (default: $JARVIS_HOME, else here).", valueName: "dir"), completion: .directory)
    var directory: String?

    @Option(name: .shortAndLong, help: "How to print results.")
    var output: OutputFormat = .text

    @Option(name: .long, help: ArgumentHelp("The time limit of each probe: 500ms, 10s, 2m.", valueName: "duration"))
    var timeout: TimeLimit = TimeLimit(milliseconds: 10_000)

    @Option(name: .long, help: ArgumentHelp("The API's address: http://host:port.", valueName: "url"))
    var url: String?

    @Option(name: .long, help: ArgumentHelp("The application's database.", valueName: "file"), completion: .file())
    var database: String?

    @Option(name: .long, help: ArgumentHelp("The mesh outbox file.", valueName: "file"), completion: .file())
    var outbox: String?

    @Option(name: .long, help: ArgumentHelp("A value for a placeholder of the runbook's commands.", valueName: "name=value"))
    var set: [String] = []

    @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Show what would be done; read-only probes still run.")
    var dryRun = false

    @Flag(name: .long, help: "Answer yes to changes; never to what destroys.")
    var yes = false

    @Option(name: .long, help: ArgumentHelp("Confirm a destructive step by its name.", valueName: "name"), completion: .steps)
    var confirm: [String] = []

    @Option(name: .long, help: ArgumentHelp("Change nothing unless the plan has this hash, which a dry run shows.", valueName: "sha256"))
    var plan: String?

    @Flag(name: .customLong("no-input"), help: "Never ask.")
    var noInput = false

    @Flag(name: .customLong("no-color"), help: "No colours.")
    var noColor = false

    @Flag(name: [.customShort("q"), .customLong("quiet")], help: "No progress.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Show the evidence too.")
    var verbose = false

    public init() {}

    /// How a command begins that leads to the same Jarvis as this one.
    var program: String { directory.map { "jarvis-ops -C '\($0.replacing("'", with: "'\\''"))'" } ?? "jarvis-ops" }
}

/// How results are printed.
public enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text, json, jsonl, sarif, github
}
