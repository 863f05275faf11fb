internal import CommandLineKit
internal import Configuration
internal import JSONKit
internal import Journal
internal import Mesh
internal import Operations
internal import Probes
internal import SystemKit

/// `mesh acknowledge EVENT`: a person says that an invalid event was looked at.
struct MeshAcknowledge: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "acknowledge", abstract: "Mark an invalid event of the outbox as looked at by a person.",
            discussion: """
                The event must have an invalid_envelope record; the newest one is meant. Who, \
                when and why goes into the journal; the outbox is not touched. The smoke checks \
                take the event as resolved from then on, until it is recorded as invalid again; \
                where it waits to be sent once more, mesh retry wants --confirm event:EVENT.
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("The event's id.", valueName: "event"))
    var event: String

    @Option(name: .long, help: ArgumentHelp("What was found, and why it is settled.", valueName: "text"))
    var reason: String

    func validate() throws {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw ValidationError("--reason must say something.") }
    }

    func run(in world: World) throws -> Int32 {
        let runbook = try LoadedRunbook.read(options.runbook, in: world).runbook
        let configuration = Configuration(options, runbook, world)
        let (event, sha256) = try find(OutboxInput(configuration), world)
        var word = AcknowledgedEvent(
            run: RunID.make(at: .now()), directory: world.jarvis(at: configuration.directory.value), event: event, record: sha256,
            reason: reason)
        word.before = JournalAccess.forReading(world).acknowledgements(of: word.directory).filter { event.isResolved(by: $0) }
        let head = options.dryRun ? nil : try record(word, world)
        try Output(options, world).print(json: word.json(head), Heading(configuration, world)) { word.text($0, isKept: head != nil) }
        AuditLine.show(head, run: word.run, options, world)
        return ExitCodes.success
    }

    /// - Throws: `OpsError` 66 when there is no outbox to look into, 64 when it has no such invalid event.
    private func find(_ input: OutboxInput, _ world: World) throws(OpsError) -> (InvalidEvent, sha256: String) {
        guard
            let found = try input.read({ (path) throws(SystemError) in
                try InvalidRecord.newest(JSONString(event), in: path)
            })
        else {
            throw OpsError("outbox-missing", "there is no outbox at \(input.path)", exitCode: ExitCodes.missingInput)
        }
        guard let record = found else {
            throw OpsError(
                "no-such-event", "the outbox has no invalid event \(event)",
                hint: "The invalid events: jarvis-ops mesh status", exitCode: ExitCodes.usage)
        }
        return (record.event, record.sha256)
    }

    /// - Throws: `OpsError` 73, 74 or 77: a word that is not kept was never said.
    private func record(_ word: AcknowledgedEvent, _ world: World) throws(OpsError) -> JournalHead {
        let journal = try world.openJournal()
        do throws(JournalError) { return try RunLog(journal, run: word.run, world).append(word.events(world)) } catch {
            throw OpsError(error)
        }
    }
}
