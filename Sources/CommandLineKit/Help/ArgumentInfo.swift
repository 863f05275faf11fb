/// An argument, option or flag as data.
public struct ArgumentInfo: Sendable {
    public enum Kind: String, Sendable { case argument, option, flag }

    public let kind: Kind
    /// As typed, short ones first: `["-o", "--output"]`; empty for an argument.
    public let names: [String]
    /// The word in `<…>`; empty for a flag.
    public let valueName: String
    public let abstract: String
    public let discussion: String
    public let isOptional: Bool
    public let isRepeating: Bool
    public let isHidden: Bool
    /// As it would be typed; empty for a flag that is the default of several; nil when there is none.
    public let defaultValue: String?
    /// Every value, when they can be listed.
    public let allValues: [String]
    public let completion: CompletionKind
    /// The title of the group it stands in; empty outside.
    public let section: String
    /// The "off" of the flag before it.
    public let isInverse: Bool
}

extension ArgumentInfo {
    init(_ entry: Reflection.Entry) {
        let definition = entry.definition
        let description = definition.describe()
        kind = definition.isPositional ? .argument : definition.takesValue ? .option : .flag
        names = (definition.names.filter(\.isShort) + definition.names.filter { !$0.isShort }).map(\.spelling)
        valueName = description.valueName
        abstract = description.help.abstract
        discussion = description.help.discussion
        isOptional = definition.isOptional
        isRepeating = description.isRepeating
        isHidden = entry.isHidden || description.help.visibility == .hidden
        defaultValue = description.defaultValue
        allValues = description.allValues
        completion = description.completion
        section = entry.section
        isInverse = description.isInverse
    }

    private init(flag names: [Name], abstract: String) {
        kind = .flag
        self.names = (names.filter(\.isShort) + names.filter { !$0.isShort }).map(\.spelling)
        valueName = ""
        self.abstract = abstract
        discussion = ""
        (isOptional, isRepeating, isHidden) = (true, false, false)
        defaultValue = nil
        allValues = []
        completion = .default
        section = ""
        isInverse = false
    }

    /// `--version` and the help flags, less the names the command uses itself.
    static func builtIn(_ frames: [Frame]) -> [ArgumentInfo] {
        let used = Set(frames.last?.reflection.entries.flatMap(\.definition.names) ?? [])
        var result: [ArgumentInfo] = []
        let hasVersion = frames.contains { !$0.configuration.version.isEmpty }
        if hasVersion, !used.contains(.long("version")) {
            result.append(ArgumentInfo(flag: [.long("version")], abstract: "Show the version."))
        }
        let help = ArgumentSet.helpNames(frames).filter { !used.contains($0) }
        if !help.isEmpty { result.append(ArgumentInfo(flag: help, abstract: "Show help information.")) }
        return result
    }
}
