internal import CommandLineKit
internal import ProcessKit
internal import SystemKit

/// `drill [SCENARIO] [-- COMMAND…]`: a practice Jarvis with one fault in it.
struct Drill: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            abstract: "Start a practice Jarvis with a fault in it, on this machine.",
            discussion: """
                Runs until Ctrl-C, or until COMMAND ends: jarvis-ops drill slow -- jarvis-ops triage. Nothing is left behind. \
                Scenarios: \(Scenario.allValueStrings.joined(separator: ", ")).
                """)
    }

    enum Engine: String, CaseIterable, ExpressibleByArgument { case local, compose }

    @OptionGroup var options: GlobalOptions

    @Argument(help: "What is wrong with it.")
    var scenario: Scenario = .healthy

    @Option(name: .long, help: "Plain processes, or containers of a Docker engine of its own.")
    var engine: Engine = .local

    @Option(name: .customLong("fault-size"), help: ArgumentHelp("How bad it is; the meaning depends on the scenario.", valueName: "number"))
    var faultSize: Double?

    @Option(name: .customLong("fault-share"), help: ArgumentHelp("slow: the share of requests that is slow.", valueName: "number"))
    var faultShare: Double?

    @Option(name: .long, help: "The shape of the health report: jarvis or runbook.")
    var shape: HealthShape = .jarvis

    @Flag(name: .long, help: "List the scenarios.")
    var list = false

    @Argument(parsing: .postTerminator, help: ArgumentHelp("Run this against it, then stop.", valueName: "command"))
    var command: [String] = []

    func run(in world: World) throws -> Int32 {
        if list {
            try Output(options, world).print(json: DrillOutput.json()) { DrillOutput.list($0) }
            return ExitCodes.success
        }
        let settings = PracticeSettings(scenario: scenario, faultSize: faultSize, faultShare: faultShare, shape: shape)
        let practice: any PracticeJarvis =
            engine == .local ? try LocalPractice(settings, world) : try ComposePractice(settings, world)
        defer { practice.stop() }
        if command.isEmpty {
            try Output(options, world).print(json: DrillOutput.started(settings, practice)) { DrillOutput.started(settings, practice, $0) }
            _ = world.cancellation.wait(until: .after(milliseconds: 1e12))
            return world.receivedSignal().map { 128 + $0 } ?? ExitCodes.success
        }
        return try runCommand(practice, world)
    }

    /// Runs the command in the practice Jarvis's environment, on this program's own streams.
    private func runCommand(_ practice: any PracticeJarvis, _ world: World) throws -> Int32 {
        let environment = world.environment.merging(practice.variables) { $1 }
        // `jarvis-ops` means this very program, installed or not.
        let name = command[0] == "jarvis-ops" ? Files.linkTarget("/proc/self/exe") ?? command[0] : command[0]
        let process: LongRunningProcess
        do throws(ProcessError) {
            process = try LongRunningProcess(Command(name, Array(command.dropFirst()), environment: environment), output: .inherited)
        } catch {
            throw OpsError("command-missing", error.message, exitCode: ExitCodes.unavailable)
        }
        while process.isRunning, !world.cancellation.isCancelled {
            SignalWait.untilReadable(process.fileDescriptor, world.cancellation.fileDescriptor)
        }
        let ending = process.stop()
        if let signal = world.receivedSignal() { return 128 + signal }
        switch ending {
        case .exited(let code): return code
        case .signalled(let signal): return 128 + signal.number
        case .timedOut, .cancelled: return ExitCodes.defect
        }
    }
}

/// The two shapes of the health report.
enum HealthShape: String, CaseIterable, ExpressibleByArgument, Sendable { case jarvis, runbook }
