internal import Configuration
internal import Execution
internal import JSONKit
internal import RedisKit
internal import SystemKit

extension LiveProbes {
    /// One reading command of the runbook.
    func redis(_ arguments: [String], _ options: [String], _ limits: ProbeLimits) -> ProbeResult {
        do throws(RedisError) {
            let connection = try connect(options, limits)
            let reply = try connection.command(arguments, deadline: limits.deadline, cancellation: limits.cancellation)
            let evidence: JSONObject = [
                "address": connection.address.description.json, "command": arguments.json, "reply": RedisText.json(reply),
            ]
            return ProbeResult(.ok, RedisText.summary(reply), evidence: evidence)
        } catch {
            return redisFailure(error, limits)
        }
    }

    /// A command's own `-h`, `-p`, `-s`, `-n` and `-u` win over the configured address.
    func connect(_ options: [String], _ limits: ProbeLimits) throws(RedisError) -> RedisConnection {
        var text = configuration.redisURL.value
        let pairs = Dictionary(
            stride(from: 0, to: options.count - 1, by: 2).map { (options[$0], options[$0 + 1]) }, uniquingKeysWith: { $1 })
        if let url = pairs["-u"] {
            text = url
        } else if let socket = pairs["-s"] {
            text = "unix://\(socket)"
        } else if pairs["-h"] != nil || pairs["-p"] != nil {
            text = "redis://\(pairs["-h"] ?? "127.0.0.1"):\(pairs["-p"] ?? "6379")/\(pairs["-n"] ?? "0")"
        }
        return try RedisConnection.connect(try RedisAddress.parse(text), deadline: limits.deadline, cancellation: limits.cancellation)
    }

    func redisFailure(_ error: RedisError, _ limits: ProbeLimits) -> ProbeResult {
        ProbeResult(
            ToolFailure(error, from: configuration.redisURL.source.words, within: limits.timeoutMilliseconds),
            evidence: ["error": error.message.json])
    }
}

/// Replies as text.
enum RedisText {
    static func json(_ reply: RedisReply) -> JSONValue {
        switch reply {
        case .status(let text): text.json
        case .error(let text): .object(["error": text.json])
        case .integer(let number): number.json
        case .bulk(let bytes): String(decoding: bytes.prefix(4096), as: UTF8.self).json
        case .null: .null
        case .array(let replies): .array(replies.prefix(200).map(json))
        }
    }

    static func summary(_ reply: RedisReply) -> String {
        switch reply {
        case .null: "nothing there"
        case .array(let replies): Words.count(replies.count, "element")
        case .integer(let number): String(number)
        default: String((reply.text ?? "").prefix { $0 != "\n" && $0 != "\r" }.prefix(120))
        }
    }
}
