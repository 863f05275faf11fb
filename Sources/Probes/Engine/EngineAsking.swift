internal import Configuration
public import Execution
internal import JSONKit
internal import ProcessKit
internal import SystemKit

extension LiveProbes {
    /// The containers that there are, and this Jarvis's own whole: two calls of docker for a whole look.
    func engineSight(_ limits: ProbeLimits) -> EngineLook.Answer { engine.answer(limits) { askEngine(limits) } }

    /// How this Jarvis's containers stand.
    public func containers(_ limits: ProbeLimits) -> Result<[ContainerSight], ToolFailure> {
        engineSight(limits).map { $0.ours.map(\.sight) }
    }

    /// The container that a service has now; nil where it has none, or no engine tells.
    public func containerID(ofService service: String, _ limits: ProbeLimits) -> String? {
        let ours = (try? engineSight(limits).get())?.ours.filter { $0.sight.service == service } ?? []
        return (ours.first(where: \.isRunning) ?? ours.first)?.id
    }

    /// Whether an engine can be asked: by docker, or where that is not installed by docker-compose, which needs no docker.
    func engineAnswers(_ limits: ProbeLimits) -> ProbeResult {
        switch engineSight(limits) {
        case .success(let sight): return ProbeResult(.ok, Words.count(sight.ours.count, "container"))
        case .failure(let failure):
            guard failure.kind == .notInstalled else { return ProbeResult(failure) }
            return run("docker-compose", ["ps"], limits) { result in
                ToolFailure(["docker-compose"], result).map { ProbeResult($0) } ?? ProbeResult(.ok, "the Docker engine answers")
            }
        }
    }

    /// The container of the API's service; nil where there is none, or no engine tells.
    func apiContainer(_ limits: ProbeLimits) -> SeenContainer? {
        container(of: configuration.apiService, limits)
    }

    /// The container of the service whose process listens to the mesh, and whose flags count.
    func meshContainer(_ limits: ProbeLimits) -> SeenContainer? {
        container(of: configuration.meshService, limits)
    }

    private func container(of service: ComposeFile.Service?, _ limits: ProbeLimits) -> SeenContainer? {
        guard let sight = try? engineSight(limits).get() else { return nil }
        let names = names(of: service)
        let candidates = sight.ours.filter { seen in
            service.map { seen.sight.service == $0.name } ?? false || names.contains(seen.sight.name)
        }
        // A recreation that was cut leaves the old one beside.
        return candidates.first(where: \.isRunning) ?? candidates.first
    }

    /// What the service's container may be called. What the runbook calls the service is the API's.
    private func names(of service: ComposeFile.Service?) -> [String] {
        let isAPI = service?.name == configuration.apiService?.name
        return [
            service?.containerName, service?.name, isAPI ? runbookName : nil, configuration.deployment.container?.name,
        ]
        .compactMap(\.self)
    }

    private func askEngine(_ limits: ProbeLimits) -> EngineLook.Answer {
        // An engine that does not answer must not use up the time of those who have another way.
        let brief = ProbeLimits(timeoutMilliseconds: min(3000, limits.timeoutMilliseconds), cancellation: limits.cancellation)
        do throws(ToolFailure) {
            let listed = try docker(["ps", "-a", "--no-trunc", "--format", EngineSight.Row.format], brief)
            let rows = CommandText.lines(listed).map(EngineSight.Row.init)
            let own = Set(ours(rows).map(\.id))
            let ids = rows.filter { own.contains($0.id) || $0.isRunning && sees($0) }.map(\.id).filter { !$0.isEmpty }
            let seen = ids.isEmpty ? [] : try inspect(ids, brief)
            return .success(
                EngineSight(rows: rows, ours: seen.filter { own.contains($0.id) }, mounting: seen.filter { !own.contains($0.id) }))
        } catch {
            return .failure(error)
        }
    }

