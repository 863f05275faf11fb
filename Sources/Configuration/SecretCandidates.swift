extension Configuration {
    /// Names and values that come from files of this Jarvis and may be secrets: `.env`, every line of it, and what the compose file
    /// gives its services. For the redactor, which must know them before anything is shown.
    public var secretCandidates: [(String, String)] {
        (dotEnv?.entries ?? []).map { ($0.name, $0.value) }
            + (composeFile?.services ?? []).flatMap { $0.environment.map { ($0.key, $0.value) } }
    }
}
