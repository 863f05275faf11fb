internal import Planning
internal import Runbook

/// Which options of `resolve` an incident has a use for.
enum ResolveOptions {
    /// Those of the given options that nothing of its resolution asks for.
    static func without(meaning given: [String], _ incident: Incident) -> [String] {
        let known = known(incident)
        return given.filter { !known.contains($0) }
    }

    private static func known(_ incident: Incident) -> Set<String> {
        if incident.id == "mesh" { return ["--limit", "--reseal"] }
        var known: Set<String> = ["--skip"]
        for step in incident.resolution {
            switch step.suggestion?.action ?? step.action {
            case .named(.restoreDatabase): known.insert("--backup")
            case .named(.checkProviders), .named(.switchProvider): known.insert("--provider")
            case let action where action.emptiesRedis: known.insert("--unlink")
            default: break
            }
        }
        return known
    }
}
