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

    @OptionGroup var options: GlobalOptions

    @Argument(help: "What is wrong with it.")
    var scenario: Scenario = .healthy

    @Option(name: .long, help: "Plain processes, or containers of a Docker engine of its own.")
    var engine: Practice.Engine = .local

    @Option(name: .customLong("fault-size"), help: ArgumentHelp("How bad it is; the meaning depends on the scenario.", valueName: "number"))
    var faultSize: Double?

    @Option(name: .customLong("fault-share"), help: ArgumentHelp("slow: the share of requests that is slow.", valueName: "number"))
    var faultShare: Double?

    @Option(
        name: .customLong("heal-after-starts"),
        help: ArgumentHelp("Healthy from the next start on, so that a restart helps.", valueName: "number"))
    var healAfterStarts: Int = 0

    @Option(
        name: .customLong("rate-limit-ttl"), help: ArgumentHelp("How long the rate limits last: 900 by default.", valueName: "seconds"))
    var rateLimitLifetime: Int?

    @Option(name: .long, help: "The shape of the health report: jarvis, api or runbook.")
    var shape: HealthShape?

    @Option(name: .long, help: "The processes and routes of a real Jarvis: api, supervisor or systemd.")
    var layout: PracticeLayout?

    @Flag(name: .long, help: "List the scenarios.")
    var list = false

    @Argument(parsing: .postTerminator, help: ArgumentHelp("Run this against it, then stop.", valueName: "command"))
    var command: [String] = []

    mutating func validate() throws {
        if let faultSize, !faultSize.isFinite || faultSize < 0 { throw ValidationError("--fault-size must be 0 or more.") }
        if let faultShare {
            guard (0...1).contains(faultShare) else { throw ValidationError("--fault-share must be between 0 and 1.") }
            guard scenario == .slow else { throw ValidationError("--fault-share belongs to the scenario slow.") }
        }
        if healAfterStarts < 0 { throw ValidationError("--heal-after-starts must be 0 or more.") }
        if healAfterStarts > 0, !scenario.isHealedByStarts {
            throw ValidationError("--heal-after-starts belongs to scenarios that a restart heals, which \(scenario.rawValue) is not.")
        }
        if let rateLimitLifetime, !(1...86_400).contains(rateLimitLifetime) {
            throw ValidationError("--rate-limit-ttl must be between 1 and 86400.")
        }
        // The compose file has no place for them.
        if engine == .compose, faultShare != nil || shape != nil || layout != nil {
            throw ValidationError("--fault-share, --shape and --layout need --engine local.")
        }
    }

    var isAboutOneJarvis: Bool { false }

    func run(in world: World) throws -> Int32 {
        if list {
            try Output(options, world).print(json: DrillOutput.json()) { DrillOutput.list($0) }
            return ExitCodes.success
        }
        let settings = PracticeSettings(
            scenario: scenario, faultSize: faultSize, faultShare: faultShare, shape: shape, layout: layout,
            healAfterStarts: healAfterStarts, rateLimitLifetime: rateLimitLifetime)
        let practice = try Practice.start(settings, engine: engine, in: world)
        defer { practice.stop() }
        guard let name = command.first else {
            let started = DrillOutput(settings: settings, practice: practice, unset: PracticeEnvironment.misleading(world.environment))
            try Output(options, world).print(json: started.json) { started.text($0) }
            while !world.cancellation.wait(until: .after(milliseconds: 3_600_000)) {}
            return 128 + (world.receivedSignal() ?? 2)
        }
        return try run(name, Array(command.dropFirst()), practice, world)
    }

    /// Runs the command in the practice Jarvis's environment, on this program's own streams.
    private func run(_ name: String, _ arguments: [String], _ practice: any PracticeJarvis, _ world: World) throws -> Int32 {
        var environment = PracticeEnvironment.clean(world.environment).merging(practice.variables) { $1 }
        // What was practised is no part of the real history, unless a journal was named.
        if environment["XDG_STATE_HOME"] == nil { environment["XDG_STATE_HOME"] = practice.directory + "/state" }
        // `jarvis-ops` means this very program, installed or not.
        let program = name == "jarvis-ops" ? Files.linkTarget("/proc/self/exe") ?? name : name
        let process: LongRunningProcess
        do throws(ProcessError) {
            process = try LongRunningProcess(Command(program, arguments, environment: environment), output: .inherited)
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

extension Practice.Engine: ExpressibleByArgument {}
extension HealthShape: ExpressibleByArgument {}
extension PracticeLayout: ExpressibleByArgument {}
