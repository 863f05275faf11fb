internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
public import Planning
internal import Probes
internal import ProcessKit
internal import SystemKit

extension LiveOperations {
    /// Which container runs now, so that a new one can be told from it.
    func presentContainer(_ service: String, _ limits: ProbeLimits) -> JSONObject {
        if isUnit { return ["service": service.json, "unit": probes.containerState(limits).json] }
        return ["service": service.json, "container": probes.containerID(ofService: service, limits).json]
    }

    /// `up -d`: compose makes a new container when its environment changed, and leaves it alone when not. Services it depends on are not
    /// touched.
    func recreate(
        _ service: String, _ pinnedOff: [MeshFlag], _ others: [String: [MeshFlag]], _ limits: ProbeLimits
    ) -> OperationResult {
        if isUnit { return startUnits("restart", service, pinnedOff, limits) }
        return bringUp(others.merging([service: pinnedOff]) { $1 }, ["--no-deps", service] + others.keys.sorted(), limits)
    }

    /// `up -d` of every service: what changed gets a new container, what is stopped is started.
    func bringUpAll(_ pinnedOff: [String: [MeshFlag]], _ limits: ProbeLimits) -> OperationResult {
        isUnit ? startUnits("restart", nil, pinnedOff.values.first ?? [], limits) : bringUp(pinnedOff, [], limits)
    }

    /// The words with which an operation's containers are made or started, the program's name first; empty for what makes none.
    ///
    /// - Parameter override: the file that keeps flags off, which lies there for as long as the command runs.
    public func composeWords(_ operation: Operation, override: String) -> [String] {
        if isUnit {
            return switch operation {
            case .recreate(let service, _, _): ["systemctl", "restart", service]
            case .bringUp: ["systemctl", "restart"] + probes.units(of: nil)
            case .startServices: ["systemctl", "start"] + probes.units(of: nil)
            default: []
            }
        }
        let program = probes.composeProgram
        let options = { (pinned: [MeshFlag]) in configuration.deployment.composeOptions(namesFiles: !pinned.isEmpty) }
        return switch operation {
        case .recreate(let service, let own, let others):
            program + options(own + others.values.joined())
                + up(["--no-deps", service] + others.keys.sorted(), override: own.isEmpty && others.isEmpty ? nil : override)
        case .bringUp(_, let pinned, _): program + options(pinned) + up([], override: pinned.isEmpty ? nil : override)
        case .startServices: program + options([]) + ["start"]
        default: []
        }
    }

    /// Only an override beats both `environment:` and `env_file:` of the file itself; naming one file means naming all. A project directory
    /// is not named: with one, a file in a subdirectory is read otherwise than by itself.
    private func up(_ target: [String], override: String?) -> [String] {
        let words = ["up", "-d"] + target
        guard let override else { return words }
        let files = (configuration.composeFiles + [override]).flatMap { ["-f", $0] }
        return files + words
    }

    /// `start`: the containers that are there, as they are.
    func startServices(_ limits: ProbeLimits) -> OperationResult {
        if isUnit { return startUnits("start", nil, [], limits) }
        guard configuration.composeFile != nil else { return OperationResult(.failed, "there is no compose file") }
        if let why = missingDatabase { return why }
        do throws(ProcessError) {
            return try ran(["start"], what: "the services", limits)
        } catch {
            return OperationResult(.failed, error.message)
        }
    }

    /// - Parameters:
    ///   - pinnedOff: the flags that are pinned, by service.
    ///   - target: the words behind `up -d`.
    private func bringUp(_ pinnedOff: [String: [MeshFlag]], _ target: [String], _ limits: ProbeLimits) -> OperationResult {
        guard let file = configuration.composeFile else { return OperationResult(.failed, "there is no compose file") }
        if let why = missingDatabase { return why }
        do {
            let what = target.isEmpty ? "the services" : "service \(target.dropFirst().joined(separator: ", "))"
            guard !pinnedOff.values.joined().isEmpty else { return try ran(up(target, override: nil), what: what, limits) }
            let directory = try TemporaryDirectory(prefix: "jarvis-ops-compose", environment: environment)
            defer { directory.remove() }
            try directory.write(override(file, pinnedOff), to: "override.yml")
            return try ran(up(target, override: directory.path + "/override.yml"), what: what, limits)
        } catch {
            return OperationResult(.failed, (error as? SystemError)?.description ?? "\(error)")
        }
    }

    /// A service that finds no database makes an empty one, into which new data goes and beside which the old is forgotten.
    var missingDatabase: OperationResult? {
        DatabaseBackups.missing(in: configuration).map { aside in
            OperationResult(
                .failed,
                "nothing was started: there is no database, since a restore ended in the middle; what was there is whole as \(aside): "
                    + "finish the restore with `runs resume`, or take it back with --undo")
        }
    }

    private func ran(_ arguments: [String], what: String, _ limits: ProbeLimits) throws(ProcessError) -> OperationResult {
        let verb = arguments.contains("up") ? "up" : "start"
        let result: ProcessResult
        do throws(ProcessError) {
            result = try probes.dockerCompose(arguments, limits)
        } catch {
            return OperationResult(.failed, error.message)
        }
        let said = result.standardError.text.split(whereSeparator: \.isNewline).suffix(20).joined(separator: "\n")
        let evidence: JSONObject = ["argv": (["docker-compose"] + arguments).json, "error_output": said.json]
        let last = LiveProbes.composeReason(said)
        switch result.ending {
        case .exited(0):
            return OperationResult(.done, "\(what) \(what.hasSuffix("s") ? "were" : "was") brought up: \(last)", evidence: evidence)
        case .exited(let code):
            let failure = ToolFailure(["docker-compose"] + arguments, result)
            let why = failure.flatMap { $0.kind == .other ? nil : $0.message } ?? last
            return OperationResult(.failed, "docker-compose \(verb) ended with \(code): \(why)", evidence: evidence)
        case .signalled(let signal): return OperationResult(.unknown, "docker-compose \(verb) was ended by \(signal)", evidence: evidence)
        case .timedOut:
            return cut("docker-compose \(verb) did not end in time and was ended", evidence)
        case .cancelled: return cut("docker-compose \(verb) was ended by a signal", evidence)
        }
    }

    /// What a command that was ended in the middle has come to is looked at at once: whoever goes on must not guess.
    private func cut(_ why: String, _ known: JSONObject) -> OperationResult {
        var evidence = known
        guard let never = try? Cancellation() else { return OperationResult(.unknown, why, evidence: evidence) }
        let state = probes.containerState(ProbeLimits(timeoutMilliseconds: 2000, cancellation: never))
        evidence["left"] = state.json
        return OperationResult(.unknown, "\(why): \(state)", evidence: evidence)
    }

    private func override(_ file: ComposeFile, _ pinnedOff: [String: [MeshFlag]]) -> String {
        // JSON is YAML, and quotes every name.
        let services = pinnedOff.sorted { $0.key < $1.key }.map { service, flags in
            let variables = JSONObject(flags.flatMap { [$0.variable, $0.legacyVariable] }.map { JSONMember(JSONString($0), "0") })
            return JSONMember(JSONString(service), ["environment": .object(variables)])
        }
        var document: JSONObject = [:]
        if let version = file.version { document["version"] = version.json }
        document["services"] = .object(JSONObject(services))
        return JSONWriter.compact.text(.object(document)) + "\n"
    }
}
