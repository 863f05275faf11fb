public import JSONKit

/// A request as people and the journal may see it: what is secret in it is `***`, everything else is as it is sent.
public struct ShownRequest: Sendable {
    public enum Body: Sendable {
        case json(JSONValue)
        case text(String)
    }

    public struct Header: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    /// `POST`, `SMTP`, `write`.
    public let method: String
    public let url: String
    public let headers: [Header]
    public let body: Body

    static let mask = "***"

    public var json: JSONValue {
        let body: JSONValue =
            switch self.body {
            case .json(let value): value
            case .text(let text): text.json
            }
        return [
            "method": method.json, "url": url.json,
            "headers": .array(headers.map { ["name": $0.name.json, "value": $0.value.json] }), "body": body,
        ]
    }

    /// As a person reads it.
    public var text: String {
        var text = "\(method) \(url)\n"
        for header in headers { text += "\(header.name): \(header.value)\n" }
        switch body {
        case .json(let value): text += "\n" + JSONWriter.shown(.pretty).text(value) + "\n"
        case .text(let body): text += "\n" + body + (body.hasSuffix("\n") ? "" : "\n")
        }
        return text
    }
}
