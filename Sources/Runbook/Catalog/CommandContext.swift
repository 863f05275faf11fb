/// Where and with what a command runs: what the lines above it in its fence set.
public struct CommandContext: Sendable, Hashable {
    /// The directory, as written; a relative one is seen from the Jarvis directory. nil: that directory itself.
    public var directory: String?
    /// Variables with their literal values, in the order in which they were first set.
    public var variables: [ShellVariable] = []
    /// Names that were taken away: whatever the environment holds under them is not handed on.
    public var unset: [String] = []
    /// What `set` demands of the shell: `errexit`, `nounset`, `pipefail`.
    public var options: [String] = []

    public init(directory: String? = nil, variables: [ShellVariable] = []) {
        self.directory = directory
        self.variables = variables
    }

    public static let none = CommandContext()
    public var isNone: Bool { self == .none }

    public func value(of name: String) -> String? { variables.first { $0.name == name }?.value }

    /// What a program started in this context finds in its environment. A variable that was not exported is the shell's own, and is handed
    /// on only where its name came from outside.
    public func environment(over outer: [String: String]) -> [String: String] {
        var environment = outer
        // Where the responder's own shell was before is no place of the runbook.
        environment["OLDPWD"] = nil
        for name in unset { environment[name] = nil }
        for variable in variables where variable.isExported || environment[variable.name] != nil {
            environment[variable.name] = variable.value
        }
        return environment
    }

    /// A path that a command names, as seen from the Jarvis directory.
    func path(_ written: String) -> String {
        guard let directory, !written.hasPrefix("/") else { return written }
        return CommandContext.normalised(directory + "/" + written) ?? "."
    }

    /// For people: `TARGET=/x; cd /y;`.
    public var words: String {
        let set = variables.map { "\($0.isExported ? "export " : "")\($0.name)=\(ShellQuoting.quoted($0.value, in: .bare));" }
        let before = options.map { "set -o \($0);" } + (unset.isEmpty ? [] : ["unset \(unset.joined(separator: " "));"])
        return (before + set + (directory.map { ["cd \(ShellQuoting.quoted($0, in: .bare));"] } ?? [])).joined(separator: " ")
    }

    mutating func set(_ name: String, _ value: String, isExported: Bool) {
        let index = variables.firstIndex { $0.name == name }
        let wasExported = index.map { variables[$0].isExported } ?? false
        let variable = ShellVariable(name: name, value: value, isExported: isExported || wasExported)
        if let index { variables[index] = variable } else { variables.append(variable) }
    }

    mutating func unset(_ name: String) {
        variables.removeAll { $0.name == name }
        if !unset.contains(name) { unset.append(name) }
    }

    mutating func option(_ name: String, isOn: Bool) {
        options.removeAll { $0 == name }
        if isOn { options.append(name) }
    }

    /// Bytes of a path; no system takes a longer one.
    static let longestPath = 4096

    /// The directory behind `cd PATH`; false where no directory can be so deep.
    mutating func enter(_ path: String) -> Bool {
        let whole = path.hasPrefix("/") ? path : (directory.map { $0 + "/" } ?? "") + path
        guard whole.utf8.count <= CommandContext.longestPath else { return false }
        directory = CommandContext.normalised(whole)
        return true
    }

    /// Without `.`, `..` and doubled slashes; nil for the place where it began. A `..` that leads above the beginning stays.
    static func normalised(_ path: String) -> String? {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !path.hasPrefix("/") {
                parts.append(part)
            }
        }
        let joined = parts.joined(separator: "/")
        return path.hasPrefix("/") ? "/" + joined : joined.isEmpty ? nil : joined
    }
}

/// A variable of a fence and its value, word for word.
public struct ShellVariable: Sendable, Hashable {
    public let name: String
    public let value: String
    /// Whether the fence exported it; else only the shell itself knows it.
    public let isExported: Bool

    public init(name: String, value: String, isExported: Bool = false) {
        self.name = name
        self.value = value
        self.isExported = isExported
    }

    /// Names that decide what other programs are, do or read: behind a line that sets one of them nothing can be told from its words.
    public var decidesOverOthers: Bool { ShellVariable.decidesOverOthers(name) }

    private static let deciding: Set<String> = [
        "PATH", "BASH_ENV", "ENV", "CURL_HOME", "HOME", "IFS", "CDPATH", "SHELLOPTS", "BASHOPTS", "GLOBIGNORE", "PERL5OPT", "PERL5LIB",
        "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "RUBYOPT", "PAGER", "LESSOPEN", "LESSCLOSE", "XDG_CONFIG_HOME", "SYSTEMD_PAGER",
    ]

    static func decidesOverOthers(_ name: String) -> Bool {
        deciding.contains(name) || ["LD_", "DOCKER_", "COMPOSE_", "BASH_FUNC_"].contains(where: name.hasPrefix)
            || name.hasSuffix("_OPTIONS") || name.uppercased().hasSuffix("_PROXY")
    }
}

/// Flags of Jarvis that a runbook's `NAME=value` sets in the service's environment file. Any other name is a variable of a shell.
enum KnownFlag {
    static let names: Set<String> = [
        "JARVIS_USE_MESH_SYNC", "JARVIS_MESH_SYNC_ENABLED", "JARVIS_USE_MESH_ATTEST", "JARVIS_MESH_ATTESTATION_ENABLED",
    ]
}
