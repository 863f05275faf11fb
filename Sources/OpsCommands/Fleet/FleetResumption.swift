internal import JSONKit
internal import Journal

/// `runs resume RUN` of a fleet's run: the hosts that are not done, or back in reverse order.
struct FleetResumption {
    let record: RunHistory
    let request: FleetRequest
    let options: GlobalOptions
    let world: World

    func run(undo: Bool) throws -> Int32 {
        if let process = record.worker { throw process.refusal(record.id) }
        return undo ? try takeBack() : try goOn()
    }

    private func goOn() throws -> Int32 {
        let left = record.steps.filter { $0.state != "done" }.compactMap(\.fleetHost)
        if record.state == .ended, left.isEmpty {
            world.note("run \(record.id) is done: there is nothing to resume")
            return ExitCodes.success
        }
        // Those of whom nothing was written were not begun: the inventory still has them.
        let done = Set(record.steps.filter { $0.state == "done" }.compactMap(\.fleetHost))
        var rest = request
        let without = done.sorted().map { ":!\($0)" }.joined()
        rest = FleetRequest(
            command: request.command, phases: request.phases, gate: request.gate, inventory: request.inventory,
            limit: request.phases.count > 1 ? request.limit : (request.limit ?? "all") + without, forks: request.forks,
            becomes: request.becomes, serial: request.serial, maximumFailures: request.maximumFailures)
        return try FleetChange(rest, options, world, resumed: record).carryOut()
    }

    /// Each host takes back the runs that it had there, the last one first; the host that came last comes first.
    private func takeBack() throws -> Int32 {
        let runs = record.steps.compactMap { step -> (host: String, runs: [String])? in step.fleetHost.map { ($0, step.fleetRuns) } }.reversed()
        let count = runs.map(\.runs.count).max() ?? 0
        guard count > 0 else {
            throw OpsError(
                "nothing-to-undo", "no host of run \(record.id) says what it did", hint: "Look at it: jarvis-ops runs show \(record.id)",
                exitCode: ExitCodes.usage)
        }
        let phases = (0..<count).reversed().map { index -> FleetRequest.Phase in
            let those = runs.filter { $0.runs.indices.contains(index) }
            let own = Dictionary(those.map { ($0.host, ["runs", "resume", $0.runs[index], "--undo"]) }) { first, _ in first }
            return FleetRequest.Phase(command: ["runs", "resume", "last", "--undo"], own: own, hosts: those.map(\.host))
        }
        var back = FleetRequest(
            command: "runs resume \(record.id) --undo", phases: phases, gate: nil, inventory: request.inventory, limit: nil,
            forks: request.forks, becomes: request.becomes, serial: request.serial, maximumFailures: request.maximumFailures)
        back.isUndo = true
        return try FleetChange(back, options, world).carryOut()
    }
}

extension RecordedStep {
    /// The host that a step of a fleet's run was for; nil for any other step.
    var fleetHost: String? { id.hasPrefix("fleet/") ? String(id.dropFirst("fleet/".count)) : nil }

    /// The runs that it had there, in their order; a host that never said one had none.
    var fleetRuns: [String] {
        history.compactMap { row in
            guard case .settled(let ending) = row.said, ending.mayHaveChanged != false else { return nil }
            return ending.evidence.first?["run"]?.text
        }
    }
}
