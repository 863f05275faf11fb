internal import Execution
internal import Planning
internal import Runbook

/// The checks about the service's process: memory, kills, collections.
enum ServiceChecks {
    /// Fewer samples than this decide nothing about a slope.
    static let minimumSamples = 5

    static func growth(above limit: Double, _ seen: Observations) -> Judgement {
        guard let series = seen.memory else { return .unknown(seen.excuse(.serviceMemory)) }
        guard series.points.count >= minimumSamples, let fit = Statistics.fit(series.points.map { ($0.time, $0.bytes) }),
            let first = series.points.first, let last = series.points.last
        else { return .unknown("only \(series.points.count) samples of \(series.source); \(minimumSamples) are needed") }
        let perMinute = 60_000.0 / 1_048_576
        let slope = fit.slope * perMinute
        let because =
            "\(Numbers.decimal(slope)) MiB a minute over \(Numbers.duration(last.time - first.time)), \(series.points.count) samples of \(series.source) (limit \(Numbers.decimal(limit)))"
        guard slope > limit else { return .absent(because) }
        // A single jump gives a line with a slope too; a leak goes on, so its slope is far from what chance would give.
        guard slope > 3 * fit.error * perMinute else { return .unknown(because + ", but too uneven to tell from chance: sample longer with --timeout") }
        return .present(because)
    }

    static func kills(_ seen: Observations) -> Judgement {
        guard let series = seen.memory else { return .unknown(seen.excuse(.serviceMemory)) }
        guard let kills = series.kills else { return .unknown("the kernel's record of \(series.source) cannot be read from here") }
        return kills > 0 ? .present("the kernel ended \(series.source) \(kills) times for want of memory") : .absent("the kernel records no kill of \(series.source)")
    }

    static func collection(above limit: Double, _ seen: Observations) -> Judgement {
        guard let milliseconds = seen.metrics?.collectionMilliseconds else { return .unknown("no metrics tell how long collections take") }
        let because = "a collection takes \(Numbers.duration(milliseconds)) (limit \(Numbers.duration(limit)))"
        return milliseconds > limit ? .present(because) : .absent(because)
    }
}