    /// One that went meanwhile is left out: what docker prints of the others holds.
    func inspect(_ ids: [String], _ limits: ProbeLimits) throws(ToolFailure) -> [SeenContainer] {
        let text = try docker(["inspect", "--type", "container"] + ids, limits) { $0.contains("No such") }
        guard let document = try? JSONReader().read(Array(text.utf8)).array else {
            throw ToolFailure(.other, "what docker inspect prints cannot be read")
        }
        let seen = document.compactMap { ContainerReader.read($0, now: .now()) }
        let doubtful = seen.filter { $0.sight.restarts > 0 && !$0.sight.isOutOfMemory }
        guard !doubtful.isEmpty, let kills = memoryKills(limits) else { return seen }
        return seen.map { one in
            var sight = one.sight
            sight.memoryKills = kills.count { $0 == one.id }
            return SeenContainer(id: one.id, sight: sight, document: one.document)
        }
    }

    /// Whom the kernel killed for want of memory during the last hour, once for each time: a container that was started again does not
    /// tell, but the engine remembers. nil where it does not say.
    private func memoryKills(_ limits: ProbeLimits) -> [String]? {
        let now = Timestamp.now().milliseconds / 1000
        let words = [
            "events", "--since", String(now - 3600), "--until", String(now + 1), "--filter", "type=container", "--filter", "event=oom",
            "--format", "{{.Actor.ID}}",
        ]
        return (try? docker(words, limits)).map { CommandText.lines($0).map(String.init) }
    }

    /// - Parameter isEnough: for what a failure still told: by its standard error, whether the rest of the output counts.
    func docker(
        _ arguments: [String], _ limits: ProbeLimits, isEnough: (String) -> Bool = { _ in false }
    ) throws(ToolFailure) -> String {
        let result: ProcessResult
        do throws(ProcessError) {
            result = try ProcessRun.run(
                Command("docker", arguments, environment: engineEnvironment, directory: configuration.directory.value),
                deadline: limits.deadline, cancellation: limits.cancellation,
                limits: OutputLimits(headBytes: 4 << 20, tailBytes: 1 << 16))
        } catch {
            throw ToolFailure(error)
        }
        if let failure = ToolFailure(["docker"] + arguments, result), !isEnough(result.standardError.text) {
            throw failure.kind == .timedOut ? ToolFailure(.timedOut, "the Docker engine does not answer") : failure
        }
        guard !result.standardOutput.isTruncated else { throw ToolFailure(.other, "there are too many containers to look at") }
        return result.standardOutput.text
    }

    /// Whether a container sees this directory, or something in it.
    private func sees(_ row: EngineSight.Row) -> Bool {
        guard !row.mounts.isEmpty, configuration.presence == .directory, let here = try? Files.realPath(configuration.directory.value)
        else {
            return false
        }
        return row.mounts.contains { mount in
            guard mount.hasPrefix("/") else { return false }
            let place = (try? Files.realPath(mount)) ?? mount
            return place == here || place.hasPrefix(here == "/" ? here : here + "/")
        }
    }

    /// Of several projects that were made here the one that docker-compose means now.
    private func ours(_ rows: [EngineSight.Row]) -> [EngineSight.Row] {
        let all = rows.filter(isOurs)
        let projects = composeProjects
        return all.contains { projects.contains($0.project) } ? all.filter { $0.project.isEmpty || projects.contains($0.project) } : all
    }

    /// By where compose was run; where that cannot be told, by the project's name or by the name that a service of this Jarvis has.
    private func isOurs(_ row: EngineSight.Row) -> Bool {
        let names = [configuration.apiService?.containerName, configuration.apiService?.name, runbookName]
        return switch standing(of: row.place, files: row.files) {
        // Below a directory that is no Jarvis anybody's may lie.
        case .here: configuration.presence == .directory || names.contains(row.name)
        case .elsewhere: false
        case .unknown: names.contains(row.name) || configuration.composeFile != nil && composeProjects.contains(row.project)
        }
    }
}
