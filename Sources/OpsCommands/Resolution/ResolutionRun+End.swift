internal import Diagnosis
internal import Execution
internal import Journal

extension ResolutionRun {
    /// Records how it ended, says so, and gives the exit code.
    func end(_ run: ResolutionInHand) throws -> Int32 {
        let code = exitCode(run)
        let whole = RunResult(outcome: outcome(run), steps: run.results, recordingFailure: run.recordingFailure)
        let ending = ResolutionEnding(
            verdict: run.verdict, because: run.because, healedBy: run.healedBy, servicesAreStopped: run.servicesAreStopped)
        let (result, head) = recorder?.end(whole, exitCode: code, ending) ?? (whole, nil)
        // Nothing was done at all: the error is the whole result.
        if let stop = run.stop, !run.results.contains(where: { $0.mayHaveChanged || $0.state == .done || $0.state == .failed }) {
            // The way out says nothing of a signal by itself.
            if stop.exitCode >= 128 { note("\(stop.message)\n  To take it up again: jarvis-ops runs resume \(id)") }
            throw stop
        }
        try RunOutput(target).print(result, run: id, head: head, request, ending)
        if let stop = run.stop ?? run.refusal, options.output == .text {
            world.note(stop.message + (stop.hint.map { "\n  \($0)" } ?? ""))
        }
        return code
    }

    private func outcome(_ run: ResolutionInHand) -> RunResult.Outcome {
        if run.isInterrupted { return .interrupted }
        if run.recordingFailure != nil { return .failed }
        if isHealthy(run) { return run.isUnverified ? .unverified : .done }
        if let stop = run.stop, stop.exitCode >= 128 { return .interrupted }
        if !run.results.contains(where: \.mayHaveChanged), run.stop?.exitCode == ExitCodes.refused || run.refusal != nil || run.isDeclined {
            return .refused
        }
        if run.results.contains(where: { $0.state == .failed && $0.mayHaveChanged }) { return .failed }
        return run.isUnverified || run.stop?.ground == .unverified ? .unverified : .stopped
    }

    private func isHealthy(_ run: ResolutionInHand) -> Bool { run.goesOn && run.verdict == .clear && !run.servicesAreStopped }

    private func exitCode(_ run: ResolutionInHand) -> Int32 {
        if let signal = world.receivedSignal() { return 128 + signal }
        if run.recordingFailure != nil { return ExitCodes.inputOutput }
        if isHealthy(run) { return run.isUnverified ? ExitCodes.confirmed : ExitCodes.success }
        if let stop = run.stop { return stop.exitCode }
        return run.refusal != nil || run.isDeclined ? ExitCodes.refused : ExitCodes.confirmed
    }
}
