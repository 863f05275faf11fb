public import JSONKit

/// Lines of the outbox exactly as Jarvis writes them (facts.md, "Outbox").
public enum OutboxRecordWriter {
    /// One line with its LF.
    ///
    /// - Parameters:
    ///   - now: microseconds since 1970 UTC.
    ///   - reason: left out when empty.
    ///   - metadata: left out when empty.
    public static func line(
        eventID: JSONString, status: OutboxStatus, stateHash: String, reason: String = "", metadata: JSONObject = JSONObject(),
        at now: Int64
    ) -> [UInt8] {
        var record: JSONObject = [
            "timestamp": PythonTime.isoformat(now).json, "event_id": .string(eventID), "status": .string(status.text),
            "state_hash": stateHash.json,
        ]
        if !reason.isEmpty { record["reason"] = reason.json }
        if !metadata.isEmpty { record["metadata"] = .object(metadata) }
        return JSONWriter.outbox.bytes(.object(record)) + [UInt8(ascii: "\n")]
    }
}
