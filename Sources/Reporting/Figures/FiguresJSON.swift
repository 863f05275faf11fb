internal import JSONKit
internal import SystemKit

/// What was measured, for machines: the numbers that the plots are drawn from.
enum FiguresJSON {
    static func value(_ figures: Figures) -> JSONValue {
        let latency = figures.latency.map { look -> JSONValue in
            [
                "at": look.at.rfc3339.json, "times_ms": look.times.json, "median_ms": look.median.json,
                "percentile_ms": look.percentile.json,
                "slowest_ms": look.slowest.json,
            ]
        }
        let memory = figures.memory.map { look -> JSONValue in
            [
                "at": look.at.rfc3339.json, "source": look.source.json, "times_ms": look.points.map(\.time).json,
                "resident_bytes": look.points.map { whole($0.bytes) }.json, "bytes_per_minute": look.slope.json,
            ]
        }
        let backlog = figures.backlog.map { look -> JSONValue in ["at": look.at.rfc3339.json, "pending": look.pending.json] }
        let limits = figures.rateLimits.map { look -> JSONValue in
            [
                "at": look.at.rfc3339.json, "provider": look.provider.json, "ttl_ms": look.timeToLive.json,
                "exhausted": look.isExhausted.json,
            ]
        }
        return [
            "latency_percentile": figures.percentile.json, "latency_limit_ms": (figures.latencyLimit?.milliseconds).json,
            "latency": .array(latency), "memory": .array(memory), "backlog": .array(backlog), "rate_limits": .array(limits),
            "invalid_events": figures.invalidEvents.json,
        ]
    }

    /// Bytes are whole, and are written so wherever a double holds them exactly.
    private static func whole(_ value: Double) -> JSONValue { value.magnitude < 9e15 ? Int(value).json : value.json }
}
