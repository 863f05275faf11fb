internal import SystemKit

/// Where the journal lies (XDG Base Directory Specification, "XDG_STATE_HOME").
public enum StateDirectory {
    /// `$XDG_STATE_HOME/jarvis-ops`, else `$HOME/.local/state/jarvis-ops`.
    public static func path(_ environment: [String: String]) -> String {
        // A relative path is invalid by the specification, and ignored.
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return Paths.resolve("jarvis-ops", in: state) }
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/"
        return Paths.resolve(".local/state/jarvis-ops", in: home)
    }
}
