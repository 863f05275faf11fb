internal import JSONKit
internal import Locking
internal import ProcessKit
internal import TerminalKit

/// Says what a dead responder left running wherever somebody looks, and not only to the next one who changes something.
enum LeftBehindNote {
    static func words(_ left: LeftBehind) -> String { Sanitizer.line(left.description) }

    /// What to do about it.
    static func hint(_ left: LeftBehind) -> String {
        let numbers = left.processes.map { "\($0.pid)" }.joined(separator: " ")
        return "The next change waits for them, or ends them with --confirm \(LeftBehindDesk.name). By hand: kill \(numbers)"
    }

    /// Beside a result.
    static func say(_ directory: String, _ world: World) {
        guard let left = LeftBehind(directory: directory) else { return }
        world.note("\(words(left))\n  \(hint(left))")
    }

    static func json(_ directory: String) -> JSONValue {
        LeftBehind(directory: directory).map { left in
            [
                "by": left.owner.summary.json, "hint": hint(left).json,
                "processes": .array(left.processes.map { ["pid": Int($0.pid).json, "command": $0.command.json] }),
            ]
        } ?? .null
    }
}
