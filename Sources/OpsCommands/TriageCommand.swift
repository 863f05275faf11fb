internal import CommandLineKit
internal import Diagnosis
internal import Runbook

/// `triage`: which incident is it?
struct TriageCommand: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "triage", abstract: "Run all incidents' probes once each and rank the incidents.",
            discussion: "Exits 0 when every incident is clear, 1 when one is confirmed, 2 when nothing that decides could be measured.")
    }

    @OptionGroup var options: GlobalOptions

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        let run = try DiagnosisRun(loaded.runbook.incidents, loaded, options, world)
        let triage = Triage(loaded.runbook.incidents.map { run.diagnosis(of: $0, loaded.runbook) })
        try Output(options, world).print(json: DiagnosisJSON.triage(triage, run)) { DiagnosisText.triage(triage, run, loaded.runbook, $0) }
        let verdicts = triage.ranking.map(\.verdict)
        if verdicts.contains(.confirmed) { return ExitCodes.confirmed }
        return verdicts.contains(.clear) ? ExitCodes.success : ExitCodes.unmeasured
    }
}
