internal import JSONKit
public import SystemKit

extension JetStream {
    /// Makes a stream: in files, for ever, until limits of the server are reached.
    ///
    /// - Parameters:
    ///   - subjects: with wildcards.
    ///   - duplicateWindowSeconds: within this time a second message with the same id is recognised as a duplicate.
    /// - Throws: `NATSError`: `.authorization` without the right to, `.rejected` when a stream of this name is another one, and those of
    ///   `NATSConnection.request`.
    public func make(
        _ name: String, subjects: [String], duplicateWindowSeconds: Double, deadline: Deadline, cancellation: Cancellation
    ) throws(NATSError) {
        try checkName(name)
        let configuration: JSONValue = [
            "name": name.json, "subjects": .array(subjects.map(\.json)), "retention": "limits", "storage": "file", "num_replicas": 1,
            "max_age": 0, "discard": "old", "duplicate_window": Int(duplicateWindowSeconds * 1e9).json,
        ]
        _ = try ask("STREAM.CREATE.\(name)", asking: JSONWriter.compact.bytes(configuration), deadline, cancellation)
    }
}
