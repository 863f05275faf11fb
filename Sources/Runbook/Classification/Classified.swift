/// What a text was understood as.
struct Classified: Equatable {
    var action: Action
    var effect: Effect
    var target: String?
    var notes: [String] = []
}

extension Classified {
    /// A line that stays a shell step. Effects that were not proved are unknown.
    static func shell(_ line: String, argv: [String]? = nil, effect: Effect = .unknown, notes: [String] = []) -> Classified {
        Classified(action: .shell(ShellAction(line: line, argv: argv)), effect: effect, target: argv?.first, notes: notes)
    }
}
