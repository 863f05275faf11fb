internal import Diagnosis
internal import Execution
internal import Runbook
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
}
