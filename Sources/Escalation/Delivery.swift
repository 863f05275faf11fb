public import HTTPKit
public import MailKit

/// One message, ready to go.
public struct Delivery: Sendable {
    public enum Way: Sendable {
        case http(HTTPRequest, Answer)
        case mail(MailMessage, MailServer)
        /// A file that must not be there yet.
        case file(path: String, bytes: [UInt8])
    }

    public let way: Way
    /// Where it goes, without secrets: `https://hooks.slack.com/***`.
    public let target: String
    /// Whether it may be sent again when nobody knows whether it arrived. A ticket may not: there would be two.
    public let isRepeatable: Bool
    public let shown: ShownRequest

    init(_ way: Way, target: String, isRepeatable: Bool = true, shown: ShownRequest) {
        self.way = way
        self.target = target
        self.isRepeatable = isRepeatable
        self.shown = shown
    }
}

extension Delivery {
    /// A POST of JSON.
    ///
    /// - Parameters:
    ///   - secretHeaders: sent, and shown as `***`.
    ///   - shownURL: the URL as it may be shown.
    ///   - shownBody: the body as it may be shown; nil when nothing in it is secret.
    init(
        post body: JSONBody, to url: HTTPURL, shownURL: String? = nil, headers: [HTTPHeader] = [], secretHeaders: [HTTPHeader] = [],
        answer: Answer, isRepeatable: Bool = true
    ) {
        let accept = headers.contains { $0.name == "Accept" } ? [] : [HTTPHeader("Accept", "application/json, text/plain")]
        let own = [HTTPHeader("Content-Type", "application/json"), HTTPHeader("User-Agent", "jarvis-ops")] + accept + headers
        // What answers elsewhere than where it was sent has not been told: redirects are refused.
        let request = HTTPRequest(
            "POST", url, headers: own + secretHeaders, body: body.sent, redirects: .refuse, bodyLimit: 64 << 10)
        let place = shownURL ?? url.withoutCredentials
        self.init(
            .http(request, answer), target: place, isRepeatable: isRepeatable,
            shown: ShownRequest(
                method: "POST", url: place,
                headers: own.map { .init(name: $0.name, value: $0.value) }
                    + secretHeaders.map { .init(name: $0.name, value: ShownRequest.mask) }, body: .json(body.shown)))
    }
}
