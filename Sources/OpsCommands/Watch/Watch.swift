internal import CommandLineKit
internal import Configuration
internal import Runbook
internal import SystemKit

/// `watch ID`: diagnosed again and again, until it is well or the time is over.
struct Watch: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            abstract: "Diagnose an incident again and again, until it is healthy N times in a row.",
            discussion: """
                Exits 0 once the incident was clear N times in a row. When --for has passed, 1 if the last look confirmed it, else 2. \
                On a terminal it draws the last looks and what they measured; elsewhere each look is a line. With --metrics, FILE is \
                kept up for the textfile collector of Prometheus's node_exporter.
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("An incident, as `list` names it.", valueName: "id"), completion: .incidents)
    var incident: String

    @Option(
        name: .customLong("until-healthy"), help: ArgumentHelp("How often in a row it must be clear.", valueName: "number"))
    var untilHealthy: Int = 3

    @Option(name: .long, help: ArgumentHelp("From the start of one look to the next: 500ms, 10s, 2m.", valueName: "duration"))
    var interval: TimeLimit = TimeLimit(milliseconds: 10_000)

    @Option(name: .customLong("for"), help: ArgumentHelp("Give up after this; the look in hand is finished.", valueName: "duration"))
    var limit: TimeLimit?

    @Option(name: .long, help: ArgumentHelp("Keep the measures here, for Prometheus.", valueName: "file"))
    var metrics: String?

    mutating func validate() throws {
        if !(1...1_000_000).contains(untilHealthy) { throw ValidationError("--until-healthy must be between 1 and 1000000.") }
        if metrics?.isEmpty == true { throw ValidationError("--metrics needs the name of a file.") }
    }

    func run(in world: World) throws -> Int32 {
        // Before hours of looking, and not after.
        if [.sarif, .github].contains(options.output) { throw Output.onlyForLint }
        let loaded = try LoadedRunbook.load(options, in: world)
        try NoJarvis.refuseLook(Configuration(options, loaded.runbook, world))
        let settings = WatchSettings(
            incident: try loaded.incident(incident), untilHealthy: untilHealthy, intervalMilliseconds: interval.milliseconds,
            limitMilliseconds: limit?.milliseconds)
        let file = try metrics.map { try MetricsFile(Paths.resolve($0, in: world.workingDirectory), world) }
        return try WatchRun(settings, loaded, options.dryRun ? nil : file, options, world).run()
    }
}

/// What was asked for.
struct WatchSettings {
    let incident: Incident
    /// Looks in a row that must find it clear.
    let untilHealthy: Int
    /// From the start of one look to the start of the next.
    let intervalMilliseconds: Double
    /// nil: no limit.
    let limitMilliseconds: Double?
}
