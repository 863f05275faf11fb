internal import Execution
internal import Planning
internal import Runbook

/// The checks about the service's process: memory, kills, collections.
enum ServiceChecks {
    /// Fewer samples than this decide nothing about a slope.
    static let minimumSamples = 5
    /// Bytes of growth below which a slope is not believed.
    static let minimumGrowth = 5.0 * 1_048_576

    static func growth(above limit: Double, _ seen: Observations) -> Judgement {
        guard let series = seen.memory else { return .unknown(seen.excuse(.serviceMemory)) }
        let points = series.points.map { (x: $0.time, y: $0.bytes) }
        guard points.count >= minimumSamples, let fit = Statistics.fit(points),
            let first = series.points.first, let last = series.points.last
        else { return .unknown("only \(Wording.count(series.points.count, "sample")) of \(series.source); \(minimumSamples) are needed") }
        let perMinute = 60_000.0 / 1_048_576
        let slope = fit.slope * perMinute
        let size = Numbers.against(limit, slope, Numbers.decimal)
        let over = "over \(Numbers.duration(last.time - first.time)), \(points.count) samples of \(series.source)"
        let because = "\(size) MiB/min \(over) (limit \(Numbers.decimal(limit)))"
        guard slope > limit else { return .absent(because) }
        // Serving a burst of requests, our own among them, costs a few MiB once: less than that says nothing yet.
        guard last.bytes - first.bytes >= minimumGrowth else {
            return .unknown(because + "; too little to tell from a burst: sample longer with --timeout")
        }
        // A leak's slope is far from what chance would give, and it goes on: a single jump leaves next to nothing of it.
        guard slope > 3 * fit.error * perMinute else { return .unknown(because + ": too uneven to be sure, raise --timeout") }
        let steady = Statistics.slopeBesideAJump(points).map { $0 * perMinute } ?? 0
        guard steady > limit / 2 else { return .unknown(because + ": one jump and no slope, raise --timeout") }
        // A service that serves a burst of requests grows for a moment and stays there; a leak grows all the time.
        guard Statistics.growsThroughout(points) else { return .unknown(because + ": not all the time, raise --timeout") }
        return .present(because)
    }

    static func kills(_ seen: Observations) -> Judgement {
        guard let series = seen.memory else { return .unknown(seen.excuse(.serviceMemory)) }
        guard let kills = series.kills else { return .unknown("the kernel's record of \(series.source) cannot be read from here") }
        guard kills > 0 else { return .absent("the kernel records no memory kill of \(series.source)") }
        let limit = series.container?.memoryLimit ?? series.limit
        var details = [limit.map { "limit \(Numbers.decimal($0 / 1_048_576)) MiB" }].compactMap(\.self)
        if let sight = series.container, sight.restarts > 0 { details.append("restarted \(Wording.count(sight.restarts, "time"))") }
        // The end that is recorded is the last one; of a container that was started again it may be an older one.
        if let time = series.container?.finishedAt.map({ "\($0.prefix(19))Z" }) ?? series.endedAt {
            details.append("its last end at \(time)")
        }
        return .present(
            "the kernel killed \(series.source) \(Wording.count(kills, "time")) for want of memory"
                + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))"))
    }

    static func collection(above limit: Double, _ seen: Observations) -> Judgement {
        guard let metrics = seen.metrics else { return .unknown(seen.excuse(.metrics)) }
        guard let milliseconds = metrics.collectionMilliseconds, milliseconds.isFinite else {
            return .unknown("the service's metrics do not tell how long a garbage collection takes")
        }
        let because =
            "a garbage collection takes \(Numbers.against(limit, milliseconds, Numbers.duration)) (limit \(Numbers.duration(limit)))"
        return milliseconds > limit ? .present(because) : .absent(because)
    }
}
