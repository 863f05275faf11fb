public import HTTPKit
internal import JSONKit
public import SystemKit

/// What a service answers when it has taken a message. Anything else was no delivery: a proxy's friendly page is not one.
public enum Answer: Sendable, Equatable {
    case pagerDuty, slack, gitHub, gitLab

    /// - Parameter now: for a `Retry-After` that names a time.
    public func read(_ response: HTTPResponse, now: Timestamp) -> AttemptOutcome {
        let status = response.status
        switch status {
        case 429, 500...599:
            let wait = response.header("retry-after").flatMap { RetryAfter.milliseconds($0, now: now) }
            return .passing("it answered \(status)\(words(response))", status: status, retryAfter: wait)
        case 200...299:
            guard let id = accepted(response) else {
                return .refused("it answered \(status), which is no word of acceptance", status: status)
            }
            return .delivered(id: id.isEmpty ? nil : TextLimit.cut(id.oneLine, to: 300), status: status)
        case 300...399:
            return .refused("it answered \(status)\(response.note.map { ": \($0)" } ?? ""); nothing is sent elsewhere", status: status)
        default: return .refused("it answered \(status)\(words(response))", status: status)
        }
    }

    /// The id that was given, empty when there is none; nil when this is no acceptance.
    private func accepted(_ response: HTTPResponse) -> String? {
        let document = try? JSONReader().read(response.body)
        switch self {
        case .pagerDuty: return response.status == 202 ? document?["dedup_key"]?.text ?? "" : nil
        case .slack:
            let words = response.text.split { $0.isWhitespace }
            return response.status == 200 && words == ["ok"] ? "" : nil
        case .gitHub:
            return response.status == 201 ? document?["html_url"]?.text ?? document?["number"]?.int.map { "#\($0)" } ?? "" : nil
        case .gitLab: return response.status == 201 ? document?["web_url"]?.text ?? document?["iid"]?.int.map { "#\($0)" } ?? "" : nil
        }
    }

    /// What the service said, cut short: it is foreign text.
    private func words(_ response: HTTPResponse) -> String {
        let text = response.text.oneLine.split { $0 == " " }.joined(separator: " ")
        return text.isEmpty ? "" : ": " + TextLimit.cut(text, to: 300)
    }
}

extension AttemptOutcome {
    /// Reads why there was no answer.
    public init(_ error: HTTPError) {
        switch error.kind {
        case .nameNotResolved, .connectionRefused, .unreachable, .timedOut(.connect):
            self = .passing(error.message, status: nil, retryAfter: nil)
        case .connectionReset, .timedOut(.response), .protocolError, .cancelled: self = .uncertain(error.message)
        case .invalidURL, .invalidRequest, .tls, .proxied, .libraryMissing, .unsupportedProtocol, .tooManyRedirects:
            self = .refused(error.message, status: nil)
        }
    }
}
