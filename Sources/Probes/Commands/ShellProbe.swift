internal import Configuration
internal import Execution
internal import JSONKit
internal import ProcessKit
internal import Runbook
internal import SystemKit

extension LiveProbes {
    /// A reading command without a typed form. A plain command runs as it is; only a line that needs one gets a shell.
    func shell(_ action: ShellAction, _ limits: ProbeLimits) -> ProbeResult {
        let there = within(action.context)
        if let name = action.wanted.first(where: { (action.context.value(of: $0) ?? there.environment[$0])?.isEmpty != false }) {
            return ProbeResult(.unavailable, "\(name) has no value: it was not run")
        }
        let argv = action.arguments
        guard let name = argv.first else { return ProbeResult(.failed, "an empty command") }
        return there.run(name, Array(argv.dropFirst()), limits) { result in
            let state: ProbeState = result.isSuccess ? .ok : .unhealthy
            return ProbeResult(state, CommandText.summary(result), evidence: CommandText.evidence(argv, result, in: action.context))
        }
    }

    /// The same probes in the directory and with the variables that a fence set.
    private func within(_ context: CommandContext) -> LiveProbes {
        LiveProbes(
            self, environment: context.environment(over: environment),
            commandDirectory: context.directory.map(configuration.absolute))
    }

    /// Runs a command in the Jarvis directory and turns every way it can end into a result.
    func run(_ name: String, _ arguments: [String], _ limits: ProbeLimits, judge: (ProcessResult) -> ProbeResult) -> ProbeResult {
        let argv = [name] + arguments
        do throws(ProcessError) {
            let result = try start(name, arguments, limits)
            switch result.ending {
            case .timedOut:
                return ProbeResult(
                    .timedOut, "not finished within \(Words.duration(limits.timeoutMilliseconds)); it was ended",
                    evidence: CommandText.evidence(argv, result))
            case .cancelled: return ProbeResult(.notRun, "interrupted", evidence: CommandText.evidence(argv, result))
            case .exited, .signalled: return judge(result)
            }
        } catch {
            return unstartable(error)
        }
    }

    func start(_ name: String, _ arguments: [String], _ limits: ProbeLimits) throws(ProcessError) -> ProcessResult {
        let isEngine = ["docker", "docker-compose"].contains(name)
        return try ProcessRun.run(
            Command(
                name, arguments, environment: isEngine ? engineEnvironment : environment,
                directory: commandDirectory ?? configuration.directory.value),
            deadline: limits.deadline,
            cancellation: limits.cancellation)
    }

    func unstartable(_ error: ProcessError) -> ProbeResult {
        if case .directoryMissing(let path) = error {
            return ProbeResult(
                .unavailable, "\(path) is not there" + (commandDirectory == nil ? ": name the Jarvis directory with -C" : ""))
        }
        return ProbeResult(ToolFailure(error))
    }
}

/// What commands print, as summaries and evidence.
enum CommandText {
    static func evidence(_ argv: [String], _ result: ProcessResult, in context: CommandContext = .none) -> JSONObject {
        var evidence: JSONObject = [
            "argv": argv.json, "output": result.standardOutput.text.json, "error_output": result.standardError.text.json,
            "output_bytes": result.standardOutput.totalBytes.json, "truncated": result.standardOutput.isTruncated.json,
        ]
        if let directory = context.directory { evidence["cwd"] = directory.json }
        switch result.ending {
        case .exited(let code): evidence["exit_code"] = code.json
        case .signalled(let signal): evidence["signal"] = signal.description.json
        case .timedOut, .cancelled: break
        }
        if result.leftBehind > 0 { evidence["processes_ended"] = result.leftBehind.json }
        return evidence
    }

    /// - Parameter reason: why it failed, where that is known better than by the last line.
    static func summary(_ result: ProcessResult, reason: String? = nil) -> String {
        let error = reason ?? lastLine(result.standardError.text)
        switch result.ending {
        case .exited(0): return Words.count(lines(result.standardOutput.text).count, "line")
        case .exited(let code): return "exit code \(code)\(error.isEmpty ? "" : ": \(error)")"
        case .signalled(let signal): return "ended by \(signal)\(error.isEmpty ? "" : ": \(error)")"
        case .timedOut, .cancelled: return "ended"
        }
    }

    static func lines(_ text: String) -> [Substring] { text.split(whereSeparator: \.isNewline) }

    /// What a program says last is usually why it ended.
    static func lastLine(_ text: String) -> String { String((lines(text).last ?? "").prefix(160)) }

    /// The Debian package that brings a program.
    static func package(for program: String) -> String? {
        ["docker-compose": "docker-compose", "docker": "docker.io", "redis-cli": "redis-tools", "python3": "python3", "jq": "jq"][program]
    }
}
