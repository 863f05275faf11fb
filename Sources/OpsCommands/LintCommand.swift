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

    @Flag(name: .long, help: "Show the changes that are certain as a diff, and write them.")
    var fix = false

    @Argument(help: ArgumentHelp("Runbooks, or directories of them; default: the one in use.", valueName: "file"), completion: .file())
    var files: [String] = []

    var isAboutOneJarvis: Bool { false }

    func run(in world: World) throws -> Int32 {
        let named: [String?] = files.isEmpty ? [options.runbook] : files
        var reports: [LintReport] = []
        for name in named { reports += try read(name, world) }
        if fix { return try LintFix(options: options, world: world).run(reports) }
        switch options.output {
        case .sarif: try Output(options, world).print(document: LintOutput.sarif(reports))
        case .github: try Output(options, world).print(lines: LintOutput.github(reports))
        default: try Output(options, world).print(json: LintOutput.json(reports)) { LintOutput.text(reports, $0) }
        }
        if reports.contains(where: { !$0.hasCatalog }) { return ExitCodes.malformedInput }
        return reports.contains { $0.findings.contains { $0.level == .error } } ? ExitCodes.confirmed : ExitCodes.success
    }

    /// One for each file. What stands beside the runbooks of a directory and is none is passed over.
    private func read(_ name: String?, _ world: World) throws(OpsError) -> [LintReport] {
        let path = name.map { Paths.resolve($0, in: world.workingDirectory) }
        guard let name, let path, Files.kind(path) == .directory else {
            let loaded = try LoadedRunbook.read(name, in: world)
            return [report(loaded.path, loaded.file, loaded.file.flatMap { try? Files.read($0) } ?? [], loaded.runbook, world)]
        }
        let files: [RunbookDirectory.File]
        do {
            files = try RunbookDirectory.read(path)
        } catch {
            throw OpsError("runbook-missing", "the runbooks in \(name) cannot be read: \(error.reason)", exitCode: ExitCodes.missingInput)
        }
        let all = files.map { report(Paths.resolve($0.name, in: name), Paths.resolve($0.name, in: path), $0.bytes, $0.runbook, world) }
        let runbooks = all.filter(\.hasCatalog)
        return runbooks.isEmpty ? all : runbooks
    }

    private func report(_ name: String, _ file: String?, _ bytes: [UInt8], _ runbook: Runbook, _ world: World) -> LintReport {
        LintReport(
            file: name, path: file, bytes: bytes, findings: Lint.findings(runbook, context(name, world)), hasCatalog: runbook.hasCatalog)
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
    /// As the user would name it.
    let file: String
    /// Absolute; nil for the copy inside the program.
    var path: String?
    var bytes: [UInt8] = []
    let findings: [Finding]
    let hasCatalog: Bool

    /// As a code host names it: seen from the repository that it stands in, else as the user does.
    var placeInRepository: String {
        guard let path else { return file }
        var root = Paths.parent(path)
        while root.utf8.count > 1, !Files.exists(root + "/.git") { root = Paths.parent(root) }
        return root.utf8.count > 1 && path.hasPrefix(root + "/") ? String(path.dropFirst(root.utf8.count + 1)) : file
    }

    /// The column in UTF-16 units, as SARIF and editors count; findings count bytes.
    func column(_ finding: Finding) -> Int {
        var start = 0
        for _ in 1..<max(1, finding.line) { start = (bytes[min(start, bytes.count)...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1 }
        let end = min(bytes.count, start + finding.column - 1)
        return start < end ? String(decoding: bytes[start..<end], as: UTF8.self).utf16.count + 1 : finding.column
    }
}
