import CommandLineKit

/// A small program of the shape of jarvis-ops: a tree two levels deep, with global options on every leaf.
struct Ops: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ops", abstract: "Runs an incident runbook.", version: "1.2.3",
        subcommands: [List.self, Tune.self],
        groupedSubcommands: [
            CommandGroup(name: "Incident", subcommands: [Diagnose.self]),
            CommandGroup(name: "Mesh", subcommands: [Mesh.self]),
        ])
}

enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, jsonl }

struct Global: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("How to print the result.", valueName: "format"))
    var output: Format = .text

    @Option(help: ArgumentHelp("The runbook to read.", valueName: "file"), completion: .file(extensions: ["md"]))
    var runbook: String?

    @Flag(name: [.customShort("n"), .long], help: "Change nothing.")
    var dryRun = false

    @Flag(name: .shortAndLong, help: "Say less.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say more.")
    var verbose: Int

    @Option(help: ArgumentHelp("Names what is confirmed.", valueName: "name"))
    var confirm: [String] = []

    func validate() throws {
        if quiet && verbose > 0 { throw ValidationError("--quiet and --verbose contradict each other.") }
    }
}

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the incidents.", aliases: ["ls"])
    @OptionGroup(title: "Global options") var global: Global
}

struct Diagnose: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Measures the symptoms of an incident and says whether it is confirmed.")
    @Argument(help: "The incidents.", completion: .known("ops list"))
    var id: [String]
    @Option(name: .shortAndLong, help: ArgumentHelp("Longest time for one probe.", valueName: "seconds"), transform: seconds)
    var timeout: Double = 10
    @OptionGroup(title: "Global options") var global: Global
}

struct TransformError: Error, CustomStringConvertible { let description: String }

@Sendable func seconds(_ text: String) throws -> Double {
    guard let value = Double(text.hasSuffix("s") ? String(text.dropLast()) : text) else {
        throw TransformError(description: "a duration is a number and 's', such as 10s")
    }
    return value
}

struct Mesh: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Looks after the outbox.", subcommands: [Status.self, Retry.self, Tail.self])
}

struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Shows the outbox.")
    @OptionGroup(title: "Global options") var global: Global
}

struct Retry: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Sends pending events again.")
    @Option(help: "How many events.") var limit: Int
    @Flag(help: "Seal anew.") var reseal = false
    @OptionGroup(title: "Global options") var global: Global

    func validate() throws { if limit < 1 { throw ValidationError("--limit must be at least 1.") } }
}

struct Tail: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Shows the last records.")
    @OptionGroup(title: "Global options") var global: Global
    @Option(name: .shortAndLong, help: "How many.") var n: Int = 10
}

enum Level: String, EnumerableFlag { case low, high }

/// The shapes the others do not have.
struct Tune: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Everything else.", shouldDisplay: false)
    @Argument() var first: Int?
    @Argument() var second: String?
    @Argument(parsing: .postTerminator) var command: [String] = []
    @Flag(inversion: .prefixedNo, help: "Colours.") var color = true
    @Flag(inversion: .prefixedEnableDisable) var cache: Bool?
    @Flag var level: Level = .low
    @Option(parsing: .upToNextOption) var hosts: [String] = []
    @Option(parsing: .unconditional) var raw: String?
    @Option() var ratio: Double?
    @Option(transform: { $0.split(separator: ",").map(String.init) }) var tags: [String] = []
}

/// Takes everything from its first word on.
struct Wrap: ParsableCommand {
    @Flag var fast = false
    @Argument() var name: String
    @Argument(parsing: .captureForPassthrough) var rest: [String] = []
}

func ops<Command: ParsableCommand>(_ words: String..., as type: Command.Type = Command.self) throws -> Command {
    let parsed = try Ops.parseAsRoot(words)
    guard let command = parsed as? Command else { throw TransformError(description: "\(words) is \(parsed)") }
    return command
}

/// The error a command line ends with; nil when it is understood.
func failure(_ words: [String]) -> (any Error)? {
    do {
        _ = try Ops.parseAsRoot(words)
        return nil
    } catch {
        return error
    }
}
