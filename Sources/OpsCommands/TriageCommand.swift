internal import CommandLineKit
internal import Diagnosis
internal import Runbook

/// `triage`: which incident is it?
struct TriageCommand: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "triage", abstract: "Run all incidents' probes once each and rank the incidents.",
            discussion: "Exits 0 when every incident is clear, 1 when one is confirmed, 2 when one of them could not be measured.")
    }

    @OptionGroup var options: GlobalOptions
    @OptionGroup var beginning: BeginningOptions

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        return try Self.run(loaded, try beginning.read(loaded.runbook, options, in: world), options, world)
    }

    static func run(_ loaded: LoadedRunbook, _ told: ToldBeginnings, _ options: GlobalOptions, _ world: World) throws -> Int32 {
        let target = JarvisTarget.resolve(options, loaded, world)
        let run = try DiagnosisRun.look(at: loaded.runbook.incidents, target, told: told)
        let diagnoses = loaded.runbook.incidents.map(run.diagnosis)
        let triage = Triage(diagnoses)
        let code = ExitCodes.of(triage.ranking.map(\.verdict))
        let head = run.record("triage", diagnoses, exitCode: code, options, world)
        try Output(options, world).print(json: DiagnosisJSON.triage(triage, run, head), target.heading) {
            DiagnosisText.triage(triage, run, loaded.runbook, $0)
        }
        AuditLine.show(head, run: run.id, options, world)
        return code
    }
}
