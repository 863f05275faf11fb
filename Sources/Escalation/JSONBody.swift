internal import JSONKit

/// A body of JSON, and the same with what is secret masked.
struct JSONBody: Sendable {
    let sent: [UInt8]
    let shown: JSONValue

    init(_ document: JSONObject, secret: (name: String, value: String)? = nil) {
        var shown = document
        var whole = document
        if let secret {
            // First, as the service's own examples have it.
            shown.members.insert(JSONMember(JSONString(secret.name), ShownRequest.mask.json), at: 0)
            whole.members.insert(JSONMember(JSONString(secret.name), secret.value.json), at: 0)
        }
        sent = JSONWriter.compact.bytes(.object(whole))
        self.shown = .object(shown)
    }
}
