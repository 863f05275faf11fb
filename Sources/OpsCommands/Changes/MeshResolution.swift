internal import Execution
internal import JSONKit
internal import Journal
internal import Mesh
internal import Planning

/// The runbook's recovery of the mesh. The retry is one run. Only when it keeps failing are the flags proposed, as another one with its
/// own plan and its own approval: a yes that was given for the retry does not count for them.
struct MeshResolution {
    let recovery: MeshRecovery
    let target: JarvisTarget
    /// The interrupted run that is taken up again; nil for a new one.
    var resumed: RunHistory?

    /// The name by which the flags are confirmed where nobody can be asked.
    static let flagsName = "mesh/disable"

    private var isText: Bool { target.options.output == .text }

    func run() throws -> Int32 {
        let sent = try ChangeEngine(kind: recovery, target: target, resumed: resumed).carryOut()
        guard sent.code == ExitCodes.confirmed, let result = sent.result, let run = sent.run, MeshRecovery.keepsFailing(result) else {
            return try recovery.show(sent)
        }
        return try proposeFlags { steps, head in
            let all = RunResult(outcome: result.outcome, steps: result.steps + steps, recordingFailure: result.recordingFailure)
            try RunOutput(sent.decided.target).print(all, run: run, head: head ?? sent.head, recovery.request)
        }
    }

    /// - Parameter show: says what the retry came to, with more steps behind it.
    private func proposeFlags(_ show: ([StepResult], JournalHead?) throws -> Void) throws -> Int32 {
        var options = target.options
        options.yes = options.confirm.contains(MeshResolution.flagsName)
        let turning = FlagChange(goal: FlagGoal([.sync, .attestation], isOn: false))
        let now = JarvisTarget.resolve(options, target.loaded, target.world)
        guard options.yes || ApprovalDesk(now).canAskAgain else {
            try show([proposal], nil)
            return ExitCodes.confirmed
        }
        if isText {
            try show([], nil)
            target.world.note("retries keep failing; recovery step 3 turns the flags off, attestation first, then sync, and writes go on:")
        }
        do {
            let turned = try ChangeEngine(kind: turning, target: now).carryOut()
            if isText { _ = try turning.show(turned) } else { try show(turned.result?.steps ?? [], turned.head) }
            // The events wait all the same.
            return turned.code == ExitCodes.success ? ExitCodes.confirmed : turned.code
        } catch let error as OpsError where error.exitCode == ExitCodes.refused {
            if isText { target.world.note("\(error.message); the flags stay as they are") } else { try show([proposal], nil) }
            return ExitCodes.confirmed
        }
    }

    private var proposal: StepResult {
        StepResult(
            id: MeshResolution.flagsName, title: "Turn the flags off, attestation first, then sync", state: .notRun,
            because: "retries keep failing: recovery step 3 turns the flags off, and writes go on. It wants a word of its own: "
                + "jarvis-ops mesh disable all, or --confirm \(MeshResolution.flagsName)")
    }
}
