/// A path that is given and empty, mostly by a script whose variable is not set, would silently mean another place.
enum EmptyPaths {
    /// Variables of the process's own environment that say which Jarvis or which history is meant.
    private static let names = ["JARVIS_HOME", "JARVIS_OPS_STATE"]

    /// Throws: `OpsError` 64 that names the variable. Options and arguments are looked at where they are parsed.
    static func refuse(in environment: [String: String]) throws(OpsError) {
        guard let name = names.first(where: { environment[$0] == "" }) else { return }
        throw OpsError(
            "usage", "\(name) is set and empty: which directory is meant is not known", hint: "Give it a path, or unset it.",
            exitCode: ExitCodes.usage)
    }
}
