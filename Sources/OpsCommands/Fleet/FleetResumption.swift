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
        if record.state == .ended {
            world.note("run \(record.id) is done: there is nothing to resume")
            return ExitCodes.success
        }
        // Those that were done in every phase are left alone; whoever it was for was written down, and the inventory may say otherwise by now.
        let done = Set(record.steps.filter { $0.timesDone >= request.phases.count }.compactMap(\.fleetHost))
        var rest = request
        rest.hosts = request.hosts?.filter { !done.contains($0) }
        rest.phases = request.phases.map { phase in
            var phase = phase
            phase.hosts = phase.hosts?.filter { !done.contains($0) }
            return phase
        }.filter { $0.hosts?.isEmpty != true }
        return try FleetChange(rest, options, world, resumed: record).carryOut()
    }

    /// Each host takes back the runs that it had there, the last one first; the host that came last comes first.
    private func takeBack() throws -> Int32 {
        let runs = record.steps.compactMap { step -> (host: String, runs: [String])? in step.fleetHost.map { ($0, step.fleetRuns) } }
            .reversed()
        let count = runs.map(\.runs.count).max() ?? 0
        // What they did is not known here: they are told, and are never forgotten.
        let unaccounted = record.steps.filter { $0.fleetRuns.isEmpty && $0.state != "not-run" }.compactMap(\.fleetHost)
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
            forks: request.forks, becomes: request.becomes, batches: request.batches, maximumFailures: request.maximumFailures)
        back.isUndo = true
        return try FleetChange(back, options, world, unaccounted: unaccounted).carryOut()
    }
}

extension RecordedStep {
    /// The host that a step of a fleet's run was for; nil for any other step.
    var fleetHost: String? { id.hasPrefix("fleet/") ? String(id.dropFirst("fleet/".count)) : nil }

    /// How often it was done: once a phase.
    var timesDone: Int { history.count { if case .settled(let ending) = $0.said { ending.isDone } else { false } } }

    /// The runs that it had there, in their order; a host that never said one had none.
    var fleetRuns: [String] {
        history.compactMap { row in
            guard case .settled(let ending) = row.said, ending.mayHaveChanged != false else { return nil }
            guard let run = ending.evidence.first?["run"]?.text, run.utf8.count < 64, run.allSatisfy({ $0.isHexDigit || $0 == "-" })
            else { return nil }
            return run
        }
    }
}
