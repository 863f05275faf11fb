internal import Execution
internal import JSONKit
internal import Journal
internal import Mesh
internal import Operations
internal import Planning

/// The runbook's recovery of the mesh. The retry is one run. Only when it keeps failing are the flags proposed, as another one with its
/// own plan and its own approval: a yes that was given for the retry does not count for them.
struct MeshResolution {
    let request: ChangeRequest
    let loaded: LoadedRunbook
    let options: GlobalOptions
    let world: World
    /// The interrupted run that is taken up again; nil for a new one.
    var resumed: RunHistory?

    /// The name by which the flags are confirmed where nobody can be asked.
    static let flagsName = "mesh/disable"

    func run() throws -> Int32 {
        let sending = ChangeRun(request: request, loaded: loaded, options: options, world: world, resumed: resumed)
        let sent: ChangeRun.Finished
        switch try sending.carryOut() {
        case .said(let code): return code
        case .finished(let end): sent = end
        }
        guard sent.code == ExitCodes.confirmed, MeshResolution.keepsFailing(sent.result) else {
            try RunOutput(Site(options, loaded, world)).print(sent.result, run: sent.run, head: sent.head, request)
            return sent.code
        }
        return try proposeFlags(after: sent)
    }

    private func proposeFlags(after sent: ChangeRun.Finished) throws -> Int32 {
        var options = options
        options.yes = options.confirm.contains(MeshResolution.flagsName)
        let flags = FlagGoal([.sync, .attestation], isOn: false)
        let turning = ChangeRun(request: ChangeRequest(flags: flags), loaded: loaded, options: options, world: world)
        let isText = options.output == .text
        guard options.yes || ApprovalDesk(Site(options, loaded, world)).canAskAgain else {
            try show(sent, then: [proposal])
            return ExitCodes.confirmed
        }
        if isText {
            try show(sent)
            world.note("retries keep failing; recovery step 3 turns the flags off, attestation first, then sync, and writes go on:")
        }
        do {
            let code: Int32
            switch try turning.carryOut() {
            case .said(let said): code = said
            case .finished(let turned):
                code = turned.code
                try isText
                    ? RunOutput(Site(options, loaded, world)).print(turned.result, run: turned.run, head: turned.head, turning.request)
                    : show(sent, then: turned.result.steps, turned.head)
            }
            // The events wait all the same.
            return code == ExitCodes.success ? ExitCodes.confirmed : code
        } catch let error as OpsError where error.exitCode == ExitCodes.refused {
            if isText { world.note("\(error.message); the flags stay as they are") } else { try show(sent, then: [proposal]) }
            return ExitCodes.confirmed
        }
    }

    private func show(_ sent: ChangeRun.Finished, then steps: [StepResult] = [], _ head: JournalHead? = nil) throws(OpsError) {
        let all = RunResult(
            outcome: sent.result.outcome, steps: sent.result.steps + steps, recordingFailure: sent.result.recordingFailure)
        try RunOutput(Site(options, loaded, world)).print(all, run: sent.run, head: head ?? sent.head, request)
    }

    private var proposal: StepResult {
        StepResult(
            id: MeshResolution.flagsName, title: "Turn the flags off, attestation first, then sync", state: .notRun,
            because: "retries keep failing: recovery step 3 turns the flags off, and writes go on. It wants a word of its own: "
                + "jarvis-ops mesh disable all, or --confirm \(MeshResolution.flagsName)")
    }
}

extension MeshResolution {
    /// Whether events still wait because the way to the mesh, or to the attestation, failed. What is held or invalid is no such case.
    static func keepsFailing(_ result: RunResult) -> Bool {
        result.steps.contains { step in
            guard let event = step.event else { return false }
            return event.now.isPending && (event.isTransport || event.commit == .failed)
        }
    }

    /// It is not done while something waits, and what is invalid is said in its own line.
    static func judged(_ result: RunResult) -> RunResult {
        let isGone = result.steps.contains { $0.planned?.probe == .backlog && $0.state == .done }
        let judged = result.outcome == .done && !isGone ? result.ending(.stopped) : result
        let invalid = result.steps.count { $0.event?.now == .invalidEnvelope }
        guard invalid > 0 else { return judged }
        let integrity = StepResult(
            id: integrityID, title: "Data integrity", state: .failed,
            because: "\(invalid) invalid: a matter of data integrity, not of transport. Escalate, look into each, then: "
                + "jarvis-ops mesh acknowledge EVENT --reason TEXT")
        return RunResult(outcome: judged.outcome, steps: judged.steps + [integrity], recordingFailure: judged.recordingFailure)
    }

    private static let integrityID = "mesh/resolve.integrity"

    /// 0 when nothing waits any more and nothing was found invalid, 78 when the configuration does not allow a retry, else 1.
    static func exitCode(_ result: RunResult) -> Int32 {
        let isSound = !result.steps.contains { $0.id == integrityID }
        if result.outcome == .done { return isSound ? ExitCodes.success : ExitCodes.confirmed }
        let isMisconfigured = result.steps.contains { step in
            if case .recoveryVariable? = step.planned?.probe { step.state == .failed } else { false }
        }
        return isMisconfigured ? ExitCodes.configuration : ExitCodes.confirmed
    }
}

extension RetrySession {
    /// How many of the chosen events are not sent, by reason.
    var held: [String: Int] { items.reduce(into: [:]) { if $1.disposition == .hold { $0[$1.reason, default: 0] += 1 } } }
}
