internal import Configuration
internal import Planning
internal import RedisKit
internal import SQLiteKit

extension ToolFailure {
    /// - Parameters:
    ///   - source: what names the server: `JARVIS_OPS_REDIS_URL in the environment`.
    ///   - milliseconds: how long it was waited for.
    init(_ error: RedisError, from source: String, within milliseconds: Double) {
        switch error.kind {
        case .address: self.init(.configuration, "\(error.message): correct the address (\(source))")
        case .refused: self.init(.refused, "\(error.message): start Redis, or set JARVIS_OPS_REDIS_URL")
        case .unknownHost: self.init(.unknownHost, "\(error.message): correct the address (\(source)), or set JARVIS_OPS_REDIS_URL")
        case .unreachable: self.init(.refused, "\(error.message): correct the address (\(source)), or set JARVIS_OPS_REDIS_URL")
        case .timedOut: self.init(.timedOut, "no answer within \(Words.duration(milliseconds))")
        case .cancelled: self.init(.cancelled, "interrupted")
        case .protocolError: self.init(.other, "\(error.message): is that a Redis (\(source))?")
        case .closed: self.init(.other, "\(error.message): look at the log of Redis")
        case .reply(let word): self = ToolFailure.redis(reply: word, error.message, source)
        }
    }

    /// An error reply, by its first word (redis.io, "Error replies"); others are Redis's own sentence.
    private static func redis(reply word: String, _ message: String, _ source: String) -> ToolFailure {
        switch word {
        case "NOAUTH":
            ToolFailure(.wantsAuthentication, "Redis wants a password: put it into the address (redis://:PASSWORD@HOST; \(source))")
        case "WRONGPASS": ToolFailure(.wantsAuthentication, "Redis refuses the password in the address (\(source)): correct it")
        case "NOPERM": ToolFailure(.noPermission, "this Redis user may not do that: \(message.prefix(120))")
        case "LOADING": ToolFailure(.loading, "Redis is still loading its data: look again when it is done")
        case "BUSY": ToolFailure(.loading, "Redis is busy with a script: wait, or end it with SCRIPT KILL")
        case "READONLY": ToolFailure(.readOnly, "this Redis is a replica that can only be read: name its master (\(source))")
        case "MASTERDOWN": ToolFailure(.readOnly, "this Redis is a replica whose master is gone: look at the master")
        case "CLUSTERDOWN", "MOVED", "ASK":
            ToolFailure(.configuration, "this Redis is part of a cluster, which has the key elsewhere or is down")
        case "MISCONF": ToolFailure(.readOnly, "Redis takes no writes, for it cannot save its data: look at its disk and its log")
        case "OOM": ToolFailure(.noSpace, "Redis is out of memory (maxmemory): nothing more can be written")
        case "DENIED":
            ToolFailure(.noPermission, "Redis runs in protected mode and answers its own machine only: ask there, or set a password")
        default: ToolFailure(.other, message)
        }
    }

    /// - Parameters:
    ///   - path: the database, as people know it.
    ///   - unreadable: the one of its files that may not be read, and why.
    init(_ error: SQLiteError, _ path: String, _ unreadable: (path: String, why: String)?) {
        guard let unreadable else {
            self.init(
                error.kind == .readOnly ? .readOnly : .other, error.message.hasPrefix("/") ? error.message : "\(path): \(error.message)")
            return
        }
        let name = unreadable.path.split(separator: "/").last.map(String.init) ?? unreadable.path
        self.init(.noPermission, "\(path) cannot be read: \(name): \(unreadable.why): use sudo, or the user of the service")
    }
}

extension LiveProbes {
    /// Why it is not known that the right thing would be looked at. A look at another file or server says nothing, neither well nor ill; at
    /// another API there is the sample, which tells what refuses from what answers, and nothing is ruled out.
    func doubt(_ probe: Probe) -> String? {
        guard gate.isLook else { return nil }
        let (what, setting, names): (String, Setting, Set<String>)
        switch probe {
        case .databaseHealth, .sqlite, .integrity:
            (what, setting, names) = ("database", configuration.database, ["JARVIS_OPS_DATABASE", "DATABASE_URL"])
        case .redis, .rateLimits: (what, setting, names) = ("Redis", configuration.redisURL, ["JARVIS_OPS_REDIS_URL", "REDIS_URL"])
        case .outboxTail, .meshStatus, .backlog: (what, setting, names) = ("outbox", configuration.outbox, ["JARVIS_MESH_OUTBOX_PATH"])
        case _ where probe.asksAPI: return configuration.doubt(configuration.apiURL, ["JARVIS_API_URL"])
        default: return nil
        }
        return configuration.doubt(setting, names).map { "which \(what) is this Jarvis's is not known: \($0)" }
    }
}

extension Probe {
    /// Whether a symptom is judged by what the API, or the process behind it, tells.
    var asksAPI: Bool {
        switch self {
        case .apiSample, .dashboard, .metrics, .serviceMemory, .capability: true
        default: false
        }
    }
}
