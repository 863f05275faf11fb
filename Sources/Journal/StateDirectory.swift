internal import SystemKit

/// Where the journal lies (XDG Base Directory Specification, "XDG_STATE_HOME").
public enum StateDirectory {
    /// `$XDG_STATE_HOME/jarvis-ops`, else `$HOME/.local/state/jarvis-ops`; nil when neither variable holds an absolute path.
    public static func path(_ environment: [String: String]) -> String? {
        for (variable, inner) in [("XDG_STATE_HOME", "jarvis-ops"), ("HOME", ".local/state/jarvis-ops")] {
            // A relative path is invalid by the specification, and ignored.
            guard let base = environment[variable], base.hasPrefix("/") else { continue }
            return Paths.resolve(inner, in: base)
        }
        return nil
    }
}
