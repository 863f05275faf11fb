/// Limits for symptoms whose words give none. They are ours, not the runbook's, and are shown with every verdict they decide.
public enum SymptomDefaults {
    /// The least share of requests (0…1) that makes errors a spike: one in twenty.
    public static let errorShare = 0.05
    /// Milliseconds; the runbook's own limit for a slow response.
    public static let dashboardMilliseconds = 2000.0
    /// MiB per minute: at this rate 1 GiB is gone in under three hours.
    public static let memoryMebibytesPerMinute = 6.0
    /// Milliseconds for one collection.
    public static let collectionMilliseconds = 500.0
    /// The keys of the rate limiter, one per provider.
    public static let rateLimitPattern = "ratelimit:provider:*"
}
