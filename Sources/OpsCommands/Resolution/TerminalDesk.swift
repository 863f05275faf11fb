internal import Execution
internal import Planning
internal import Redaction
internal import SystemKit
internal import TerminalKit

/// Asks the person at the terminal what became of a step that only a person can do.
struct TerminalDesk: PersonDesk {
    let options: GlobalOptions
    let world: World

    var canAsk: Bool { world.prompt(options) != nil }

    func ask(_ step: PlannedStep) -> PersonAnswer {
        guard canAsk else { return .nobody("nobody can be asked here") }
        var question = "\(world.redactor.redact(step.title))\n  \(step.id) is yours. [d]one, [n]ot done, or [s]kip it:"
        // A slip of a finger is no answer, and a yes may mean "yes, do it".
        for _ in 0..<3 {
            guard let answer = line(question) else { return .nobody("nobody answered") }
            switch answer.lowercased() {
            case "d", "done": return .done(by: name)
            case "n", "not done", "no", "not": return .notDone(by: name)
            case "s", "skip": return .skipped(by: name, reason: reason)
            default: question = "  The program cannot do it: \(step.id) is yours. Is it [d]one, [n]ot done, or to be [s]kipped?"
            }
        }
        return .nobody("no answer was understood")
    }

    /// An empty answer is none.
    func text(_ question: String) -> String? {
        guard canAsk, let line = line(question), !line.isEmpty else { return nil }
        return line
    }

    private var reason: String { text("Why?").map { world.redactor.redact($0) } ?? "no reason was given" }

    private var name: String { world.identity.user }

    private func line(_ question: String) -> String? {
        guard case .line(let text)? = try? world.prompt(options)?.ask(question) else { return nil }
        return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
