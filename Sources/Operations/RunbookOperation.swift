internal import Execution
internal import Planning
internal import Probes
internal import Runbook

extension LiveOperations {
    /// A step of the runbook as it is typed. The adapters are those of the probes: what they run is decided by the plan, and whether they
    /// may is decided by `Policy`.
    func carryOut(_ action: Action, _ limits: ProbeLimits) -> OperationResult {
        let result: ProbeResult
        switch action {
        case .compose(let argv): result = probes.run(.compose(argv: argv), limits: limits)
        case .redis(let arguments, let options) where options.isEmpty && arguments.map({ $0.uppercased() }) == ["FLUSHDB"]:
            return flushDatabase(limits)
        case .redis(let arguments, let options): result = probes.run(.redis(arguments: arguments, options: options), limits: limits)
        case .shell(let shell): result = probes.run(.shell(shell), limits: limits)
        case .http, .sqlite, .outbox, .capability, .python, .flag, .variable, .file, .named, .manual:
            return OperationResult(.failed, "a \(action.kind.rawValue) step is not carried out by the program: it is a person's")
        }
        let state: OperationResult.State =
            switch result.state {
            case .ok: .done
            case .unhealthy, .failed, .unavailable: .failed
            case .timedOut, .notRun: .unknown
            }
        // The act began before it was ended: nobody knows how far it came.
        if result.state == .notRun {
            return OperationResult(.unknown, "it was ended by a signal: what it had done by then is not known", evidence: result.evidence)
        }
        // What compose prints of an act is on its other stream, and not worth a count of lines.
        let isQuiet = if case .compose = action { state == .done } else { false }
        return OperationResult(state, isQuiet ? words(action) : result.summary, evidence: result.evidence)
    }

    private func words(_ action: Action) -> String { "\(Operation.runbook(action).words) was carried out" }
}
