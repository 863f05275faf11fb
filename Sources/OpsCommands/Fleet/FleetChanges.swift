internal import CommandLineKit
internal import Fleet
internal import Runbook

/// How a change goes through the hosts.
struct FleetChangeOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("How many hosts a batch has: 1,10%,100%; the last repeats.", valueName: "sizes"))
    var serial: String = Batches.standard.text

    @Option(name: .customLong("max-fail"), help: ArgumentHelp("So many hosts may fail before no other is begun.", valueName: "n"))
    var maximumFailures: Int = 0

    func validate() throws {
        if Batches(serial) == nil { throw ValidationError("--serial wants numbers of hosts or percentages, such as 1,10%,100%: \(serial)") }
        if maximumFailures < 0 { throw ValidationError("--max-fail wants a whole number, 0 or more: \(maximumFailures)") }
    }
}

extension FleetRequest {
    init(_ command: String, _ phases: [[String]], gate: String, _ fleet: FleetOptions, _ change: FleetChangeOptions) {
        self.init(
            command: command, phases: phases.map { Phase(command: $0) }, gate: gate, inventory: fleet.inventory, limit: fleet.limit,
            forks: fleet.forks, becomes: fleet.become, batches: Batches(change.serial) ?? .standard, maximumFailures: change.maximumFailures
        )
    }
}

/// `fleet mesh disable sync|attest|all`: attestation goes off everywhere before sync goes off anywhere.
struct FleetMeshDisable: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "disable", abstract: "Turn mesh flags off on every host, attestation before sync.",
            discussion: "In batches; after each the hosts are diagnosed again, and one that became worse stops it.")
    }

    @OptionGroup var options: GlobalOptions
    @OptionGroup var fleet: FleetOptions
    @OptionGroup var change: FleetChangeOptions

    @Argument(help: "sync, attest or all.")
    var flags: FlagsWord

    func run(in world: World) throws -> Int32 {
        let words: [String] = flags == .all ? ["attest", "sync"] : [flags.rawValue]
        let request = FleetRequest(
            "mesh disable \(flags.rawValue)", words.map { ["mesh", "disable", $0] }, gate: "mesh", fleet, change)
        return try FleetChange(request, options, world).carryOut()
    }
}

/// `fleet mesh retry`: each host sends what waits there.
struct FleetMeshRetry: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "retry", abstract: "Send the events that wait on every host.")
    }

    @OptionGroup var options: GlobalOptions
    @OptionGroup var fleet: FleetOptions
    @OptionGroup var change: FleetChangeOptions

    @Option(name: .customLong("events"), help: ArgumentHelp("At most so many of each host.", valueName: "n"))
    var events: Int = 100

    func validate() throws {
        if events < 1 { throw ValidationError("--events wants a whole number, 1 or more: \(events)") }
    }

    func run(in world: World) throws -> Int32 {
        let request = FleetRequest("mesh retry", [["mesh", "retry", "--limit", "\(events)"]], gate: "mesh", fleet, change)
        return try FleetChange(request, options, world).carryOut()
    }
}

/// `fleet resolve ID`: what can be done without a person at each host.
struct FleetResolve: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "resolve", abstract: "Resolve an incident on every host.")
    }

    @OptionGroup var options: GlobalOptions
    @OptionGroup var fleet: FleetOptions
    @OptionGroup var change: FleetChangeOptions

    @Argument(help: ArgumentHelp("An incident, as `list` names it.", valueName: "id"), completion: .incidents)
    var incident: String

    func run(in world: World) throws -> Int32 {
        let incident = try LoadedRunbook.load(options, in: world).incident(incident).id
        let request = FleetRequest("resolve \(incident)", [["resolve", incident]], gate: incident, fleet, change)
        return try FleetChange(request, options, world).carryOut()
    }
}

/// `fleet rollback mesh`: attestation off everywhere, then each host's rollback playbook.
struct FleetRollback: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rollback", abstract: "Carry out the rollback playbook on every host.",
            discussion: "Attestation goes off on all of them before the first is rolled back.")
    }

    @OptionGroup var options: GlobalOptions
    @OptionGroup var fleet: FleetOptions
    @OptionGroup var change: FleetChangeOptions

    @Argument(help: "mesh.")
    var subject: Subject

    @Option(name: .long, help: ArgumentHelp("The image tag to go back to (default: each host's last healthy one).", valueName: "tag"))
    var tag: String?

    enum Subject: String, ExpressibleByArgument, CaseIterable { case mesh }

    func run(in world: World) throws -> Int32 {
        let words = ["rollback", "mesh"] + (tag.map { ["--tag", $0] } ?? [])
        let request = FleetRequest(
            words.joined(separator: " "), [["mesh", "disable", "attest"], words], gate: "mesh", fleet, change)
        return try FleetChange(request, options, world).carryOut()
    }
}
