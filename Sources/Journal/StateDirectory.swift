public import SystemKit

/// Where the journal lies (XDG Base Directory Specification, "XDG_STATE_HOME").
public enum StateDirectory {
    /// The variable that names the directory itself, for a journal that a group shares.
    public static let variable = "JARVIS_OPS_STATE"

    /// `$JARVIS_OPS_STATE`, else `$XDG_STATE_HOME/jarvis-ops`, else `$HOME/.local/state/jarvis-ops`.
    ///
    /// - Parameter environment: in which `JARVIS_OPS_STATE` is absolute already: a relative one belongs to the Jarvis directory.
    public static func path(_ environment: [String: String]) -> String {
        named(environment) ?? own(environment)
    }

    /// The user's own, whatever a group shares.
    public static func own(_ environment: [String: String]) -> String {
        // A relative path is invalid by the specification, and ignored.
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return Paths.resolve("jarvis-ops", in: state) }
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/"
        return Paths.resolve(".local/state/jarvis-ops", in: home)
    }

    static func named(_ environment: [String: String]) -> String? {
        guard let named = environment[variable], !named.isEmpty else { return nil }
        var path = Paths.resolve(named, in: Files.workingDirectory())
        while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}

extension Journal {
    /// Opens the journal of an environment for writing (`open(directory:deadline:)`). A group's directory is made by whoever knows the group.
    public static func open(_ environment: [String: String], deadline: Deadline) throws(JournalError) -> Journal {
        if let named = StateDirectory.named(environment) {
            guard Files.exists(named) else {
                throw JournalError(
                    .cannotCreate, "\(StateDirectory.variable) names \(named), and there is no such directory",
                    hint: "Make it for the group: install -d -m 2770 -g GROUP \(named)")
            }
            try JournalPlace(named)?.requireGroupsFiles()
        }
        return try open(directory: StateDirectory.path(environment), deadline: deadline)
    }
}
