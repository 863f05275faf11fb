internal import Diagnosis
internal import Execution
internal import Runbook
internal import Safety
internal import TerminalKit

/// The sign and colour of every state, the same on every page.
enum Marks {
    static func mark(_ state: ProbeState) -> (String, Style) {
        switch state {
        case .ok: ("✓", .good)
        case .unhealthy: ("✗", .bad)
        case .failed: ("!", .warning)
        case .timedOut: ("⏱", .warning)
        case .unavailable: ("?", .unknown)
        case .notRun: ("–", .dim)
        }
    }

    static func mark(_ state: SymptomFinding.State) -> (String, Style) {
        switch state {
        case .present: ("✗", .bad)
        case .absent: ("✓", .good)
        case .unknown: ("?", .unknown)
        }
    }

    static func style(_ verdict: Verdict) -> Style {
        switch verdict {
        case .confirmed: .bad
        case .clear: .good
        case .unknown: .unknown
        }
    }

    static func style(_ effect: Effect) -> Style? {
        switch effect {
        case .read: .good
        case .change: .warning
        case .destroy, .unknown: .bad
        case .none: .dim
        }
    }

    static func mark(_ verdict: StepDecision.Verdict) -> (String, Style) {
        switch verdict {
        case .allowed: ("✓", .good)
        case .needsApproval: ("?", .warning)
        case .needsConfirmation: ("!", .warning)
        case .refused: ("✗", .bad)
        }
    }

    static func mark(_ state: StepResult.State) -> (String, Style) {
        switch state {
        case .done: ("✓", .good)
        case .failed: ("✗", .bad)
        case .unknown: ("?", .unknown)
        case .skipped, .notRun: ("–", .dim)
        }
    }

    /// A look that found something did its work.
    static func mark(_ step: StepResult) -> (String, Style) { step.isFinding ? ("!", .warning) : mark(step.state) }

    static func style(_ outcome: RunResult.Outcome) -> Style {
        switch outcome {
        case .done: .good
        case .stopped, .interrupted, .unverified: .warning
        case .failed, .refused: .bad
        }
    }
}

extension RunResult.Outcome {
    /// For people.
    var words: String {
        switch self {
        case .done: "done"
        case .stopped: "STOPPED"
        case .unverified: "UNVERIFIED"
        case .failed: "FAILED"
        case .interrupted: "INTERRUPTED"
        case .refused: "REFUSED"
        }
    }
}
