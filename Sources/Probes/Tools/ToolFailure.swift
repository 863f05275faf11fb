public import Execution
internal import JSONKit
public import ProcessKit

/// Why a tool that a look needs gave no answer: what is so, what it means, and what to do. The tool's own words are evidence.
public struct ToolFailure: Error, Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case notInstalled = "not-installed"
        /// The program is there and does not work: its interpreter or a module of it is missing, it may not be run.
        case broken = "broken-installation"
        case noPlugin = "no-plugin"
        case engineAbsent = "engine-not-running"
        /// The Docker engine, the system's manager, a file: this user may not.
        case noPermission = "no-permission"
        case timedOut = "timed-out"
        /// A service, container, unit or stream of that name is not there.
        case unknownName = "unknown-name"
        case unknownHost = "unknown-host"
        case refused
        case wantsAuthentication = "wants-authentication"
        case loading
        case readOnly = "read-only"
        case noSpace = "no-space"
        /// Somebody else has the name, the port or the lock.
        case taken
        /// A file that the tool reads is at fault: the compose file, `.env`, a context.
        case configuration
        case cancelled
        /// What it said is known to nobody here.
        case other
    }

    public let kind: Kind
    /// One sentence without a full stop, for people.
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// A command that could not even be started.
    public init(_ error: ProcessError) {
        switch error {
        case .executableNotFound(let name):
            self.init(.notInstalled, "\(name) is not installed" + (CommandText.package(for: name).map { ": apt-get install \($0)" } ?? ""))
        case .interpreterMissing(let path, let interpreter):
            let remedy = ToolFailure.reinstalling(path)
            self.init(.broken, "\(path) is there, but \(interpreter), which is to run it, is not: \(remedy)")
        case .notExecutable(let path):
            self.init(.broken, "\(path) may not be run: chmod +x it, or \(ToolFailure.reinstalling(path))")
        case .directoryMissing(let path): self.init(.configuration, "\(path) is not there")
        case .cannotStart: self.init(.other, error.message)
        }
    }

    /// A command that ran: nil where it ended well.
    public init?(_ argv: [String], _ result: ProcessResult) {
        let name = argv.first ?? ""
        switch result.ending {
        case .exited(0): return nil
        case .timedOut: self.init(.timedOut, "\(ToolFailure.program(name)) did not end in time, and was ended")
        case .cancelled: self.init(.cancelled, "interrupted")
        case .signalled(let signal): self.init(.other, "\(ToolFailure.program(name)) was ended by \(signal)")
        case .exited(let code):
            // The cause may stand in any line of either stream, often in the first.
            let said = result.standardError.text + "\n" + result.standardOutput.text
            if let known = ToolSigns.read(argv, said) {
                self = known
            } else {
                let isCompose = ToolFailure.program(name) == "docker-compose" || argv.dropFirst().first == "compose"
                let cause = isCompose ? ComposeOutput.reason(result.standardError.text) : ToolSigns.tellingLine(said)
                self.init(.other, "\(ToolFailure.program(name)) ended with \(code)" + (cause.isEmpty ? "" : ": \(cause)"))
            }
        }
    }

    /// How a look that met it ends.
    public var state: ProbeState {
        switch kind {
        case .notInstalled, .noPlugin, .engineAbsent, .noPermission, .unknownHost, .refused: .unavailable
        case .timedOut: .timedOut
        case .cancelled: .notRun
        default: .failed
        }
    }

    static func program(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    static func reinstalling(_ path: String) -> String {
        let name = program(path)
        return CommandText.package(for: name).map { "apt-get install --reinstall \($0)" } ?? "install \(name) anew"
    }
}

extension ProbeResult {
    /// A look that met such a failure; the tool's own words stay in the evidence.
    init(_ failure: ToolFailure, evidence: JSONObject = JSONObject()) {
        var evidence = evidence
        evidence["failure"] = failure.kind.rawValue.json
        self.init(failure.state, failure.message, evidence: evidence)
    }
}

extension LiveProbes {
    /// Why a program does not do what it is asked; nil where it does.
    public func failure(of program: String, _ arguments: [String], _ limits: ProbeLimits) -> ToolFailure? {
        do throws(ProcessError) {
            return ToolFailure([program] + arguments, try start(program, arguments, limits))
        } catch {
            return ToolFailure(error)
        }
    }

    /// The same of docker-compose, or of the plugin where only that is installed.
    public func composeFailure(_ arguments: [String], _ limits: ProbeLimits) -> ToolFailure? {
        do throws(ProcessError) {
            let result = try dockerCompose(arguments, limits)
            return ToolFailure(composeProgram + arguments, result)
        } catch {
            return ToolFailure(error)
        }
    }
}
