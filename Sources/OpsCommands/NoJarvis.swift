internal import Configuration
internal import Execution
internal import JSONKit
internal import Planning
internal import SystemKit
internal import TerminalKit

/// One answer for every command in a place where there is no Jarvis: looks know nothing, changes are refused, and a path that was named
/// and is not there is said before anything else.
enum NoJarvis {
    /// Throws: `OpsError` 66 for a directory or a file that an option names and that is not there.
    static func requireNamedPaths(_ options: GlobalOptions, in world: World) throws(OpsError) {
        if let directory = options.directory {
            let path = Paths.resolve(directory, in: world.workingDirectory)
            let kind = Files.kind(path)
            guard kind == .directory else {
                throw OpsError(
                    "input-missing", Sanitizer.line("the Jarvis directory \(path) \(kind == nil ? unseen(path) : "is no directory")"),
                    hint: "Name it with -C DIR.", exitCode: ExitCodes.missingInput)
            }
        }
        for (option, value) in [("--outbox", options.outbox), ("--database", options.database)] {
            guard let value, case let path = Paths.resolve(value, in: world.workingDirectory), Files.kind(path) == nil else { continue }
            throw OpsError(
                "input-missing", Sanitizer.line("\(option) names \(path), which \(unseen(path))"),
                hint: "Leave the option out to look at the usual place.", exitCode: ExitCodes.missingInput)
        }
    }

    private static func unseen(_ path: String) -> String {
        Files.isAbsent(path) ? "is not there" : "may not be looked at: a directory above it is closed to this user"
    }

    /// Why there is nothing to look at; nil where there is.
    static func reason(_ configuration: Configuration) -> String? {
        let directory = configuration.directory
        let named = directory.source == .builtIn ? "" : " (\(directory.source.words))"
        switch configuration.presence {
        case .directory, .named, .container: return nil
        case .several(let choices):
            return Sanitizer.line(
                "which Jarvis is meant cannot be told from \(directory.value)\(named): \(choices.joined(separator: ", or "))")
        case .nothing:
            return Sanitizer.line("no Jarvis here: \(directory.value)\(named) holds no .env, no compose file and no data/")
        case .missing: return Sanitizer.line("no Jarvis here: \(directory.value)\(named) is not there")
        }
    }

    /// What to name.
    static func hint(_ configuration: Configuration) -> String {
        if case .several = configuration.presence { return "Name one of them in the environment: what it was found by is what is changed." }
        let elsewhere = configuration.deployment.elsewhere.map { " Containers of one were made in \($0)." }.joined()
        return "Name the Jarvis directory with -C DIR, or one service of it: --url URL, --database FILE, --outbox FILE.\(elsewhere)"
    }

    private static func code(_ configuration: Configuration) -> String {
        if case .several = configuration.presence { "ambiguous" } else { "no-jarvis" }
    }

    /// Throws: `OpsError` with exit code 2: a look that could measure nothing.
    static func refuseLook(_ configuration: Configuration) throws(OpsError) {
        guard let reason = reason(configuration) else { return }
        throw OpsError(code(configuration), reason, hint: hint(configuration), exitCode: ExitCodes.unmeasured)
    }

    /// An address alone makes no Jarvis that could be changed: the directory is one, or the outbox is named.
    ///
    /// Throws: `OpsError` 78.
    static func refuseChange(_ configuration: Configuration, _ options: GlobalOptions) throws(OpsError) {
        if case .several = configuration.presence {} else if configuration.presence == .directory || options.outbox != nil { return }
        throw OpsError(
            code(configuration), reason(configuration) ?? "no Jarvis here: this directory holds no .env, no compose file and no data/",
            hint: code(configuration) == "ambiguous" ? hint(configuration) : "Name the Jarvis directory with -C DIR.",
            exitCode: ExitCodes.configuration)
    }
}

/// Every probe of a look at nothing.
struct NothingToAsk: ProbeRunner {
    let reason: String
    let hint: String

    func run(_ probe: Probe, limits: ProbeLimits) -> ProbeResult {
        ProbeResult(.notRun, "no Jarvis here", evidence: ["reason": reason.json, "hint": hint.json])
    }
}
