internal import JSONKit
internal import Mesh
internal import SystemKit

/// The lines of the outbox that nobody can read: one that names an event may say that it was sent, or that it was invalid.
struct UnreadableHistory {
    static let reason = "unreadable_history"
    static let words =
        "a line of the outbox that cannot be read names it, and may say that it was sent or invalid: see jarvis-ops mesh status, mend that line"

    /// nil: they are more than anybody looks through.
    private let lines: [[UInt8]]?

    init(_ choice: OutboxFollower.Choice, _ outbox: OutboxInHand) throws(SystemError) {
        guard let places = choice.unreadable else {
            lines = nil
            return
        }
        var lines: [[UInt8]] = []
        for place in places { lines.append(try outbox.bytes(place)) }
        self.lines = lines
    }

    /// Whether one of them names the event.
    func mayHold(_ event: JSONString) -> Bool {
        guard let lines else { return true }
        guard !lines.isEmpty else { return false }
        // As JSON writes it, quotes and all: `e1` is not `e10`.
        let name = JSONWriter.outbox.bytes(.string(event))
        return lines.contains { $0.firstRange(of: name) != nil }
    }
}
