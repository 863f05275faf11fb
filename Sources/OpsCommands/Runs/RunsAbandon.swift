internal import CommandLineKit
internal import JSONKit
internal import Journal
internal import Locking
internal import SystemKit
internal import TerminalKit

/// `runs abandon RUN`: says that an interrupted run will not be finished. Only the journal changes.
struct RunsAbandon: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "abandon", abstract: "Leave an interrupted run as it is, and say so in the journal.",
            discussion: """
                Nothing is done and nothing is taken back; the run no longer waits to be resumed. It asks first (--yes answers), takes the \
                lock, and leaves alone a run whose process is still at work.
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: "A run, as `runs` lists it: its id, the beginning of it, or `last`.", completion: .runs)
    var run: String

    func run(in world: World) throws -> Int32 {
        let record = try RunHistory.find(run, options, in: world)
        if let closed = record.closed {
            guard closed == .abandoned else { throw record.closedError("there is nothing to abandon") }
            try Output(options, world).print(json: document(record, nil)) { _ in "run \(record.id) \(closed.words) already\n" }
            return ExitCodes.success
        }
        if let process = record.worker { throw process.refusal(record.id) }
        let head = options.dryRun ? nil : try abandon(record, world)
        try Output(options, world).print(json: document(record, head), Heading(options, world)) { page in
            var text = "run \(record.id) \(options.dryRun ? "would be" : "is") abandoned\n"
            for step in record.uncertainSteps { text += page.paint("? \(step) was begun, and how it ended is not known\n", .unknown) }
            if options.dryRun { return text + "\nNothing was changed.\n" }
            return text + page.paint(AuditLine.text(run: record.id, head), .dim) + "\n"
        }
        return ExitCodes.success
    }

    private func abandon(_ record: RunHistory, _ world: World) throws -> JournalHead {
        let uncertain = record.uncertainSteps.map { "? \($0) was begun, and how it ended is not known\n" }.joined()
        _ = try YesDesk(
            options: options, world: world, what: "abandoning a run", nothing: "nothing was changed", look: "To see it"
        ).approve(showing: record.summary + "\n" + uncertain, question: "Abandon it, and leave everything as it is now?")
        let lock = try lock(world)
        defer { lock?.release() }
        // Somebody may have taken it up while a person was asked.
        try record.requireAlone(world)
        return try record.close("abandoned", options, world)
    }

    /// nil where the directory is gone: nobody can be at work in it.
    private func lock(_ world: World) throws(OpsError) -> ResponderLock? {
        let directory = options.jarvis(in: world).path
        guard Files.kind(directory) == .directory else { return nil }
        return try world.takeLock(on: directory, for: "runs abandon \(run)", options)
    }

    private func document(_ record: RunHistory, _ head: JournalHead?) -> JSONValue {
        [
            "schema": "jarvis-ops/run-abandoned/v1", "run": record.id.json, "unknown_steps": record.uncertainSteps.json,
            "audit": AuditLine.json(head),
        ]
    }
}
