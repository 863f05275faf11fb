internal import CommandLineKit
internal import Journal
internal import SystemKit

/// `audit verify`: checks every row of the journal against the chain and the chain against its anchor.
struct AuditVerify: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify", abstract: "Check that nothing in the journal was changed, removed, moved or added.",
            discussion: """
                Exits 65 on any finding, 0 when there is none or no journal. Somebody who may write both the journal and its anchor can \
                rewrite or delete both: compare the head with one that was printed elsewhere.
                """)
    }

    @OptionGroup var options: GlobalOptions

    func run(in world: World) throws -> Int32 {
        let directory = StateDirectory.path(world.environment)
        LooseFiles.sayJournal(world)
        let check: JournalVerification
        do throws(JournalError) {
            check = try Journal.verify(directory: directory)
        } catch {
            throw OpsError(error)
        }
        try Output(options, world).print(json: AuditOutput.json(check, directory)) { AuditOutput.text(check, directory, $0) }
        return check.isWhole ? ExitCodes.success : ExitCodes.malformedInput
    }
}
