/// How a word of the journal is to be taken, for colours and marks.
public enum Tone: String, Sendable, Hashable {
    case good, bad, warning, neutral

    /// Of the words for verdicts, symptoms, probes, steps and runs; words of later versions are neutral.
    init(_ word: String) {
        switch word {
        case "clear", "absent", "ok", "done", "kept", "published", "committed", "allowed", "sent", "acknowledged", "resolved": self = .good
        case "confirmed", "present", "unhealthy", "failed", "missed", "refused", "changed": self = .bad
        case "unknown", "timed-out", "unavailable", "interrupted", "stopped", "running", "declined", "missing", "undone", "found":
            self = .warning
        default: self = .neutral
        }
    }
}
