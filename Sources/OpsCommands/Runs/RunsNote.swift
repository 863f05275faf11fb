internal import CommandLineKit
internal import JSONKit
internal import Journal
internal import Redaction
internal import SystemKit
internal import TerminalKit

/// `runs note TEXT`: a person says what was done by hand.
struct RunsNote: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "note", abstract: "Record what was done by hand: who, when and where go with it.",
            discussion: """
                For what this program refused or cannot do. It is no evidence: the next plan measures everything again, and no rule is \
                satisfied by it. `runs`, `runs show` and the reports of runs about that time show it.
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: "What was done, in a sentence.")
    var text: String

    func validate() throws {
        guard text.contains(where: { !$0.isWhitespace }) else { throw ValidationError("A note must say something.") }
    }

    func run(in world: World) throws -> Int32 {
        let run = RunID.make(at: .now())
        let jarvis = options.jarvis(in: world)
        let head = options.dryRun ? nil : try record(run, jarvis, world)
        let document: JSONValue = [
            "schema": "jarvis-ops/run-note/v1", "run": run.json, "directory": jarvis.path.json, "text": text.json,
            "by": world.identity.document, "kept": (head != nil).json, "audit": AuditLine.json(head),
        ]
        try Output(options, world).print(json: document) { page in
            let place = Sanitizer.line("for \(jarvis.path): \(text)")
            return head == nil ? "It would be noted \(place)\nA dry run keeps nothing.\n" : page.paint("✓", .good) + " noted \(place)\n"
        }
        AuditLine.show(head, run: run, options, world)
        return ExitCodes.success
    }

    private func record(_ run: String, _ jarvis: JarvisDirectory, _ world: World) throws(OpsError) -> JournalHead {
        let journal = try world.openJournal()
        let opening = RunOpening(looking: "runs note \(ShellWord.quoted(text))", subject: nil, in: jarvis, world)
        let note = NotedWord(text, by: world.identity.document.object, in: jarvis)
        do throws(JournalError) {
            return try RunLog(journal, run: run, world).append([.began(opening), .noted(note), .ended(.done())])
        } catch {
            throw OpsError(error)
        }
    }
}
