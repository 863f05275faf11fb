internal import Configuration
internal import Execution
internal import HTTPKit
internal import JSONKit
internal import Mesh
internal import ProcessKit
internal import SystemKit

/// What the supervisor gave for one path.
struct SupervisorAnswer {
    let status: Int
    let body: [UInt8]
    let milliseconds: Double
}

/// Why it gave none.
enum SupervisorFailure: Error {
    /// Nobody listens there, or nobody answers: evidence.
    case refused(String)
    case timedOut(String)
    case cancelled
    /// It could not be asked, which says nothing of it.
    case unknown(String)

    var words: String {
        switch self {
        case .refused(let words), .timedOut(let words), .unknown(let words): words
        case .cancelled: "interrupted"
        }
    }

    var result: ProbeResult {
        switch self {
        case .refused(let words), .unknown(let words): ProbeResult(.failed, words)
        case .timedOut(let words): ProbeResult(.timedOut, words)
        case .cancelled: ProbeResult(.notRun, "interrupted")
        }
    }
}

extension LiveProbes {
    /// Asks the supervisor for one path: at its address, or from inside its container where no port of it is published.
    func askSupervisor(_ address: SupervisorAddress, _ path: String, _ limits: ProbeLimits) throws(SupervisorFailure) -> SupervisorAnswer {
        switch address {
        case .url(let setting): try askSupervisor(setting, path, limits)
        case .inside(let service, let container, let port): try askInside(service, container, port, path, limits)
        }
    }

    private func askSupervisor(_ setting: Setting, _ path: String, _ limits: ProbeLimits) throws(SupervisorFailure) -> SupervisorAnswer {
        do throws(HTTPError) {
            var url = try HTTPURL.parse(setting.value)
            url.path = String(url.path.reversed().drop { $0 == "/" }.reversed()) + path
            let response = try http.send(HTTPRequest("GET", url), deadline: limits.deadline, cancellation: limits.cancellation)
            return SupervisorAnswer(status: response.status, body: response.body, milliseconds: response.timings.total)
        } catch {
            switch error.kind {
            case .connectionRefused, .connectionReset: throw .refused(error.message)
            case .timedOut: throw .timedOut(error.message)
            case .cancelled: throw .cancelled
            default: throw .unknown(error.message)
            }
        }
    }

    private func askInside(
        _ service: String, _ container: String?, _ port: Int, _ path: String, _ limits: ProbeLimits
    ) throws(SupervisorFailure) -> SupervisorAnswer {
        guard let name = container ?? containerID(ofService: service, limits) else {
            throw .unknown("service \(service) has no container now")
        }
        let seconds = max(1, Int(limits.deadline.remainingMilliseconds / 1000))
        let start = MonotonicTime.now()
        // Jarvis is Python: its image has one. Another image may have curl.
        var seen = try inside(name, ["python3", "-ISc", InsideScript.http, "\(port)", path, "\(seconds)"], limits)
        if InsideScript.lacksProgram(seen) {
            let url = "http://127.0.0.1:\(port)\(path)"
            seen = try inside(name, ["curl", "--silent", "--max-time", "\(seconds)", "--write-out", "\n%{http_code}", url], limits)
            if InsideScript.lacksProgram(seen) { throw .unknown("container \(name) has neither python3 nor curl to ask it with") }
            if seen.ending == .exited(7) { throw .refused("nobody listens on port \(port) inside container \(name)") }
            if seen.ending == .exited(28) { throw .timedOut("port \(port) inside container \(name) did not answer in time") }
        }
        switch seen.ending {
        case .exited(0): break
        case .timedOut: throw .timedOut("port \(port) inside container \(name) did not answer in time")
        case .cancelled: throw .cancelled
        case .exited, .signalled:
            throw .unknown("container \(name) could not be asked from inside: \(CommandText.summary(seen))")
        }
        return try InsideScript.answer(
            seen.standardOutput.head, port: port, name: name, milliseconds: MonotonicTime.now().milliseconds(since: start))
    }

    /// - Parameter variables: given to the command by name alone: what they hold stands on no command line.
    func inside(
        _ name: String, _ command: [String], giving variables: [String: String] = [:], _ limits: ProbeLimits
    ) throws(SupervisorFailure) -> ProcessResult {
        do throws(ProcessError) {
            let given = variables.keys.sorted().flatMap { ["--env", $0] }
            return try ProcessRun.run(
                Command(
                    "docker", ["exec"] + given + [name] + command, environment: engineEnvironment.merging(variables) { $1 },
                    directory: configuration.directory.value),
                deadline: limits.deadline, cancellation: limits.cancellation, limits: OutputLimits(headBytes: 1 << 20, tailBytes: 1 << 10))
        } catch {
            throw .unknown("it answers inside container \(name) only, and \(error.message)")
        }
    }

