public import JSONKit
public import SystemKit

/// Who holds the lock, what for and since when.
///
/// Read back from a file that others can write: texts may hold anything, so clean them before they are shown.
public struct LockOwner: Sendable, Hashable {
    public let process: ProcessIdentity
    /// The command, as a person would name it: `rollback mesh`.
    public let command: String
    public let since: Timestamp
    /// What its children carry (`LeftProcesses`); nil when it is not known.
    public let childrensMark: String?

    public init(process: ProcessIdentity, command: String, since: Timestamp, childrensMark: String? = nil) {
        self.process = process
        self.command = command
        self.since = since
        self.childrensMark = childrensMark
    }

    /// `ann@web1 (process 4711): rollback mesh, since 2026-11-24T03:00:00.000Z`.
    public var summary: String { "\(process.user)@\(process.host) (process \(process.pid)): \(command), since \(since.rfc3339)" }
}

extension LockOwner: JSONConvertible {
    static let schema = "jarvis-ops/lock/v1"

    public var json: JSONValue {
        [
            "schema": LockOwner.schema.json, "user": process.user.json, "host": process.host.json, "pid": process.pid.json,
            "boot_id": process.bootID.json, "start_ticks": process.startTicks.json, "terminal": process.terminal.json,
            "command": command.json, "since": since.rfc3339.json, "childrens_mark": childrensMark.json,
        ]
    }

    /// nil when a part is missing or of another type.
    public init?(_ json: JSONValue) {
        guard json["schema"]?.text == LockOwner.schema, let user = json["user"]?.text, let host = json["host"]?.text,
            let pid = json["pid"]?.int.flatMap({ Int32(exactly: $0) }), pid > 0, let bootID = json["boot_id"]?.text,
            let start = json["start_ticks"]?.int.flatMap({ UInt64(exactly: $0) }), let command = json["command"]?.text,
            let since = json["since"]?.text.flatMap({ Timestamp(rfc3339: $0) })
        else { return nil }
        self.init(
            process: ProcessIdentity(
                user: user, host: host, pid: pid, bootID: bootID, startTicks: start, terminal: json["terminal"]?.text),
            command: command, since: since, childrensMark: json["childrens_mark"]?.text.flatMap(LockOwner.mark))
    }

    /// Others can write the record: what is too short to be a mark would find strangers' processes.
    private static func mark(_ text: String) -> String? {
        text.utf8.count == 32
            && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 }
            ? text : nil
    }
}
