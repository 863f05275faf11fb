internal import Execution
internal import Synchronization
internal import SystemKit

/// What the Docker engine tells during one look: asked once, whoever wants to know.
final class EngineLook: Sendable {
    typealias Answer = Result<EngineSight, ToolFailure>

    private enum Shared {
        case underWay
        case known(Answer)
    }

    private let shared: Mutex<Shared?>
    /// False for whoever changes something and must see it change: then nothing that was said before is believed again.
    let isShared: Bool

    init(isShared: Bool) {
        self.isShared = isShared
        shared = Mutex(nil)
    }

    /// The first one asks, the others wait for what it got.
    func answer(_ limits: ProbeLimits, ask: () -> Answer) -> Answer {
        guard isShared else { return ask() }
        while true {
            let known = shared.withLock { shared in
                let known = shared
                if known == nil { shared = .underWay }
                return known
            }
            switch known {
            case .known(let answer): return answer
            case nil:
                let answer = ask()
                shared.withLock { $0 = .known(answer) }
                return answer
            case .underWay:
                if limits.cancellation.wait(until: .after(milliseconds: 5)) { return .failure(.init(.cancelled, "interrupted")) }
                if limits.deadline.hasPassed { return .failure(.init(.timedOut, "the Docker engine does not answer")) }
            }
        }
    }
}

/// The containers of one engine at one moment.
struct EngineSight: Sendable {
    /// One line of `docker ps -a`: all that there are, whosesoever.
    struct Row: Sendable {
        let project: String
        /// Where compose was run; empty without compose, and for its oldest versions.
        let place: String
        let files: String
        let service: String
        let id: String
        let name: String
        let isRunning: Bool
        /// Directories of this machine that it sees, and names of volumes.
        let mounts: [String]

        static let format =
            ["com.docker.compose.project", "com.docker.compose.project.working_dir", "com.docker.compose.project.config_files"]
            .map { "{{.Label \"\($0)\"}}" }.joined(separator: "\t")
            + "\t{{.Label \"com.docker.compose.service\"}}\t{{.ID}}\t{{.Names}}\t{{.Status}}\t{{.Mounts}}"

        init(_ line: Substring) {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            func part(_ index: Int) -> String { index < parts.count ? parts[index] : "" }
            (project, place, files, service, id, name) = (part(0), part(1), part(2), part(3), part(4), part(5))
            // `Exited (0) 2 hours ago`; every docker has that field. What is none of these is looked at.
            mounts = part(7).split(separator: ",").map(String.init)
            let status = part(6).lowercased()
            isRunning = !["created", "exited", "dead", "removal"].contains { status.hasPrefix($0) }
        }
    }

    let rows: [Row]
    /// This Jarvis's own, whole.
    let ours: [SeenContainer]
    /// Those that are not its own, run, and see its directory.
    let mounting: [SeenContainer]
}
