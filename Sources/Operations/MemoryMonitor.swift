internal import Configuration
public import Execution
internal import HTTPKit
internal import JSONKit
internal import Probes
internal import ProcessKit
internal import SystemKit

extension LiveOperations {
    /// Asks for what fills the memory: the service itself where it answers at `/debug/memory`, else Jarvis's memory monitor inside the
    /// service's container. The second is a new process and sees its own objects only, which the summary says.
    ///
    /// - Returns: `failed` where neither is there: then it is a person's work.
    public func monitorMemory(_ limits: ProbeLimits) -> OperationResult {
        if limits.cancellation.isCancelled { return OperationResult(.notRun, "interrupted before it began") }
        let endpoint = askForMemory(limits)
        if let found = endpoint.result { return found }
        guard let service = configuration.apiService else {
            return OperationResult(
                .failed, "\(endpoint.words), and no service of a compose file is named: ask a person",
                evidence: ["endpoint": endpoint.words.json])
        }
        limits.onProgress("the monitor runs in \(service.name)")
        var result = OperationResult(.failed, "")
        for python in ["python3", "python"] {
            let (outcome, isMissing) = runMonitor(service.name, python, endpoint.words, limits)
            result = outcome
            if !isMissing { break }
        }
        return result
    }

    private func askForMemory(_ limits: ProbeLimits) -> (result: OperationResult?, words: String) {
        let path = "/debug/memory"
        guard var url = try? HTTPURL.parse(configuration.apiURL.value) else { return (nil, "the API's address cannot be read") }
        url.path = path
        url.query = nil
        let request = HTTPRequest("GET", url, redirects: .sameOrigin(limit: 2), bodyLimit: 64 << 10)
        do throws(HTTPError) {
            let response = try HTTPClient().send(
                request, deadline: limits.deadline.orEarlier(.after(milliseconds: 10_000)), cancellation: limits.cancellation)
            guard response.status == 200, let report = try? JSONReader().read(response.body), !report.isNull else {
                return (nil, "the service serves no \(path) (HTTP \(response.status))")
            }
            let evidence: JSONObject = ["source": path.json, "report": MemoryReport.bounded(report)]
            return (OperationResult(.done, "the service's own report: \(MemoryReport.words(report))", evidence: evidence), "")
        } catch {
            if error.kind == .cancelled { return (OperationResult(.notRun, "interrupted"), "") }
            return (nil, "the service's \(path) does not answer (\(error.message))")
        }
    }

    private func runMonitor(
        _ service: String, _ python: String, _ endpoint: String, _ limits: ProbeLimits
    ) -> (OperationResult, isMissing: Bool) {
        let seconds = MemoryMonitor.seconds(within: limits.deadline.remainingMilliseconds)
        let argv = MemoryMonitor.command(probes.composeProgram, service: service, python: python, seconds: seconds)
        var evidence: JSONObject = ["endpoint": endpoint.json, "argv": (argv.dropLast() + ["…"]).json]
        let result: ProcessResult
        do throws(ProcessError) {
            result = try ProcessRun.run(
                Command(
                    argv.first ?? "", Array(argv.dropFirst()), environment: environment, directory: configuration.directory.value),
                deadline: limits.deadline, cancellation: limits.cancellation)
        } catch {
            return (OperationResult(.failed, "\(error.message): ask a person to look inside the service", evidence: evidence), false)
        }
        let said = result.standardError.text.split(whereSeparator: \.isNewline).suffix(10).joined(separator: "\n")
        evidence["error_output"] = said.json
        if let report = MemoryMonitor.report(in: result.standardOutput.text) {
            evidence["report"] = MemoryReport.bounded(report)
            return (OperationResult(.done, MemoryMonitor.words(report), evidence: evidence), false)
        }
        switch result.ending {
        case .cancelled: return (OperationResult(.notRun, "interrupted; the monitor ends itself", evidence: evidence), false)
        case .timedOut:
            return (OperationResult(.failed, "the monitor did not end in time; it ends itself", evidence: evidence), false)
        case .exited, .signalled:
            let last = said.split(separator: "\n").last.map { String($0.prefix(160)) } ?? "\(result.ending)"
            // The engine's word for a program that is not in the image.
            let isMissing = [.exited(126), .exited(127)].contains(result.ending) || said.contains("executable file not found")
            return (
                OperationResult(.failed, "the memory monitor did not run in \(service): \(last); ask a person", evidence: evidence),
                isMissing
            )
        }
    }
}

