internal import JSONKit
internal import Journal
internal import SystemKit
internal import TerminalKit

/// A run whose process is still at work on this machine: it is neither taken up nor given up by another.
struct RunningProcess {
    let identity: ProcessIdentity
    /// Since the run began, or was taken up.
    let since: Timestamp

    /// nil where the run is over, its process is dead, or nobody here can tell.
    init?(_ run: RunHistory) {
        guard run.state == .running, let process = run.process, process.isAlive else { return nil }
        identity = process
        since = run.begunAt
    }

    /// `pid 4711, ann, since 2026-11-24T03:00:00.000Z`; the journal may have been written by others.
    var words: String { Sanitizer.line("pid \(identity.pid), \(identity.user), since \(since.rfc3339)") }

    var json: JSONValue {
        ["pid": Int(identity.pid).json, "user": identity.user.json, "host": identity.host.json, "since": since.rfc3339.json]
    }

    /// The contract's answer to whoever wants the run.
    func refusal(_ run: String) -> OpsError {
        OpsError(
            "still-running", "run \(run) is still running: \(words)",
            hint: "Wait until it ends, or end it: kill \(identity.pid). Nothing was changed.", exitCode: ExitCodes.locked)
    }
}
