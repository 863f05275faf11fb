internal import CommandLineKit
internal import Diagnosis
internal import JSONKit
internal import Runbook
internal import TerminalKit

/// `fleet diagnose ID`: one incident, on every host.
struct FleetDiagnose: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "diagnose", abstract: "Diagnose an incident on every host.",
            discussion: "Exits 1 when a host has it, else 2 when one could not be measured, else 0.")
    }

    @OptionGroup var options: GlobalOptions
    @OptionGroup var fleet: FleetOptions

    @Argument(help: ArgumentHelp("An incident, as `list` names it.", valueName: "id"), completion: .incidents)
    var incident: String

    func run(in world: World) throws -> Int32 {
        let incident = try LoadedRunbook.load(options, in: world).incident(incident)
        let look = FleetLook(
            command: "diagnose \(incident.id)", asked: ["diagnose", incident.id], schemas: ["jarvis-ops/diagnosis/v1"], fleet: fleet,
            options: options, world: world)
        return try look.run(cells, ["VERDICT"] + incident.symptoms.indices.map { "S\($0 + 1)" } + ["BECAUSE"])
    }

    private func cells(_ host: FleetHost) -> [FleetMatrix.Cell] {
        let document = host.document ?? .null
        let symptoms = document["symptoms"]?.array ?? []
        return [.verdict(document["verdict"]?.text)] + symptoms.map { .state($0["state"]?.text) } + [.init(document["because"]?.text ?? "")]
    }
}

/// `fleet triage`: which incident, on which host.
struct FleetTriage: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "triage", abstract: "Rank the incidents of every host.",
            discussion: "Exits 1 when a host has one, else 2 when one could not be measured, else 0.")
    }

    @OptionGroup var options: GlobalOptions
    @OptionGroup var fleet: FleetOptions

    func run(in world: World) throws -> Int32 {
        let look = FleetLook(
            command: "triage", asked: ["triage"], schemas: ["jarvis-ops/triage/v1"], fleet: fleet, options: options, world: world)
        return try look.run(
            { host in
                let ranking = host.document?["ranking"]?.array ?? []
                let first = ranking.first { $0["verdict"]?.text == Verdict.confirmed.rawValue }
                let unknown = ranking.filter { $0["verdict"]?.text == Verdict.unknown.rawValue }.compactMap { $0["incident"]?.text }
                return [
                    first.map { .init($0["incident"]?.text ?? "", .bad) }
                        ?? .init(unknown.isEmpty ? "clear" : "unknown", unknown.isEmpty ? .good : .unknown),
                    .init(first?["because"]?.text ?? (unknown.isEmpty ? "" : "not measured: \(unknown.joined(separator: ", "))")),
                ]
            }, ["FIRST", "BECAUSE"])
    }
}

/// `fleet doctor`: what each host has, and what is missing.
struct FleetDoctor: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "doctor", abstract: "Show what is missing on every host.",
            discussion: "Exits 0 when everything answers everywhere, 2 when something does not.")
    }

    @OptionGroup var options: GlobalOptions
    @OptionGroup var fleet: FleetOptions

    func run(in world: World) throws -> Int32 {
        let look = FleetLook(
            command: "doctor", asked: ["doctor"], schemas: ["jarvis-ops/doctor/v1"], fleet: fleet, options: options, world: world)
        return try look.run(
            { host in
                let missing = (host.document?["checks"]?.array ?? []).filter { $0["state"]?.text == "missing" }.compactMap {
                    $0["name"]?.text
                }
                let version = host.facts?.settings.first { $0.name == "jarvis-ops" }?.value ?? "older"
                return [
                    .init(missing.isEmpty ? "ok" : "missing", missing.isEmpty ? .good : .warning), .init(version),
                    .init(missing.joined(separator: ", ")),
                ]
            }, ["STATE", "VERSION", "MISSING"])
    }
}

/// `fleet mesh status`: what waits on every host, and on more than one.
struct FleetMeshStatus: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "status", abstract: "Count every host's outbox, and compare their mesh.",
            discussion: "Exits 0 when every outbox could be read, 2 when one could not.")
    }

    @OptionGroup var options: GlobalOptions
    @OptionGroup var fleet: FleetOptions

    func run(in world: World) throws -> Int32 {
        let look = FleetLook(
            command: "mesh status", asked: ["mesh", "status"], schemas: ["jarvis-ops/mesh-status/v1"], fleet: fleet, options: options,
            world: world)
        return try look.run(
            { host in
                let document = host.document ?? .null
                let waiting = document["pending_events"]?.int
                let invalid = document["invalid_events"]?.array?.count
                return [
                    .init(waiting.map { "\($0)" } ?? "unknown", waiting == 0 ? .good : waiting == nil ? .unknown : .warning),
                    .init(document["oldest_pending_at"]?.text ?? "–"),
                    .init(invalid.map { "\($0)" } ?? "unknown", invalid == 0 ? nil : .bad),
                    .flag(document["enabled"]?.bool), .flag(document["attestation_enabled"]?.bool),
                    .init(document["nats"]?["state"]?.text ?? "unknown"),
                ]
            }, ["WAITING", "OLDEST", "INVALID", "SYNC", "ATTEST", "NATS"])
    }
}

extension FleetMatrix.Cell {
    static func verdict(_ word: String?) -> Self {
        guard let verdict = word.flatMap(Verdict.init(rawValue:)) else { return .init("unknown", .unknown) }
        return .init(verdict.rawValue, Marks.style(verdict))
    }

    static func state(_ word: String?) -> Self {
        switch word {
        case "present": .init("present", .bad)
        case "absent": .init("absent", .good)
        default: .init("unknown", .unknown)
        }
    }

    static func flag(_ isOn: Bool?) -> Self { .init(isOn.map { $0 ? "on" : "off" } ?? "unknown") }
}
