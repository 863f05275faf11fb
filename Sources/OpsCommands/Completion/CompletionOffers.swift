internal import CommandLineKit
internal import Journal
internal import Runbook
internal import TerminalKit

/// What fits a command line that is being typed, in the form that the completion scripts read.
enum CompletionOffers {
    /// - Parameter words: those behind the program's name; the last one is being typed.
    static func lines(for words: [String], in world: World) -> String {
        var completer = Completer(words, in: JarvisOps.commandInfo())
        var lines: [String] = []
        switch completer.kind?.form {
        case .known(let list): completer.add(offers(list, completer.values, world))
        case .file: lines.append("@file")
        case .directory: lines.append("@directory")
        case .default, .list, nil: break
        }
        lines += completer.offers.map { "\(completer.before)\(Sanitizer.line($0.word)) \(Sanitizer.line($0.text))" }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Nothing where it cannot be read: a shell that completes has nobody to tell.
    private static func offers(_ list: String, _ values: [String: String], _ world: World) -> [Completer.Offer] {
        switch list {
        case Known.incidents: incidents(values, world).map { Completer.Offer($0.id, $0.title) }
        case Known.steps: incidents(values, world).flatMap(\.steps).map { Completer.Offer($0.id, $0.title) }
        case Known.runs: runs(values, world)
        default: []
        }
    }

    private static func incidents(_ values: [String: String], _ world: World) -> [Incident] {
        (try? LoadedRunbook.read(values["--runbook"], in: world))?.runbook.incidents ?? []
    }

    private static func runs(_ values: [String: String], _ world: World) -> [Completer.Offer] {
        var options = GlobalOptions()
        options.directory = values["--directory"]
        let jarvis = options.jarvis(in: world)
        let runs = (try? History.open(world).newestRuns(50, of: jarvis))?.runs ?? []
        guard !runs.isEmpty else { return [] }
        return [Completer.Offer("last", "the newest run")] + runs.map { Completer.Offer($0.id, $0.subject ?? "") }
    }

    /// The lists that an argument may name.
    enum Known {
        static let incidents = "incidents"
        static let steps = "steps"
        static let runs = "runs"
    }
}

extension CompletionKind {
    /// An incident's id.
    static var incidents: CompletionKind { .known(CompletionOffers.Known.incidents) }
    /// A step's id.
    static var steps: CompletionKind { .known(CompletionOffers.Known.steps) }
    /// A run's id, or `last`.
    static var runs: CompletionKind { .known(CompletionOffers.Known.runs) }
}
