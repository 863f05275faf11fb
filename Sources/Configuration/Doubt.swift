extension Configuration {
    /// Why a setting may not be the service's own: a file that outranks where it comes from cannot be read, or not in the line that seems to
    /// give it. nil where it came from that file or from above it, or the file says nothing else.
    ///
    /// - Parameter names: variables of the environment file that would have given it.
    public func doubt(_ setting: Setting, _ names: Set<String>) -> String? {
        var names = names
        var above = sources[...]
        switch setting.source {
        case .option, .environment: return nil
        case .dotEnv(_, let path): above = sources.prefix { $0.path != path }
        // What the file leaves to variables hangs on them.
        case .composeFile: names.formUnion(composeFile?.unset ?? [])
        case .unit, .service, .runbook, .builtIn: break
        }
        if let fault = above.lazy.compactMap(\.fault).first { return "\(fault), and it may name another" }
        if setting.certainty == .guessed, let composeFault { return "\(composeFault), and it may name another" }
        for source in above {
            guard let broken = source.file?.brokenNames.first(where: { names.contains($0.name) }) else { continue }
            return "\(source.path):\(broken.line):\(broken.column): \(broken.name) is given no value that can be read"
        }
        return nil
    }
}

/// An environment file of the service, as it was found.
struct EnvironmentSource: Sendable {
    /// As seen from the Jarvis directory.
    let path: String
    /// nil where it cannot be read, and why.
    let file: DotEnv?
    let fault: String?
}
