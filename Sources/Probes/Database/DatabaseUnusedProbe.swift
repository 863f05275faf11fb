internal import Configuration
internal import Execution
internal import JSONKit
internal import ProcessKit
internal import SystemKit

extension LiveProbes {
    /// Nobody has the database open, asked until it is so: a container that was told to stop still closes its files. A service that
    /// runs may open it at any moment, so where an engine shows one running, that is use enough.
    func databaseUnused(_ limits: ProbeLimits) -> ProbeResult {
        let path = configuration.absolute(configuration.database.value)
        if let user = whoRuns(path, limits) {
            return ProbeResult(
                .unhealthy, "\(configuration.database.value) is in use: \(user); stop it first", evidence: ["service": user.json])
        }
        let patience = Deadline.after(milliseconds: 5000).orEarlier(limits.deadline)
        var users: DatabaseUsers
        repeat {
            users = DatabaseUsers.find(path)
            if users.isFree { return ProbeResult(.ok, "nobody has \(configuration.database.value) open", evidence: users.evidence) }
        } while !limits.cancellation.wait(until: .after(milliseconds: 200).orEarlier(patience)) && !patience.hasPassed
        return ProbeResult(.unhealthy, "\(configuration.database.value) is in use: \(users.words)", evidence: users.evidence)
    }

    /// Who runs and may open it at any moment, or why that cannot be seen: that somebody said they were stopped is not enough. nil where
    /// it was seen that nobody does, and where there is nothing that could run one.
    private func whoRuns(_ path: String, _ limits: ProbeLimits) -> String? {
        if configuration.deployment.unit != nil {
            let states = unitsRun(false, limits)
            return states.state == .ok
                ? nil : states.state == .unhealthy ? states.summary : "whether its units run is not known: \(states.summary)"
        }
        switch engineSight(limits) {
        case .success(let sight):
            let own = [apiContainer(limits)?.id, meshContainer(limits)?.id]
            let user = (sight.ours + sight.mounting).first { seen in
                seen.isRunning && (own.contains(seen.id) || seen.sees(path))
            }
            if let user { return user.sight.service.map { "service \($0) runs" } ?? "container \(user.sight.name) runs" }
        case .failure(let failure):
            let hasNone = [.notInstalled, .engineAbsent].contains(failure.kind) || configuration.composeFile == nil
            if !hasNone { return "whether its services run is not known (\(failure.message))" }
        }
        // What answers at an address that nobody named may be anything.
        guard configuration.composeFile == nil, configuration.apiURL.certainty != .guessed, let process = listening() else { return nil }
        return "process \(process.processID) serves \(configuration.apiURL.value)"
    }

    /// A copy of the database lies there; whether it is sound was said when it was made.
    func backupIs(_ path: String) -> ProbeResult {
        let full = configuration.absolute(path)
        guard Files.kind(full) == .regular, let size = Files.size(full), size > 0 else {
            return ProbeResult(.unhealthy, "\(path) is not there", evidence: ["path": full.json])
        }
        return ProbeResult(.ok, "its file has \(Words.count(size, "byte"))", evidence: ["path": full.json, "bytes": size.json])
    }

    /// A file that is not there holds nothing.
    func fileIs(_ path: String, _ sha256: String?) -> ProbeResult {
        guard let sha256 else {
            let isThere = Files.exists(configuration.absolute(path))
            return ProbeResult(isThere ? .unhealthy : .ok, "\(path) is \(isThere ? "there" : "not there")", evidence: ["file": path.json])
        }
        return fileIs(path, sha256: sha256)
    }
}

extension SeenContainer {
    /// Whether a path of this machine lies in what it sees of it.
    fileprivate func sees(_ path: String) -> Bool {
        let path = (try? Files.realPath(path)) ?? path
        return (document["Mounts"]?.array ?? []).contains { mount in
            guard let source = mount["Source"]?.text, source.hasPrefix("/"), mount["Type"]?.text == "bind" else { return false }
            let place = (try? Files.realPath(source)) ?? source
            return path == place || path.hasPrefix(place == "/" ? place : place + "/")
        }
    }
}
