internal import CommandLineKit
internal import Configuration
internal import JSONKit
internal import Journal
internal import Mesh
internal import Probes
internal import SystemKit

/// `mesh acknowledge EVENT`: a person says that an invalid event was looked at.
struct MeshAcknowledge: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "acknowledge", abstract: "Mark an invalid event of the outbox as looked at by a person.",
            discussion: """
                The event's latest record must be invalid_envelope. Who, when and why goes
                into the journal; the outbox is not touched. The smoke checks take the
                event as resolved from then on, until it is recorded as invalid again.
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
        let word = AcknowledgedEvent(
            run: RunID.make(at: .now()), directory: world.jarvis(at: configuration.directory.value),
            event: try find(OutboxInput(configuration), world), reason: reason)
        let head = options.dryRun ? nil : try record(word, world)
        try Output(options, world).print(json: word.json(head)) { word.text($0, isKept: head != nil) }
        DiagnosisRecord.show(head, run: word.run, options, world)
        return ExitCodes.success
    }

    /// - Throws: `OpsError` 66 when there is no outbox to look into, 64 when it has no such invalid event.
    private func find(_ input: OutboxInput, _ world: World) throws(OpsError) -> InvalidEvent {
        let scan = try input.read { (path) throws(SystemError) in try OutboxScan(path, cancellation: world.cancellation) }
        guard let scan else {
            throw OpsError("outbox-missing", "there is no outbox at \(input.path)", exitCode: ExitCodes.missingInput)
        }
        let invalid = try input.read { (_) throws(SystemError) in try scan.invalidEvents() } ?? []
        guard let found = invalid.first(where: { $0.eventID == event }) else {
            throw OpsError(
                "no-such-event", "the outbox has no invalid event \(event)",
                hint: "The invalid events: jarvis-ops mesh status", exitCode: ExitCodes.usage)
        }
        return found
    }

    /// - Throws: `OpsError` 73 or 74: a word that is not kept was never said.
    private func record(_ word: AcknowledgedEvent, _ world: World) throws(OpsError) -> JournalHead {
        do throws(JournalError) {
            let journal = try Journal.open(directory: StateDirectory.path(world.environment), deadline: .after(milliseconds: 5000))
            return try journal.append(word.entries(world))
        } catch {
            throw OpsError(error)
        }
    }
}
