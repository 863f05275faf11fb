/// Everything that may be given on the way to one command: its own definitions and its parents' options.
struct ArgumentSet {
    /// The chosen command's first, so that its names win.
    let definitions: [ArgumentDefinition]
    /// The definitions of `frames`; those behind them were only asked for advice.
    let ownCount: Int
    /// The arguments of the chosen command, in order.
    let positionals: [Int]
    let helpNames: [Name]
    let hasVersion: Bool
    private let byName: [Name: [Int]]

    /// - Parameter advisors: commands further down, whose options are recognised in order to say something helpful.
    init(_ frames: [Frame], advisors: [Frame] = []) {
        var definitions: [ArgumentDefinition] = []
        var positionals: [Int] = []
        var byName: [Name: [Int]] = [:]
        func add(_ frame: Frame, isChosen: Bool) {
            for entry in frame.reflection.entries {
                if entry.definition.isPositional {
                    guard isChosen else { continue }
                    positionals.append(definitions.count)
                }
                for name in entry.definition.names { byName[name, default: []].append(definitions.count) }
                definitions.append(entry.definition)
            }
        }
        for (index, frame) in frames.reversed().enumerated() { add(frame, isChosen: index == 0) }
        ownCount = definitions.count
        for advisor in advisors { add(advisor, isChosen: false) }
        self.definitions = definitions
        self.positionals = positionals
        self.byName = byName
        helpNames = Self.helpNames(frames)
        hasVersion = frames.contains { !$0.configuration.version.isEmpty }
    }

    /// The options that ask for help, as the nearest command that has an opinion wants them.
    static func helpNames(_ frames: [Frame]) -> [Name] {
        let specification = frames.last { $0.configuration.helpNames != nil }?.configuration.helpNames
        return (specification ?? .shortAndLong).names(forKey: "help")
    }

    /// The definition that owns the name.
    func index(named name: Name) -> Int? { byName[name]?.first }

    /// All that share the name and its shape: a parent that knows `--output` too gets the value too.
    func indices(named name: Name) -> [Int] {
        guard let all = byName[name], let owner = all.first else { return [] }
        return all.filter { $0 == owner || definitions[$0].takesValue == definitions[owner].takesValue }
    }

    var names: [Name] { Array(byName.keys) + helpNames + (hasVersion ? [.long("version")] : []) }

    func positionals(_ form: ArgumentArrayParsingStrategy.Form) -> Int? {
        positionals.firstIndex { index in
            if case .positional(let strategy?) = definitions[index].kind { strategy.form == form } else { false }
        }
    }
}
