internal import CommandLineKit
internal import Configuration
internal import Execution
internal import Probes
internal import SystemKit

/// `doctor`: what this machine and this Jarvis have, and what is missing.
struct Doctor: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            abstract: "Show every setting, where it came from, and whether it answers.",
            discussion: "Exits 0 when everything answers, 2 when something does not.")
    }

    @OptionGroup var options: GlobalOptions

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        let target = JarvisTarget.resolve(options, loaded, world)
        let configuration = target.configuration
        let checks = DoctorChecks(configuration: configuration, environment: world.environment, loaded: loaded)
        // Nobody waits ten seconds for each of the things that may be missing.
        let limits = ProbeLimits(timeoutMilliseconds: min(options.timeout.milliseconds, 5000), cancellation: world.cancellation)
        let work = UnfinishedWork(JournalAccess.forReading(world), target)
        let rows = checks.run(limits) + [work.map(DoctorChecks.row)].compactMap(\.self)
        if let stop = world.interruption("stopped by a signal") { throw stop }
        try Output(options, world).print(json: DoctorOutput.json(rows, configuration)) { DoctorOutput.text(rows, configuration, $0) }
        return rows.contains { $0.state == .missing } ? ExitCodes.unmeasured : ExitCodes.success
    }
}
