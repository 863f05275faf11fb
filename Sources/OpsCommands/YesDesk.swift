internal import SystemKit
internal import TerminalKit

/// Gets people's word for what is no step of a plan: sending a page, giving up a run. `--yes`, else at a prompt.
struct YesDesk {
    let options: GlobalOptions
    let world: World
    /// What is approved: `telling people`.
    let what: String
    /// What holds when it is not: `nothing was sent`.
    let nothing: String
    /// What a dry run is for: `To see what would be sent`.
    let look: String

    /// - Parameter isEmpty: nothing can be done at all: then nobody is asked, though approval may be missing all the same.
    /// - Returns: `option`, `prompt` or `none`.
    /// - Throws: `OpsError` 77 when nobody can be asked, or somebody declines; 130 and its kin after a signal.
    func approve(showing text: String, question: String, isEmpty: Bool = false) throws(OpsError) -> String {
        if options.yes { return "option" }
        guard let prompt = world.prompt(options) else { throw missing("and nobody can be asked here") }
        if isEmpty { return "none" }
        let decision: Prompt.Decision
        do throws(SystemError) {
            try world.standardError.write(Sanitizer.multiline(text) + "\n")
            let head = Heading(options, world).lines(world.standardError.columns).joined(separator: "\n")
            decision = try prompt.confirm("\(head)\n\(question)")
        } catch {
            throw missing("and nobody could be asked: \(error)")
        }
        if let stop = world.interruption("stopped by a signal; \(nothing)") { throw stop }
        guard decision == .accepted else {
            throw .declined(nothing)
        }
        return "prompt"
    }

    private func missing(_ why: String) -> OpsError {
        OpsError(
            "approval-missing", "\(what) needs approval, \(why)", hint: "To approve it: --yes. \(look): --dry-run",
            exitCode: ExitCodes.refused)
    }
}
