internal import CommandLineKit

/// `mesh retry`: sends what waits in the outbox, each event validated before anything is sent.
struct MeshRetry: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "retry", abstract: "Send the waiting events of the outbox again, safely.",
            discussion: """
                Events are validated before anything is sent. What is invalid is recorded so and never sent; what has expired is held, or \
                sealed anew with --reseal (and --confirm reseal). Exits 0 when every chosen event was published or committed, 1 when any \
                was held, found invalid or still waits, 69 when the transport failed before anything was sent.
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Option(name: .long, help: ArgumentHelp("Events at most.", valueName: "n"))
    var limit: Int = 100

    @Flag(name: .long, help: "Seal expired events anew, and for the first time those that never were.")
    var reseal = false

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit must be 1 or more.") }
    }

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        let change = RetryChange(sending: Sending(limit: limit, reseals: reseal))
        return try ChangeEngine(kind: change, target: .resolve(options, loaded, world)).run()
    }
}