    /// The capability report as the supervisor tells it, whose word decides: the listener runs in it.
    func supervisorReport(_ address: SupervisorAddress, _ limits: ProbeLimits) -> ProbeResult {
        var statuses: [String] = []
        do throws(SupervisorFailure) {
            for path in ["/runtime-status", "/health"] {
                let answer = try askSupervisor(address, path, limits)
                statuses.append("\(path) \(answer.status)")
                // Its health route answers 503 while one of its parts is down, with the report all the same.
                guard [200, 503].contains(answer.status), let document = try? JSONReader().read(answer.body),
                    let report = CapabilityReport(findingIn: document)
                else { continue }
                return judged(report, path)
            }
            return ProbeResult(.failed, "no capability report at the supervisor (\(address.words)): \(statuses.joined(separator: ", "))")
        } catch {
            var result = error.result
            result.summary = "the supervisor does not say: \(result.summary)"
            return result
        }
    }

    /// Whether the supervisor is ready, in its own word (`/ready`), or by its health where it has none.
    func supervisorReadiness(_ address: SupervisorAddress, _ limits: ProbeLimits) throws(SupervisorFailure) -> (path: String, status: Int) {
        let own = try askSupervisor(address, "/ready", limits).status
        return own == 404 ? ("/health", try askSupervisor(address, "/health", limits).status) : ("/ready", own)
    }

    /// The health of a Jarvis that serves no API: its supervisor's, asked a few times.
    func sampleSupervisor(_ address: SupervisorAddress, _ limits: ProbeLimits) -> ProbeResult {
        var sample = APISample(url: address.words + "/health")
        sample.requested = APISample.enough
        while !sample.decides, sample.sent < APISample.enough, !limits.deadline.hasPassed {
            let start = MonotonicTime.now()
            do throws(SupervisorFailure) {
                let answer = try askSupervisor(address, "/health", limits)
                let report = [200, 503].contains(answer.status) ? HealthReader.report(answer.body) : nil
                sample.answers.append(.init(status: answer.status, milliseconds: answer.milliseconds, isReport: report != nil))
                sample.health = sample.health ?? report
                if report == nil, answer.status < 500 { sample.stranger = sample.stranger ?? "HTTP \(answer.status)" }
            } catch {
                switch error {
                case .refused(let words): sample.refused.append(words)
                case .timedOut: sample.unanswered.append(MonotonicTime.now().milliseconds(since: start))
                case .cancelled, .unknown:
                    if sample.sent == 0 { return error.result }
                    return result(sample)
                }
            }
        }
        return result(sample)
    }
}

/// What is run inside a container, where nothing but the container's own programs are.
enum InsideScript {
    /// Prints the status and the body, or why there is none. Arguments: port, path, seconds.
    static let http = """
        import http.client, sys
        connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=float(sys.argv[3]))
        try:
            connection.request("GET", sys.argv[2])
            answer = connection.getresponse()
            body = answer.read(1 << 20)
        except ConnectionRefusedError:
            sys.exit(print("refused"))
        except TimeoutError:
            sys.exit(print("timed out"))
        except (OSError, http.client.HTTPException) as error:
            sys.exit(print("failed", error))
        sys.stdout.buffer.write(body + b"\\n%d" % answer.status)
        """

    /// What docker says where the container has no such program.
    static func lacksProgram(_ result: ProcessResult) -> Bool {
        guard case .exited(let code) = result.ending, code == 126 || code == 127 else { return false }
        return ["executable file not found", "no such file or directory"].contains(where: result.standardError.text.lowercased().contains)
            || result.standardOutput.text.lowercased().contains("executable file not found")
    }

    /// The body, and the status in the last line.
    static func answer(_ output: [UInt8], port: Int, name: String, milliseconds: Double) throws(SupervisorFailure) -> SupervisorAnswer {
        let text = String(decoding: output.suffix(200), as: UTF8.self)
        if text.hasPrefix("refused") { throw .refused("nobody listens on port \(port) inside container \(name)") }
        if text.hasPrefix("timed out") { throw .timedOut("port \(port) inside container \(name) did not answer in time") }
        guard let end = output.lastIndex(of: 0x0A), let status = Int(String(decoding: output[(end + 1)...], as: UTF8.self)) else {
            throw .unknown("container \(name) could not be asked from inside: \(CommandText.lastLine(text))")
        }
        return SupervisorAnswer(status: status, body: Array(output[..<end]), milliseconds: milliseconds)
    }
}
