internal import CommandLineKit
internal import JSONKit
internal import Journal
internal import Redaction
internal import SystemKit
internal import TerminalKit

/// `audit adopt`: a new chain after a damaged journal.
struct AuditAdopt: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "adopt", abstract: "Begin a new chain after a damaged journal, and keep the damaged one.",
            discussion: """
                The damaged journal stays beside the new one under another name, and its runs are still shown. The new chain begins with what \
                was found wrong, the old head, the reason and who gave it. What was recorded before satisfies no rule any more: smoke checks, \
                acknowledgements and tags are wanted anew, and commits whose end is not known are asked about. Wants `adopt` typed, or \
                --confirm adopt.
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Option(name: .long, help: ArgumentHelp("What happened to the journal, and why it is gone on with.", valueName: "text"))
    var reason: String

    private static let name = "adopt"

    func validate() throws {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw ValidationError("--reason must say something.") }
    }

    func run(in world: World) throws -> Int32 {
        let directory = StateDirectory.path(world.environment)
        let check: JournalVerification
        do throws(JournalError) { check = try Journal.verify(directory: directory) } catch { throw OpsError(error) }
        guard !check.isWhole else { return try say(AdoptionOutput(directory: directory, check: check, reason: reason), world) }
        try requireIdle(directory)
        if options.dryRun { return try say(AdoptionOutput(directory: directory, check: check, reason: reason, isDry: true), world) }
        try confirm(check, directory, world)
        let run = RunID.make(at: .now())
        let adopted: Journal.Adopted?
        do throws(JournalError) {
            adopted = try Journal.adopt(directory: directory, deadline: .after(milliseconds: 30_000)) { found, putAside in
                rows(run, found, putAside, world)
            }
        } catch {
            throw OpsError(error)
        }
        return try say(
            AdoptionOutput(directory: directory, check: adopted?.found ?? check, reason: reason, run: run, adopted: adopted), world)
    }

    /// A run that is at work would lose its journal in the middle.
    ///
    /// Throws: `OpsError` 75.
    private func requireIdle(_ directory: String) throws(OpsError) {
        let journal = try? Journal.openForReading(directory: directory, deadline: .after(milliseconds: 5000))
        for run in (try? journal?.openRuns()) ?? [] {
            if let process = RunningProcess(run) { throw process.refusal(run.id) }
        }
    }

    private func say(_ output: AdoptionOutput, _ world: World) throws -> Int32 {
        try Output(options, world).print(json: output.json) { output.text($0) }
        return ExitCodes.success
    }

    private func rows(_ run: String, _ found: JournalVerification, _ putAside: String?, _ world: World) -> [JournalEntry] {
        let told = Adoption.body(found, putAside: putAside, reason: reason, by: world.identity.document)
        let opening = RunOpening(looking: "audit adopt", subject: nil, in: nil, world)
        return RunLog.rows([.adopted(told), .began(opening), .ended(.done())], of: run, world.redactor)
    }

    /// Throws: `OpsError` 77 where nobody gave its name.
    private func confirm(_ check: JournalVerification, _ directory: String, _ world: World) throws(OpsError) {
        if options.confirm.contains(Self.name) { return }
        let missing = OpsError(
            "approval-missing", "adopting a damaged journal wants its name, and nobody can be asked here",
            hint: "To adopt it: \(JournalError.adoption.replacing("TEXT", with: ShellWord.quoted(reason)))", exitCode: ExitCodes.refused)
        guard let prompt = world.prompt(options) else { throw missing }
        let answer: Prompt.Decision
        do throws(SystemError) {
            let palette = world.palette(for: world.standardError, options)
            let page = Page(palette: palette, width: world.standardError.columns)
            try world.standardError.write(AuditOutput.text(check, directory, page) + "\n")
            answer = try prompt.typedName(
                Self.name, "What was recorded satisfies no rule from then on; the damaged journal is kept beside the new one.")
        } catch { throw missing }
        if let stop = world.interruption("stopped by a signal; nothing was changed") { throw stop }
        guard answer == .accepted else { throw .declined("nothing was changed") }
    }
}