/// The monitor as it is started in a container.
enum MemoryMonitor {
    static let marker = "jarvis-ops: memory "

    /// How long it tracks: 10 s, or less where there is less time.
    static func seconds(within milliseconds: Double) -> Int { max(1, min(10, Int(milliseconds / 3000))) }

    /// Nothing of the runbook or of a configuration stands in the code. The alarm is the system's own, whatever was inherited, and ends the process inside the
    /// container also when nobody is left who listens: ending docker-compose does not end what it started there.
    static func command(_ compose: [String], service: String, python: String, seconds: Int) -> [String] {
        compose + ["exec", "-T", service, python, "-c", code(seconds: seconds)]
    }

    /// `python3 -c` code of one process that lives for so many seconds and ten more at most. It leaves at once when it has spoken: a monitor's
    /// own threads do not keep it.
    static func code(seconds: Int) -> String {
        """
        import signal
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGALRM])
        signal.alarm(\(seconds + 10))
        import gc, json, os, sys, time
        seconds = \(seconds)
        def say(value):
            text = json.dumps(value, default=str)
            if len(text) > 60000:
                text = json.dumps({"source": value.get("source"), "report": str(value.get("report"))[:20000], "cut": True})
            sys.stdout.write("\\n\(marker)" + text + "\\n")
            sys.stdout.flush()
            os._exit(0)
        def top_types():
            counts = {}
            for thing in gc.get_objects():
                name = type(thing).__module__ + "." + type(thing).__qualname__
                counts[name] = counts.get(name, 0) + 1
            return dict(sorted(counts.items(), key=lambda pair: -pair[1])[:20])
        try:
            from core.performance.memory_monitor import memory_monitor
        except ImportError as error:
            say({"source": "snapshot", "missing": str(error), "report": {"objects": top_types()}})
        else:
            memory_monitor.start_tracking()
            time.sleep(seconds)
            say({"source": "memory_monitor", "report": memory_monitor.get_report()})
        """
    }

    /// What the last marked line says; nil when there is none. Jarvis's own modules may print before it.
    static func report(in output: String) -> JSONValue? {
        output.split(whereSeparator: \.isNewline).last { $0.hasPrefix(marker) }
            .flatMap { try? JSONReader(.python).read(String($0.dropFirst(marker.count))) }
    }

    static func words(_ report: JSONValue) -> String {
        let limit = "; it is a new process beside the service and cannot see the service's own objects"
        guard report["source"]?.text == "memory_monitor" else {
            return "core.performance.memory_monitor is not there; the most frequent objects of a new Python process were counted" + limit
        }
        return "the memory monitor ran: \(MemoryReport.words(report["report"] ?? .null))" + limit
    }
}

/// Reports of a form that is not ours.
enum MemoryReport {
    /// As it is, or its beginning as text.
    static func bounded(_ report: JSONValue) -> JSONValue {
        let text = JSONWriter.compact.text(report)
        return text.utf8.count <= 32 << 10 ? report : String(decoding: text.utf8.prefix(32 << 10), as: UTF8.self).json
    }

    static func words(_ report: JSONValue) -> String {
        if let object = report.object { return "it tells of " + object.keys.prefix(6).joined(separator: ", ") }
        let text = (report.text ?? JSONWriter.compact.text(report)).split(whereSeparator: \.isNewline).joined(separator: " ")
        return text.count > 120 ? text.prefix(120) + "…" : text
    }
}
