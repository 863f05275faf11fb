internal import CommandLineKit
internal import JSONKit
internal import Journal
internal import TerminalKit

/// `runs abandon RUN`: says that an interrupted run will not be finished. Only the journal changes.
struct RunsAbandon: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "abandon", abstract: "Leave an interrupted run as it is, and say so in the journal.",
            discussion: "Nothing is done and nothing is taken back; the run no longer waits to be resumed.")
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: "A run, as `runs` lists it: its id, the beginning of it, or `last`.")
    var run: String

    func run(in world: World) throws -> Int32 {
        let record = try RunRecord.find(run, in: world)
        if let closed = record.closed {
            world.note("run \(record.id) \(closed.words): there is nothing to abandon")
            return closed == .abandoned ? ExitCodes.success : ExitCodes.confirmed
        }
        let head = options.dryRun ? nil : try record.close("abandoned", world)
        let document: JSONValue = [
            "schema": "jarvis-ops/run-abandoned/v1", "run": record.id.json, "unknown_steps": record.steps.uncertainSteps.json,
            "audit": AuditLine.json(head),
        ]
        try Output(options, world).print(json: document) { page in
            var text = "run \(record.id) \(options.dryRun ? "would be" : "is") abandoned\n"
            for step in record.steps.uncertainSteps { text += page.paint("? \(step) was begun, and how it ended is not known\n", .unknown) }
            if options.dryRun { return text + "\nNothing was changed.\n" }
            return text + page.paint(AuditLine.text(run: record.id, head), .dim) + "\n"
        }
        return ExitCodes.success
    }
}
