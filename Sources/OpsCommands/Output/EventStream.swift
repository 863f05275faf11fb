internal import Execution
internal import JSONKit
internal import Planning
internal import Synchronization
internal import SystemKit

/// `-o jsonl`: one CloudEvents 1.0 envelope a line, as things happen.
final class EventStream: Sendable {
    private let stream: OutputStream
    /// Numbers the events of a run; holding it keeps lines whole when probes end at the same time.
    private let count = Mutex(0)
    private let run: String

    init(_ stream: OutputStream, run: String) {
        self.stream = stream
        self.run = run
    }

    /// Throws: `SystemError` when the line cannot be written.
    func send(_ type: String, subject: String?, _ data: JSONValue) throws(SystemError) {
        try count.withLock { count throws(SystemError) in
            count += 1
            var envelope: JSONObject = [
                "specversion": "1.0", "id": "\(run)-\(count)".json, "source": "/jarvis-ops/\(run)".json, "type": type.json,
                "time": Timestamp.now().rfc3339.json, "datacontenttype": "application/json",
            ]
            if let subject { envelope["subject"] = subject.json }
            envelope["data"] = data
            try stream.write(JSONWriter.shown(.compact).text(.object(envelope)) + "\n")
        }
    }
}
