extension HealthReport.Part {
    /// Whether the service says of this provider that its rate limit is why it does not answer.
    public var isRateLimited: Bool { HealthReport.Part.saysRateLimit(message) || HealthReport.Part.saysRateLimit(status) }

    /// `rate limit`, `rate_limited`, `429`, but not the 429 in `took 1429 ms`.
    public static func saysRateLimit(_ text: String) -> Bool {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        let joined = words.joined(separator: " ")
        return words.contains("429") || ["rate limit", "ratelimit", "too many requests"].contains(where: joined.contains)
    }
}
