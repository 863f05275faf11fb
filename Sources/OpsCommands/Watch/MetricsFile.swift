internal import SystemKit

/// The file that `--metrics` names: replaced whole at every look, so that a collector never reads half of one.
struct MetricsFile {
    let path: String
    private var hasFailed = false

    /// For everybody to read: the collector is another user.
    private static let mode: UInt32 = 0o644
    /// How every file of ours begins.
    private static let head = "# HELP jarvis_ops_"

    /// Throws: `OpsError` 73 when something else is there.
    init(_ path: String, _ world: World) throws(OpsError) {
        self.path = path
        if !path.hasSuffix(".prom") { world.note("node_exporter reads only files whose name ends in .prom: \(path) does not") }
        switch Files.kind(path) {
        case nil: break
        case .regular?:
            // A name that was mistyped must not cost somebody a file.
            let held = (try? Files.read(path, limit: 1 << 20)) ?? Array("?".utf8)
            guard held.isEmpty || held.starts(with: Self.head.utf8) else {
                throw Self.refusal(path, "it holds something else than metrics of jarvis-ops")
            }
        case .directory?, .other?: throw Self.refusal(path, "it is no regular file")
        }
    }

    /// Before the first look, so that nobody watches for hours in vain. Throws: `OpsError` 73.
    func begin(_ text: String) throws(OpsError) {
        do throws(AtomicFileError) {
            try AtomicFile.put(path, with: Array(text.utf8), mode: Self.mode)
        } catch {
            throw Self.refusal(path, error.description)
        }
    }

    /// What to say when it could not be written: the first time only, for the watch goes on and tries again.
    mutating func write(_ text: String) -> String? {
        do throws(AtomicFileError) {
            try AtomicFile.put(path, with: Array(text.utf8), mode: Self.mode)
            hasFailed = false
            return nil
        } catch {
            defer { hasFailed = true }
            return hasFailed ? nil : "the metrics are not up to date: \(error)"
        }
    }

    private static func refusal(_ path: String, _ reason: String) -> OpsError {
        OpsError(
            "metrics-file", "the metrics file \(path) cannot be made: \(reason)",
            hint: "Name a new file in a directory that you may write to.",
            exitCode: ExitCodes.cannotCreate)
    }
}
