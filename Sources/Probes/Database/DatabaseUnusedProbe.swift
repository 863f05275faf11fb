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
        if let service = runningService(limits) {
            return ProbeResult(
                .unhealthy, "\(configuration.database.value) is in use: service \(service) runs; stop it first",
                evidence: ["service": service.json])
        }
        let patience = Deadline.after(milliseconds: 5000).orEarlier(limits.deadline)
        var users: DatabaseUsers
        repeat {
            users = DatabaseUsers.find(path)
            if users.isFree { return ProbeResult(.ok, "nobody has \(configuration.database.value) open", evidence: users.evidence) }
        } while !limits.cancellation.wait(until: .after(milliseconds: 200).orEarlier(patience)) && !patience.hasPassed
        return ProbeResult(.unhealthy, "\(configuration.database.value) is in use: \(users.words)", evidence: users.evidence)
    }

    /// The service behind the API, where its container is seen to run; nil also where no engine can tell.
    private func runningService(_ limits: ProbeLimits) -> String? {
        guard let service = configuration.apiService, let seen = apiContainer(limits), seen.isRunning else { return nil }
        return service.name
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
