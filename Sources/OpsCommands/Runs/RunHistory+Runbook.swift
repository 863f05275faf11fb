internal import Journal
internal import SystemKit
internal import TerminalKit

extension RunHistory {
    /// The runbook that the run goes on with: the one that is named, else the one that it began with.
    ///
    /// - Parameter isNeeded: whether steps are read from it; what goes by the journal alone does with another one.
    /// - Throws: `OpsError` 78 where the one that it began with is gone or holds something else now, and none is named.
    func runbook(_ options: GlobalOptions, isNeeded: Bool, in world: World) throws(OpsError) -> LoadedRunbook {
        guard let origin else { return try LoadedRunbook.load(options, in: world) }
        guard options.runbook == nil else {
            let loaded = try LoadedRunbook.load(options, in: world)
            if loaded.sha256 != origin.sha256, isNeeded {
                world.note(
                    Sanitizer.line(
                        "run \(id) began with another runbook (\(origin.path), SHA-256 \(origin.sha256.prefix(12))…); it goes on with "
                            + loaded.path))
            }
            return loaded
        }
        let why: String
        if origin.path == LoadedRunbook.builtInName {
            if LoadedRunbook.builtIn.sha256 == origin.sha256 { return .builtIn }
            why = "is another one in this version of the program"
        } else {
            var own = options
            own.runbook = origin.path
            // A pipe that has been read would be waited for.
            if Files.kind(origin.path) == .regular, let loaded = try? LoadedRunbook.load(own, in: world) {
                if loaded.sha256 == origin.sha256 { return loaded }
                why = "has changed since"
            } else {
                why = "cannot be read any more"
            }
        }
        guard isNeeded else { return try LoadedRunbook.load(options, in: world) }
        throw OpsError(
            "runbook-changed", "run \(id) began with the runbook \(origin.path), which \(why)",
            hint: "Name the one to go on with: jarvis-ops runs resume \(id) --runbook FILE", exitCode: ExitCodes.configuration)
    }
}
