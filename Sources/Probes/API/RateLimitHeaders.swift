internal import HTTPKit

/// What an answer says of the limiter in front of the service: the status 429 with `Retry-After`, and the `RateLimit` headers in
/// their three spellings (`RateLimit-Remaining`, `X-RateLimit-Remaining`, and `RateLimit: …remaining=N` or `…r=N`).
struct RateLimitHeaders {
    /// Whether this very request was refused by the limiter. The service serves all the same.
    let isLimited: Bool
    /// Seconds until it may be asked again; nil when it does not say.
    let seconds: Int?
    /// Requests that are left; nil when it does not say.
    let remaining: Int?

    init(_ response: HTTPResponse) {
        isLimited = response.status == 429
        let fields = response.header("ratelimit").map(RateLimitHeaders.fields) ?? [:]
        remaining =
            (response.header("ratelimit-remaining") ?? response.header("x-ratelimit-remaining")).flatMap(RateLimitHeaders.number)
            ?? fields["remaining"] ?? fields["r"]
        seconds =
            (response.header("retry-after") ?? response.header("ratelimit-reset")).flatMap(RateLimitHeaders.number) ?? fields["reset"]
            ?? fields["t"]
    }

    /// Why nothing more is asked; nil while there is room.
    var reason: String? {
        let free = seconds.map { "; free again in \($0) s" } ?? ""
        if isLimited { return "not asked: the API limits requests (429)\(free)" }
        if let remaining, remaining < 1 { return "not asked: the API says that no request is left to us\(free)" }
        return nil
    }

    /// Whole seconds or requests. A date, which `Retry-After` may be too, is no number and says nothing here.
    private static func number(_ text: String) -> Int? { Int(text.trimmingPrefix { $0 == " " }).flatMap { $0 >= 0 ? $0 : nil } }

    /// `limit=60, remaining=3, reset=20` and `"default";r=3;t=20`.
    private static func fields(_ text: String) -> [String: Int] {
        var result: [String: Int] = [:]
        for part in text.split(whereSeparator: { ",; ".contains($0) }) {
            let pair = part.split(separator: "=", maxSplits: 1)
            if pair.count == 2, let value = Int(pair[1]), value >= 0 { result[pair[0].lowercased()] = value }
        }
        return result
    }
}
