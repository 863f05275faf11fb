internal import CommandLineKit
internal import Execution
internal import JSONKit
internal import Journal
internal import Planning
internal import SystemKit

/// `runs resume RUN`: finishes an interrupted run, or takes it back.
struct RunsResume: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "resume", abstract: "Finish an interrupted run, or take it back with --undo.",
            discussion: """
                Everything is measured and judged anew, and approval is asked for again. A step that was done is not done again; one that \
                was begun and never ended is done again only when its name is given. Its steps are read from the runbook that it began \
                with; where that has changed since, name the one to go on with: --runbook FILE.
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Flag(name: .long, help: "Take back what the run did, the last step first.")
    var undo = false

    @Argument(help: "A run, as `runs` lists it: its id, the beginning of it, or `last`.", completion: .runs)
    var run: String

    /// Throws: `OpsError` 77 where others may write the journal, or could when the run was recorded.
    private func requireRelied(_ record: RunHistory, _ world: World) throws(OpsError) {
        let access = JournalAccess.forReading(world)
        if let exposure = access.exposure { throw OpsError(exposed: exposure) }
        guard let relied = access.relied, !record.rows.allSatisfy(relied.counts) else { return }
        throw OpsError(
            exposed: JournalError(
                .exposed, "run \(record.id) was recorded while others could write the journal: what it did may be their word",
                hint: "Give its command anew: everything is measured then."))
    }

    func run(in world: World) throws -> Int32 {
        let record = try RunHistory.find(run, options, in: world)
        if let fleet = record.requested.flatMap(FleetRequest.init(json:)) {
            return try FleetResumption(record: record, request: fleet, options: options, world: world).run(undo: undo)
        }
        guard record.kind == .change, let request = record.request else {
            throw OpsError(
                "not-resumable", "run \(record.id) changed nothing: there is nothing to resume",
                hint: "Look at it: jarvis-ops runs show \(record.id)", exitCode: ExitCodes.usage)
        }
        if let refusal = record.closed, !(undo && refusal == .done) {
            guard refusal == .done else { throw record.closedError("there is nothing to resume") }
            if options.output == .text { world.note("run \(record.id) \(refusal.words): there is nothing to resume") }
            if options.output != .text {
                let owner = HistoryOwner(StateDirectory.path(world.environment))
                try Output(options, world).print(json: RunsJSON.record(record, owner)) { _ in "" }
            }
            return ExitCodes.success
        }
        if let process = record.worker { throw process.refusal(record.id) }
        // Which steps count as done, and what an undo puts back, is what the journal says.
        if !options.dryRun { try requireRelied(record, world) }
        let loaded = try record.runbook(options, isNeeded: !undo && request.readsRunbook, in: world)
        let target = JarvisTarget.resolve(options, loaded, world)
        guard undo else { return try goOn(record, request, target) }
        let back = UndoChange(run: record.id, subject: request.subject)
        let taken = try ChangeEngine(kind: back, target: target).carryOut()
        let code = try back.show(taken)
        // What is done stays done where nothing of it could be taken back.
        if taken.result?.steps.isEmpty == true, record.closed == .done {
            world.note("run \(record.id) is done and left nothing that can be taken back: it stays as it is")
        } else if code == ExitCodes.success, !options.dryRun {
            try record.close(RunHistory.takenBack, options, world)
        }
        return code
    }

    private func goOn(_ record: RunHistory, _ request: ChangeRequest, _ target: JarvisTarget) throws -> Int32 {
        if case .resolveMesh(let sending) = request {
            return try MeshResolution(recovery: MeshRecovery(sending: sending), target: target, resumed: record).run()
        }
        if case .resolve(let incident, var choices) = request, !options.dryRun {
            let resumed = ResumedResolution(record)
            choices.unlinkPattern = choices.unlinkPattern ?? resumed.unlinkPattern
            return try ResolutionRun(try target.loaded.incident(incident), choices, target, .forWriting(target.world), resumed: resumed)
                .run()
        }
        let code = try ChangeEngine(kind: request.change, target: target, resumed: record).run()
        // It took another run back, which is over now.
        if case .undo(let original, _) = request, code == ExitCodes.success, !options.dryRun {
            try RunHistory.find(id: original, in: target.world).close(RunHistory.takenBack, options, target.world)
        }
        return code
    }
}

extension ChangeRequest {
    /// How one plan of it is made and judged.
    fileprivate var change: any ChangeKind {
        switch self {
        case .flags(let goal): FlagChange(goal: goal)
        case .undo(let run, let subject): UndoChange(run: run, subject: subject)
        case .retry(let sending): RetryChange(sending: sending)
        case .resolveMesh(let sending): MeshRecovery(sending: sending)
        case .resolve(let incident, let choices): ResolutionPreview(incident: incident, choices: choices)
        case .rollback(let tag): RollbackChange(tag: tag)
        }
    }
}
