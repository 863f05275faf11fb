internal import SystemKit
internal import TerminalKit

/// Gets people's word for what is sent: `--yes`, else at a prompt. Sending cannot be taken back, and changes nothing that Jarvis has.
struct SendingDesk {
    let options: GlobalOptions
    let world: World

    /// - Parameter isEmpty: nothing can be sent at all: then nobody is asked, though approval may be missing all the same.
    /// - Returns: `option`, `prompt` or `none`.
    /// - Throws: `OpsError` 77 when nobody can be asked, or somebody declines; 130 and its kin after a signal.
    func approve(showing requests: String, question: String, isEmpty: Bool) throws(OpsError) -> String {
        if options.yes { return "option" }
        let prompt = Prompt(cancellation: world.cancellation, output: world.standardError)
        guard !options.noInput, options.output == .text, prompt.isPossible else { throw missing("and nobody can be asked here") }
        if isEmpty { return "none" }
        let decision: Prompt.Decision
        do throws(SystemError) {
            try world.standardError.write(Sanitizer.multiline(requests) + "\n")
            decision = try prompt.confirm(question)
        } catch {
            throw missing("and nobody could be asked: \(error)")
        }
        if let stop = world.interruption("stopped by a signal; nothing was sent") { throw stop }
        guard decision == .accepted else {
            throw OpsError("declined", "not approved; nothing was sent", exitCode: ExitCodes.refused)
        }
        return "prompt"
    }

    private func missing(_ why: String) -> OpsError {
        OpsError(
            "approval-missing", "telling people needs approval, \(why)",
            hint: "To approve it: --yes. To see what would be sent: --dry-run", exitCode: ExitCodes.refused)
    }
}
