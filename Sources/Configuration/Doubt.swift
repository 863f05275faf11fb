extension Configuration {
    /// Why a setting may not be the service's own: a file that outranks where it comes from cannot be read, or not in the line that seems to
    /// give it. nil where it came from that file or from above it, or the file says nothing else.
    ///
    /// - Parameter names: variables of the environment file that would have given it.
    public func doubt(_ setting: Setting, _ names: Set<String>) -> String? {
        var names = names
        switch setting.source {
        case .option, .environment, .dotEnv: return nil
        // What the file leaves to variables hangs on them.
        case .composeFile: names.formUnion(composeFile?.unset ?? [])
        case .unit, .runbook, .builtIn: break
        }
        if let dotEnvFault { return "\(dotEnvFault), and it may name another" }
        if setting.certainty == .guessed, let composeFault { return "\(composeFault), and it may name another" }
        return dotEnv?.brokenNames.first { names.contains($0.name) }.map {
            ".env:\($0.line): \($0.name) is given no value that can be read"
        }
    }
}
