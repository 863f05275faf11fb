internal import CommandLineKit
internal import Planning
internal import Runbook
internal import SystemKit

/// `resolve ID`: the steps that end an incident, one decision at a time.
struct Resolve: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            abstract: "Carry out an incident's resolution, one decision at a time.",
            discussion: """
                The diagnosis is asked first, and again after each step that did something: what healed the incident ends it. "If it \
                persists" steps are taken only while it does. A change asks y/N (or --yes), what destroys wants its name (or --confirm \
                STEP), and what only a person can do is asked of a person. Exits 0 when the diagnosis is clear in the end, also where \
                a step was declined and a later one healed it; 1 when it is not, 77 when something was refused or declined and it is not. For the mesh it sends what waits and sees what is left; when retries keep \
                failing it proposes to turn the flags off, which wants a word of its own (--confirm mesh/disable).
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("An incident, as `list` names it.", valueName: "id"), completion: .incidents)
    var incident: String

    @Option(name: .long, help: ArgumentHelp("Leave this step out.", valueName: "step"), completion: .steps)
    var skip: [String] = []

    @Option(name: .long, help: ArgumentHelp("Why steps are left out; kept in the journal.", valueName: "text"))
    var reason: String?

    @Option(name: .long, help: ArgumentHelp("Remove only the Redis keys that match, instead of all.", valueName: "pattern"))
    var unlink: String?

    @Option(name: .long, help: ArgumentHelp("The provider to change to, instead of the configured backup.", valueName: "name"))
    var provider: String?

    @Option(
        name: .long, help: ArgumentHelp("The backup to restore, instead of the newest sound one.", valueName: "file"), completion: .file())
    var backup: String?

    @Option(name: .long, help: ArgumentHelp("mesh: events at most (default: 100).", valueName: "n"))
    var limit: Int?

    @Flag(name: .long, help: "mesh: seal expired events anew, and for the first time those that never were.")
    var reseal = false

    func validate() throws {
        guard limit ?? 1 >= 1 else { throw ValidationError("--limit must be 1 or more.") }
        if let unlink, unlink.isEmpty { throw ValidationError("--unlink wants a pattern, such as 'cache:*'.") }
        if reason != nil, skip.isEmpty { throw ValidationError("--reason belongs to --skip STEP.") }
    }

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        let found = try loaded.incident(incident)
        try requireMeaning(found)
        if found.id == "mesh" {
            let recovery = MeshRecovery(sending: Sending(limit: limit ?? 100, reseals: reseal))
            return try MeshResolution(recovery: recovery, target: .resolve(options, loaded, world)).run()
        }
        guard !found.resolution.isEmpty else {
            throw OpsError(
                "no-resolution", "\(loaded.path) has no resolution for \(found.id)", hint: "Escalate it: jarvis-ops escalate \(found.id)",
                exitCode: ExitCodes.usage)
        }
        let choices = try choices(found, loaded, world)
        let target = JarvisTarget.resolve(options, loaded, world)
        try NoJarvis.refuseChange(target.configuration, options)
        try target.requireUsable(backup: backup)
        try target.requireMatch(unlink: unlink)
        if options.dryRun {
            return try ChangeEngine(kind: ResolutionPreview(incident: found.id, choices: choices), target: target).run()
        }
        return try ResolutionRun(found, choices, target, .forWriting(world)).run()
    }

    /// An option that nothing of the incident's resolution asks for would be passed over in silence.
    ///
    /// Throws: `OpsError` 64 that names the steps there are.
    private func requireMeaning(_ incident: Incident) throws(OpsError) {
        let wrong = ResolveOptions.without(
            meaning: [
                "--backup": backup != nil, "--unlink": unlink != nil, "--provider": provider != nil, "--skip": !skip.isEmpty,
                "--limit": limit != nil, "--reseal": reseal,
            ].filter(\.value).map(\.key).sorted(), incident)
        guard let option = wrong.first else { return }
        let steps = incident.resolution.map { "\($0.id) (\($0.title))" }.joined(separator: ", ")
        throw OpsError(
            "usage", "\(option) means nothing for \(incident.id): none of its steps asks for it",
            hint: incident.id == "mesh" ? "The mesh has --limit and --reseal." : "Its steps: \(steps)", exitCode: ExitCodes.usage)
    }

    private func choices(_ incident: Incident, _ loaded: LoadedRunbook, _ world: World) throws(OpsError) -> ResolutionChoices {
        let known = ResolutionItem.all(of: incident).filter { $0.kind == .runbook }.map(\.id)
        for step in skip where !known.contains(step) {
            throw OpsError(
                "unknown-step", "the resolution of \(incident.id) has no step `\(step)` that could be left out",
                hint: "There are: \(known.joined(separator: ", "))", exitCode: ExitCodes.usage)
        }
        // A resume from another directory must find the same file.
        let backup = self.backup.map { Paths.resolve($0, in: world.workingDirectory) }
        let why = reason ?? "asked for on the command line"
        return ResolutionChoices(
            skipped: Dictionary(skip.map { ($0, why) }) { $1 }, unlinkPattern: unlink, provider: provider, backup: backup)
    }
}
