internal import CommandLineKit
internal import Diagnosis
internal import JSONKit
internal import Runbook

/// `diagnose ID…`: is this what is happening?
struct Diagnose: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            abstract: "Run an incident's read-only probes in parallel and give a verdict.",
            discussion: """
                Without an ID: that of the alert, else all of them, as `triage`. \
                Exits 0 when the incident is clear, 1 when it is confirmed, 2 when it could not be measured.
                """)
    }

    @OptionGroup var options: GlobalOptions
    @OptionGroup var beginning: BeginningOptions

    @Argument(help: ArgumentHelp("Incidents, as `list` names them.", valueName: "id"), completion: .incidents)
    var incidents: [String] = []

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        var chosen: [Incident] = []
        for id in incidents {
            let incident = try loaded.incident(id)
            if !chosen.contains(where: { $0.id == incident.id }) { chosen.append(incident) }
        }
        let told = try beginning.read(loaded.runbook, options, in: world)
        if chosen.isEmpty { chosen = told.incidents.compactMap(loaded.runbook.incident) }
        if chosen.isEmpty { return try TriageCommand.run(loaded, told, options, world) }
        let target = JarvisTarget.resolve(options, loaded, world)
        let run = try DiagnosisRun.look(at: chosen, target, told: told)
        let diagnoses = chosen.map(run.diagnosis)
        let code = ExitCodes.of(diagnoses.map(\.verdict))
        let command = "diagnose \(chosen.map(\.id).joined(separator: " "))"
        let head = run.record(command, diagnoses, exitCode: code, options, world)
        let documents = diagnoses.map { DiagnosisJSON.diagnosis($0, run, loaded.runbook, head) }
        // One incident is one document; several are a list of the same.
        let json = documents.count == 1 ? documents[0] : ["schema": "jarvis-ops/diagnoses/v1", "diagnoses": .array(documents)]
        try Output(options, world).print(json: json, target.heading) { page in
            diagnoses.map { DiagnosisText.diagnosis($0, run, loaded.runbook, page, verbose: options.verbose) }.joined(separator: "\n")
        }
        AuditLine.show(head, run: run.id, options, world)
        return code
    }
}

extension ExitCodes {
    /// Any confirmed incident counts first, then any that could not be measured.
    static func of(_ verdicts: [Verdict]) -> Int32 {
        if verdicts.contains(.confirmed) { return confirmed }
        return verdicts.contains(.unknown) ? unmeasured : success
    }
}
