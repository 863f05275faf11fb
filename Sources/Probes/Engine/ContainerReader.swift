internal import Execution
internal import JSONKit
internal import SystemKit

/// One container with all that `docker inspect` says of it. Its environment holds secrets: it stays in this room.
struct SeenContainer: Sendable {
    let id: String
    let sight: ContainerSight
    let document: JSONValue

    var processID: Int32? { document["State"]?["Pid"]?.int.flatMap { $0 > 0 ? Int32(exactly: $0) : nil } }
    var madeAt: Timestamp? { document["Created"]?.text.flatMap(ContainerReader.milliseconds).map { Timestamp(milliseconds: $0) } }
    /// A paused one still holds its files and its environment.
    var isRunning: Bool { document["State"]?["Running"]?.bool == true }
}

/// The engine's own description of a container → how it stands. Pure.
enum ContainerReader {
    /// - Parameters:
    ///   - document: one element of what `docker inspect` prints.
    ///   - now: by the engine's clock, which is taken to be this machine's.
    static func read(_ document: JSONValue, now: Timestamp) -> SeenContainer? {
        guard let id = document["Id"]?.text, let state = document["State"] else { return nil }
        let name = document["Name"]?.text.map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 } ?? String(id.prefix(12))
        var sight = ContainerSight(name: name)
        sight.service = document["Config"]?["Labels"]?["com.docker.compose.service"]?.text
        sight.status = state["Status"]?.text.flatMap(ContainerSight.Status.init(rawValue:)) ?? .other
        switch state["Health"]?["Status"]?.text {
        case "healthy"?: sight.isHealthy = true
        case "unhealthy"?: sight.isHealthy = false
        default: break
        }
        sight.exitCode = state["ExitCode"]?.int ?? 0
        sight.restarts = document["RestartCount"]?.int ?? 0
        let host = document["HostConfig"]
        sight.isKeptUp = ["always", "unless-stopped"].contains(host?["RestartPolicy"]?["Name"]?.text ?? "")
        sight.startedAt = time(state["StartedAt"])
        sight.finishedAt = time(state["FinishedAt"])
        if sight.status == .running, let started = sight.startedAt.flatMap(milliseconds) {
            sight.upMilliseconds = Double(max(0, now.milliseconds - started))
        }
        // The engine keeps the mark when it starts the container anew: of one that runs an old kill is no news.
        let isNews = sight.status != .running || (sight.finishedAt.flatMap(milliseconds).map { now.milliseconds - $0 < 3_600_000 } ?? true)
        sight.isOutOfMemory = (state["OOMKilled"]?.bool ?? false) && isNews
        sight.memoryLimit = host?["Memory"]?.double.flatMap { $0 > 0 ? $0 : nil }
        sight.error = state["Error"]?.text ?? ""
        return SeenContainer(id: id, sight: sight, document: document)
    }

    /// What never happened is the year 1.
    private static func time(_ value: JSONValue?) -> String? { value?.text.flatMap { $0.hasPrefix("0001-") ? nil : $0 } }

    /// Docker writes as many digits of a second as it likes.
    fileprivate static func milliseconds(_ time: String) -> Int64? {
        guard time.hasSuffix("Z") else { return nil }
        let fraction = time.dropFirst(20).prefix(3).filter(\.isNumber)
        return Timestamp(rfc3339: "\(time.prefix(19)).\(fraction)\(String(repeating: "0", count: 3 - fraction.count))Z")?.milliseconds
    }
}
