internal import CommandLineKit
internal import DigestKit
internal import Fleet
internal import JSONKit
internal import SystemKit
internal import TerminalKit

/// `fleet setup`: the program on every host, the same bytes everywhere.
struct FleetSetup: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "setup", abstract: "Put the program on every host, in one private directory.",
            discussion: """
                Into ~/.jarvis-ops of whoever Ansible logs in as, or becomes; nothing else is written there, and `fleet remove` takes it \
                away again. A host that has these bytes already is left as it is. Libraries that are loaded late are looked for and named. \
                A host whose inventory has jarvis_ops, or that has the package, uses that one instead. Exits 0 when every host is ready, \
                2 when something is missing on one.
                """)
    }

    @OptionGroup var options: GlobalOptions
    @OptionGroup var fleet: FleetOptions

    @Option(name: .long, help: ArgumentHelp("This program instead of the one that runs.", valueName: "file"), completion: .file())
    var program: String?

    func run(in world: World) throws -> Int32 {
        let path = program.map { Paths.resolve($0, in: world.workingDirectory) } ?? Files.linkTarget("/proc/self/exe") ?? "/proc/self/exe"
        let sha256: String
        do throws(SystemError) { sha256 = SHA256.hex(try Files.readRegular(path, limit: 1 << 30)) } catch {
            throw OpsError("input-missing", "\(error)", hint: "Name the program with --program FILE.", exitCode: ExitCodes.missingInput)
        }
        return try FleetPlacing(options, fleet, world).run(
            "setup", .install(program: path, sha256: sha256), question: "Put \(path) (SHA-256 \(sha256.prefix(12))…) on every host?")
    }
}

/// `fleet remove`: what `fleet setup` put there. Journals stay.
struct FleetRemove: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "remove", abstract: "Take away from every host what `fleet setup` put there; journals stay.")
    }

    @OptionGroup var options: GlobalOptions
    @OptionGroup var fleet: FleetOptions

    func run(in world: World) throws -> Int32 {
        try FleetPlacing(options, fleet, world).run("remove", .remove, question: "Take the program away from every host?")
    }
}

/// What both have in common.
struct FleetPlacing {
    let options: GlobalOptions
    let fleet: FleetOptions
    let world: World

    init(_ options: GlobalOptions, _ fleet: FleetOptions, _ world: World) {
        (self.options, self.fleet, self.world) = (options, fleet, world)
    }

    func run(_ command: String, _ setup: FleetWork.Setup, question: String) throws -> Int32 {
        if options.dryRun {
            world.note("a dry run asks no host: \(question)")
            return ExitCodes.success
        }
        let desk = YesDesk(
            options: options, world: world, what: "writing to other hosts", nothing: "nothing was changed", look: "To see what for")
        _ = try desk.approve(showing: "", question: question)
        let hosts = try FleetHosts(fleet, options, world).ask([], ["jarvis-ops/fleet-setup/v1"], setup: setup) { words($0) }
        let code = world.receivedSignal().map { 128 + $0 } ?? hosts.exitCode
        let placed = hosts.map(\.asPlaced)
        try Output(options, world).print(json: .object(placed.document(command, run: nil))) { page in
            var table = TextTable([.init("HOST"), .init("STATE"), .init("WHAT")])
            for host in placed {
                table.add([.init(host.name, .emphasis), .init(host.state.words, host.state.style), .init(words(host))])
            }
            return page.render(table)
        }
        return code
    }

    private func words(_ host: FleetHost) -> String {
        if let trouble = host.trouble { return trouble }
        let document = host.document ?? .null
        let missing = document["missing"]?.array?.compactMap(\.text) ?? []
        guard missing.isEmpty else { return missing.joined(separator: "; ") }
        if let removed = document["removed"]?.bool {
            return removed ? document["changed"]?.bool == true ? "removed" : "there was nothing" : "it stays"
        }
        return "\(document["version"]?.text ?? "")" + (document["changed"]?.bool == true ? ", put there" : ", as it was")
    }
}

extension FleetHost {
    /// A host where something is missing is not ready.
    fileprivate var asPlaced: FleetHost {
        guard isAnswered, document?["missing"]?.array?.isEmpty == false else { return self }
        var host = self
        host.state = .missing
        return host
    }
}
