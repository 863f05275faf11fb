internal import SystemKit

/// Where the program keeps what it remembers: `$XDG_STATE_HOME/jarvis-ops`, else `~/.local/state/jarvis-ops`.
public enum StateDirectory {
    /// A relative `XDG_STATE_HOME` is ignored, as the XDG base directory specification says.
    public static func path(_ environment: [String: String]) -> String {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return Paths.resolve("jarvis-ops", in: state) }
        return Paths.resolve(".local/state/jarvis-ops", in: environment["HOME"] ?? "/")
    }
}
