import Runbook
import SystemKit
import TestSupport
import Testing

/// Whole runbooks against what a person listed of them, as they are and damaged.
@Suite(.ownThread) struct CorpusTests {
    @Test("A runbook is read as a person reads it", arguments: Corpus.names)
    func catalog(name: String) throws {
        let entry = try Corpus(name)
        let runbook = Runbook.of(entry.text)
        #expect(runbook.incidents.map { "\($0.id) \($0.severity?.rawValue ?? "-")" } == entry.incidents)
        #expect(runbook.incidents.flatMap(\.symptoms).map(\.text) == entry.symptoms)
        let steps = runbook.incidents.flatMap { incident in incident.steps.map { ($0.id.dropFirst(incident.id.count + 1), $0) } }
        #expect(steps.map { String($0.0) } == entry.steps.map(\.id))
        for ((_, step), listed) in zip(steps, entry.steps) {
            #expect(listed.isMet(by: step.effect), "\(step.id) is \(step.effect), and was listed as \(listed.label)")
            if let command = listed.command { #expect(step.shownLine == command, "\(step.id)") }
        }
        #expect(steps.flatMap { id, step in step.needs.map { "\(id) \($0)" } } == entry.needs)
        for want in entry.wants { #expect(steps.contains { "\($0.0) \($0.1.wanted.joined())" == want }) }
        for forbidden in entry.forbidden { #expect(!steps.contains { $0.1.runs(forbidden.command) }, "\(forbidden.command)") }
    }

    @Test("No damage makes a command milder, or a step of what is forbidden", arguments: Corpus.names)
    func damaged(name: String) throws {
        let entry = try Corpus(name)
        for damage in Damage.all(entry.text) {
            let steps = Runbook.of(damage.text).incidents.flatMap(\.steps)
            for step in steps {
                guard let label = entry.label(of: step.shownLine) else { continue }
                let isMilder = min(step.effect.danger, Effect.destroy.danger) < min(label.danger, Effect.destroy.danger)
                #expect(!isMilder || step.effect == .none, "\(damage.what): \(step.shownLine) is \(step.effect)")
            }
            for forbidden in entry.forbidden where damage.text.contains(forbidden.block) {
                #expect(!steps.contains { $0.runs(forbidden.command) }, "\(damage.what): \(forbidden.command) became a step")
            }
        }
    }

    @Test("The corpus is as large as it should be")
    func size() { #expect(Corpus.names.count >= 30) }
}

extension Step {
    /// The first line of what is run, or of what a person is given to copy.
    fileprivate var shownLine: String { String((line ?? command ?? text).prefix { $0 != "\n" }) }

    fileprivate var wanted: [String] { if case .shell(let shell) = action { shell.wanted } else { [] } }

    /// Whether the program would run these words as a command.
    fileprivate func runs(_ words: String) -> Bool {
        guard action != .manual, let line else { return false }
        // A here-document's text is what a command is given, and no command.
        if line.contains("<<") { return false }
        return line.split(separator: "\n").contains { $0 == words }
    }
}

/// One runbook of `Tests/Corpus` and its list.
struct Corpus {
    struct Listed {
        let id: String
        let label: String
        let command: String?

        var effect: Effect? { Effect(rawValue: label.hasSuffix("+") ? String(label.dropLast()) : label) }

        func isMet(by effect: Effect) -> Bool {
            guard let own = self.effect else { return false }
            return label.hasSuffix("+") ? effect.danger >= own.danger : effect == own
        }
    }

    struct Forbidden {
        let command: String
        /// From the words that forbid it to the command itself, as the lines stand in the runbook.
        let block: String
    }

    let text: String
    private(set) var incidents: [String] = []
    private(set) var symptoms: [String] = []
    private(set) var steps: [Listed] = []
    private(set) var needs: [String] = []
    private(set) var wants: [String] = []
    private(set) var forbidden: [Forbidden] = []

    static let names: [String] = {
        let entries = (try? Files.list(Checkout.root + "/Tests/Corpus")) ?? []
        return entries.filter { $0.hasSuffix(".catalog") }.map { String($0.dropLast(".catalog".count)) }.sorted()
    }()

    init(_ name: String) throws {
        text = String(decoding: try Checkout.read("Tests/Corpus/\(name).md"), as: UTF8.self)
        for line in String(decoding: try Checkout.read("Tests/Corpus/\(name).catalog"), as: UTF8.self).split(separator: "\n") {
            let word = line.prefix { $0 != " " }
            let rest = String(line.dropFirst(word.count + 1))
            switch word {
            case "incident": incidents.append(rest)
            case "symptom": symptoms.append(rest)
            case "needs": needs.append(rest)
            case "wants": wants.append(rest)
            case "not": forbidden.append(try Corpus.forbidden(rest, text))
            default:
                let label = rest.prefix { $0 != " " }
                let command = String(rest.dropFirst(label.count + 1))
                steps.append(Listed(id: String(word), label: String(label), command: command.isEmpty ? nil : command))
            }
        }
    }

    private static func forbidden(_ text: String, _ runbook: String) throws -> Forbidden {
        let parts = text.split(separator: " <= ", maxSplits: 1).map(String.init)
        let lines = runbook.split(separator: "\n", omittingEmptySubsequences: false)
        guard parts.count == 2, let start = lines.firstIndex(where: { $0 == parts[1] }),
            let end = lines[start...].firstIndex(where: { $0.contains(parts[0]) })
        else { throw TestSupportError("a catalog forbids what its runbook does not name: \(text)") }
        return Forbidden(command: parts[0], block: lines[start...end].joined(separator: "\n"))
    }

    /// The mildest label of a command, wherever it stands.
    func label(of command: String) -> Effect? {
        steps.filter { $0.command == command }.compactMap(\.effect).min { $0.danger < $1.danger }
    }
}

/// What happens to a text that people edit.
struct Damage {
    let what: String
    let text: String

    static func all(_ text: String) -> [Damage] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var result: [Damage] = []
        func add(_ what: String, _ changed: [String]) { result.append(Damage(what: what, text: changed.joined(separator: "\n"))) }
        for (index, line) in lines.enumerated() {
            let place = "line \(index + 1) `\(line)`"
            var changed = lines
            changed.remove(at: index)
            add("\(place) dropped", changed)
            if index + 1 < lines.count {
                changed = lines
                changed.swapAt(index, index + 1)
                add("\(place) swapped with the next", changed)
            }
            if line.hasPrefix("**") || line.hasPrefix("#") {
                for other in [misspelt(line), "#" + line, String(line.drop { $0 == "#" || $0 == "*" }), line + "s"] {
                    changed = lines
                    changed[index] = other
                    add("\(place) became `\(other)`", changed)
                }
            }
        }
        return result
    }

    private static func misspelt(_ line: String) -> String {
        var letters = Array(line)
        guard let index = letters.firstIndex(where: \.isLetter), index + 2 < letters.count else { return line }
        letters.swapAt(index + 1, index + 2)
        return String(letters)
    }
}
