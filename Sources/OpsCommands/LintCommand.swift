internal import CommandLineKit
internal import Redaction
internal import Runbook
internal import Safety
internal import SystemKit

/// `lint [FILE…]`: what is wrong with a runbook.
struct LintCommand: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "lint", abstract: "Check a runbook: findings with their place and what to write instead.",
            discussion: "Exits 1 when there is an error among the findings.")
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("Runbooks; default: the one in use.", valueName: "file"), completion: .file())
    var files: [String] = []

    func run(in world: World) throws -> Int32 {
        let named: [String?] = files.isEmpty ? [options.runbook] : files
        var reports: [LintReport] = []
        for name in named {
            let loaded = try LoadedRunbook.read(name, in: world)
            reports.append(
                LintReport(
                    file: loaded.path, findings: Lint.findings(loaded.runbook, context(loaded.path, world)),
                    hasCatalog: loaded.runbook.hasCatalog))
        }
        switch options.output {
        case .sarif: try Output(options, world).print(document: LintOutput.sarif(reports))
        default: try Output(options, world).print(json: LintOutput.json(reports)) { LintOutput.text(reports, $0) }
        }
        if reports.contains(where: { !$0.hasCatalog }) { return ExitCodes.malformedInput }
        return reports.contains { $0.findings.contains { $0.level == .error } } ? ExitCodes.confirmed : ExitCodes.success
    }

    /// Helper files are looked for beside the runbook, as its commands would.
    private func context(_ path: String, _ world: World) -> LintContext {
        let directory = Paths.parent(Paths.resolve(path, in: world.workingDirectory))
        let isBuiltIn = path == LoadedRunbook.builtInName
        return LintContext(
            fileExists: { name in isBuiltIn ? (name == "curl-format.txt" ? true : nil) : Files.exists(Paths.resolve(name, in: directory)) },
            isEnforced: { SafetyRule.stating($0.text) != nil },
            holdsSecret: { Redactor(secrets: []).redact($0) != $0 })
    }
}

/// The findings of one file.
struct LintReport {
    let file: String
    let findings: [Finding]
    let hasCatalog: Bool
}
