internal import CommandLineKit
internal import Fleet
internal import SystemKit

/// Which hosts, and how many at a time.
struct FleetOptions: ParsableArguments {
    @Option(
        name: .shortAndLong, help: ArgumentHelp("Ansible's inventory: a file, or hosts with commas.", valueName: "inventory"),
        completion: .file())
    var inventory: String

    @Option(name: .long, help: ArgumentHelp("Only these hosts, as Ansible's patterns have it.", valueName: "pattern"))
    var limit: String?

    @Option(name: .long, help: ArgumentHelp("How many hosts at a time (default: Ansible's).", valueName: "n"))
    var forks: Int?

    @Flag(name: .long, help: "Become another user there, as the inventory says.")
    var become = false

    @Option(name: .customLong("host-timeout"), help: ArgumentHelp("The time limit of each host: 30s, 10m.", valueName: "duration"))
    var hostTimeout: TimeLimit = TimeLimit(milliseconds: 120_000)

    func validate() throws {
        if let forks, forks < 1 { throw ValidationError("--forks wants a whole number, 1 or more: \(forks)") }
        if inventory.isEmpty { throw ValidationError("--inventory is empty: name a file, or hosts with commas.") }
        if limit?.isEmpty == true { throw ValidationError("--limit is empty: it would be every host.") }
    }

    /// As a person would type them again.
    var words: String {
        " -i \(ShellWord.quoted(inventory))" + (limit.map { " --limit \(ShellWord.quoted($0))" } ?? "")
            + (forks.map { " --forks \($0)" } ?? "") + (become ? " --become" : "")
    }

    /// Throws: `OpsError` 66 for an inventory that is not there.
    func ansible(_ world: World) throws(OpsError) -> Ansible {
        // With a comma it is a list of hosts.
        if !inventory.contains(","), !Files.exists(Paths.resolve(inventory, in: world.workingDirectory)) {
            throw OpsError(
                "input-missing", "the inventory \(inventory) is not there",
                hint: "Name a file with -i FILE, or hosts with commas: -i web1,web2", exitCode: ExitCodes.missingInput)
        }
        var options = Ansible.Options(inventory: inventory)
        (options.limit, options.forks, options.becomes) = (limit, forks, become)
        return Ansible(
            options,
            files: [
                ("fleet.yml", BuiltInFiles.fleetPlaybook), ("action_plugins/jarvis_ops_host.py", BuiltInFiles.fleetAction),
                ("callback_plugins/jarvis_ops_events.py", BuiltInFiles.fleetEvents),
            ], environment: world.environment, directory: world.workingDirectory)
    }
}

extension OpsError {
    init(_ failure: Ansible.Failure) {
        switch failure {
        case .notFound(let why):
            self.init(
                "ansible-missing", "Ansible cannot be started: \(why)", hint: "To get it: apt-get install ansible-core",
                exitCode: ExitCodes.unavailable)
        case .failed(let said):
            self.init(
                "ansible-failed", "Ansible ended without a word about any host" + (said.isEmpty ? "" : ":\n\(said)"),
                hint: "Try the inventory: ansible-inventory -i INVENTORY --list", exitCode: ExitCodes.unavailable)
        case .noHosts(let said):
            self.init(
                "no-hosts", "the inventory has no host" + (said.isEmpty ? "" : ":\n\(said)"),
                hint: "Which there are: ansible -i INVENTORY all --list-hosts", exitCode: ExitCodes.malformedInput)
        case .system(let error): self.init("system", error.description, exitCode: ExitCodes.cannotCreate)
        }
    }
}
