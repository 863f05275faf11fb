internal import CommandLineKit
internal import Configuration
internal import DigestKit
internal import Execution
internal import JSONKit
internal import Mesh
internal import Planning
internal import Probes
internal import SystemKit
internal import TerminalKit

/// `fleet facts`: what this host tells a fleet of itself, so that the sick can be compared with the well. Nothing of it is secret.
struct FleetFactsCommand: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "facts", abstract: "What this host tells a fleet: versions, flags, mesh, what waits.",
            discussion: "Other hosts' answers are compared with it. Keys are told by their fingerprints.")
    }

    @OptionGroup var options: GlobalOptions

    /// Ids of waiting events that are told: more of them on one host are a case for that host alone.
    static let told = 10_000

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        let site = JarvisTarget.resolve(options, loaded, world)
        try NoJarvis.refuseLook(site.configuration)
        let transport = BesideLook.begin(.transport, site.configuration, options, world)
        let facts = site.facts(journal: .forReading(world), isLocked: false, forContainers: false)
        let mesh = site.probes.meshRunning(site.limits).configuration
        let row = transport.result
        let document: JSONValue = [
            "schema": HostFacts.schema.json, "version": ProgramVersion.current.json,
            "settings": .object(
                JSONObject(
                    (settings(site, facts) + meshSettings(mesh, row)).map { JSONMember(JSONString($0.0), $0.1.json) })),
            "waiting": try waiting(site.configuration), "consumer": row.evidence["consumer"] ?? .null,
        ]
        try Output(options, world).print(json: document, site.heading) { page in
            var table = TextTable([.init("SETTING"), .init("VALUE")])
            for member in document["settings"]?.object?.members ?? [] {
                table.add([.init(member.key.text), .init(member.value.text ?? "")])
            }
            return page.render(table) + "\n\(document["waiting"]?["events"]?.int ?? 0) events wait\n"
        }
        return ExitCodes.success
    }

    private func settings(_ site: JarvisTarget, _ facts: Facts) -> [(String, String)] {
        let configuration = site.configuration
        var settings = [
            ("jarvis-ops", ProgramVersion.current), ("environment", configuration.environmentName.value),
            ("deployment", site.heading.deployment),
        ]
        for flag in MeshFlag.allCases {
            let fact = facts.flags[flag]
            settings.append(("flag.\(flag.word)", fact.running.map { $0 ? "on" : "off" } ?? "unknown"))
            settings.append(("flag.\(flag.word).written", fact.configured ? "on" : "off"))
        }
        if let service = configuration.meshService, let image = service.image { settings.append(("image", image)) }
        if facts.service.engineAnswers { settings.append(("image.running", site.probes.runningImageTag(site.limits) ?? "none")) }
        for path in configuration.composeFile?.paths ?? [] { settings.append(("file.\(Paths.name(path))", hash(path))) }
        return settings
    }

    private func meshSettings(_ mesh: Configuration, _ row: ProbeResult) -> [(String, String)] {
        func value(_ names: String...) -> String { names.lazy.compactMap { mesh.variable($0)?.value }.first { !$0.isEmpty } ?? "not set" }
        let key = value("JARVIS_MESH_SHARED_KEY", "JARVIS_MESH_SYNC_KEY")
        return [
            ("mesh.node", value("JARVIS_MESH_NODE_PUBKEY")),
            ("mesh.shared", key == "not set" ? key : fingerprint("jarvis-ops shared key:\(key)")),
            ("mesh.subject", value("JARVIS_MESH_SYNC_SUBJECT", "NATS_SUBJECT_MESH_SYNC")),
            ("mesh.jetstream", value("JARVIS_MESH_USE_JETSTREAM")),
            ("mesh.servers", row.evidence["servers"]?.text ?? "not set"), ("mesh.transport", row.state.rawValue),
            (
                "mesh.stream-subjects",
                row.evidence["stream"]?["subjects"]?.array?.compactMap(\.text).sorted().joined(separator: " ") ?? "unknown"
            ),
            ("mesh.program", value("JARVIS_MESH_PROGRAM_ID")),
        ]
    }

    private func hash(_ path: String) -> String {
        (try? Files.readRegular(path, limit: 1 << 24)).map { String(SHA256.hex($0).prefix(12)) } ?? "unreadable"
    }

    /// Enough to tell two keys apart, too little to look for one.
    private func fingerprint(_ text: String) -> String { String(SHA256.hex(Array(text.utf8)).prefix(12)) }

    private func waiting(_ configuration: Configuration) throws(OpsError) -> JSONValue {
        let fold = try OutboxInput(configuration).read { (path) throws(SystemError) in try OutboxFold.read(path) }
        let waiting = fold?.events.filter(\.status.isPending) ?? []
        return [
            "events": waiting.count.json, "oldest_at": (fold?.oldestPending.map(Timestamp.rfc3339(microseconds:))).json,
            "ids": waiting.prefix(FleetFactsCommand.told).map { $0.eventID.text }.json,
        ]
    }
}
