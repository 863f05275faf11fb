internal import Execution
internal import Fleet
internal import JSONKit
internal import Journal
internal import Redaction
internal import SystemKit
internal import TerminalKit

/// One question to all hosts: asked, shown as the answers come, put side by side, remembered.
struct FleetLook {
    /// As a person typed it, without the inventory: `diagnose api-unresponsive`.
    let command: String
    /// What each host is asked.
    let asked: [String]
    /// Of the documents that answer it.
    let schemas: [String]
    let fleet: FleetOptions
    let options: GlobalOptions
    let world: World

    func run(_ matrix: @escaping (FleetHost) -> [FleetMatrix.Cell], _ columns: [String]) throws -> Int32 {
        let started = Timestamp.now()
        let hosts = try FleetHosts(fleet, options, world).ask([asked, ["fleet", "facts"]], schemas) { host in matrix(host).first?.text ?? ""
        }
        let run = RunID.make(at: started)
        let code = world.receivedSignal().map { 128 + $0 } ?? hosts.exitCode
        let head = record(run, hosts, code, startedAt: started)
        let page = FleetMatrix(command: command, hosts: hosts, columns: columns, cells: matrix)
        try Output(options, world).print(json: page.json(run, head)) { page.text($0, isWhole: options.verbose) }
        AuditLine.show(head, run: run, options, world)
        return code
    }

    /// Each host's own journal keeps what was seen there; this one keeps its head, so that later tampering there shows.
    private func record(_ run: String, _ hosts: [FleetHost], _ code: Int32, startedAt: Timestamp) -> JournalHead? {
        guard !options.dryRun else { return nil }
        var opening = RunOpening(looking: "fleet \(command)\(fleet.words)", subject: "fleet", in: nil, world)
        opening.startedAt = startedAt
        let looks = hosts.map { RunEvent.looked(RecordedObservation($0)) }
        return LooseLog(looks: run, world, note: world.note).append([.began(opening)] + looks + [.ended(.done(exitCode: code))])
    }
}

extension RecordedObservation {
    init(_ host: FleetHost) {
        let state: ProbeState =
            switch host.state {
            case .ok: host.exitCode == ExitCodes.success ? .ok : host.exitCode == ExitCodes.confirmed ? .unhealthy : .failed
            case .timedOut: .timedOut
            case .notBegun: .notRun
            default: .unavailable
            }
        self.init(
            id: "fleet/\(host.name)", step: nil, kind: "fleet", state: state.rawValue, durationMilliseconds: 0,
            summary: host.trouble ?? host.document?["because"]?.text ?? "answered", evidence: host.evidence)
    }
}

extension FleetHost {
    /// What a control host keeps of it: where the host's own account of it stands, and the head of its chain then.
    var evidence: JSONObject {
        [
            "state": state.rawValue.json, "exit_code": exitCode.map { Int($0) }.json, "run": document?["run"] ?? .null,
            "verdict": document?["verdict"] ?? .null, "audit": document?["audit"] ?? .null,
        ]
    }
}

/// Asks the hosts, with a line for each of them that is at work.
struct FleetHosts {
    let fleet: FleetOptions
    let options: GlobalOptions
    let world: World

    init(_ fleet: FleetOptions, _ options: GlobalOptions, _ world: World) {
        (self.fleet, self.options, self.world) = (fleet, options, world)
    }

    /// - Parameters:
    ///   - commands: the first one is the question; what the others say is beside it.
    ///   - names: hosts; nil: all of the inventory, or its limit.
    ///   - own: what single hosts are asked instead.
    ///   - word: what is said of a host when it has answered.
    /// - Throws: `OpsError` where no host was asked at all.
    func ask(
        _ commands: [[String]], _ schemas: [String], on names: [String]? = nil, own: [String: [[String]]] = [:],
        setup: FleetWork.Setup? = nil, word: (FleetHost) -> String
    ) throws(OpsError) -> [FleetHost] {
        let isTalkative = !options.quiet && options.output == .text
        let palette = world.palette(for: world.standardError, options)
        let lines = isTalkative ? LiveLines(.stream(world.standardError, palette: palette, environment: world.environment)) : nil
        defer { lines?.end() }
        var handles: [String: LiveLines.Handle] = [:]
        var work = FleetWork(commands.map { common + $0 }, limitSeconds: max(1, Int(fleet.hostTimeout.milliseconds / 1000)))
        work.setup = setup
        work.own = own.mapValues { $0.map { common + $0 } }
        let ansible = try fleet.ansible(world)
        do throws(Ansible.Failure) {
            let answers = try ansible.run(work, on: names, world.cancellation) { event in
                switch event {
                case .hosts: break
                case .started(let host): handles[host] = lines?.start(host)
                case .ended(let answer):
                    let host = FleetHost(answer, schemas: schemas)
                    let handle = handles[answer.host] ?? lines?.start(answer.host)
                    guard let handle else { break }
                    lines?.finish(handle, host.outcome, detail: world.redactor.redact(host.trouble ?? word(host)))
                }
            }
            return answers.map { FleetHost($0, schemas: schemas) }
        } catch {
            throw OpsError(error)
        }
    }

    /// What is said once on the control host holds on every host.
    private var common: [String] { options.timeout.isGiven ? ["--timeout", "\(Int(options.timeout.milliseconds))ms"] : [] }
}

extension FleetHost {
    var outcome: Outcome {
        guard isAnswered else { return state == .notBegun ? .skipped : .warning }
        return exitCode == ExitCodes.success ? .good : exitCode == ExitCodes.confirmed ? .bad : .unknown
    }
}
