internal import SystemKit

/// Where the journal lies (XDG Base Directory Specification, "XDG_STATE_HOME").
public enum StateDirectory {
    /// The variable that names the directory itself, for a journal that a group shares.
    public static let variable = "JARVIS_OPS_STATE"

    /// `$JARVIS_OPS_STATE`, else `$XDG_STATE_HOME/jarvis-ops`, else `$HOME/.local/state/jarvis-ops`.
    ///
    /// - Parameter environment: in which `JARVIS_OPS_STATE` is absolute already: a relative one belongs to the Jarvis directory.
    public static func path(_ environment: [String: String]) -> String {
        if let named = environment[variable], !named.isEmpty { return Paths.resolve(named, in: Files.workingDirectory()) }
        // A relative path is invalid by the specification, and ignored.
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return Paths.resolve("jarvis-ops", in: state) }
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/"
        return Paths.resolve(".local/state/jarvis-ops", in: home)
    }
}
