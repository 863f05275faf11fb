internal import Configuration
internal import Execution
internal import HTTPKit
internal import JSONKit
internal import ProcessKit
internal import SystemKit

extension LiveProbes {
    /// The service's resident memory at many times, and the kernel's record of kills. It is the service that is measured and
    /// never a process of our own.
    func serviceMemory(_ limits: ProbeLimits) -> ProbeResult {
        let isUnit = configuration.deployment.unit != nil
        let container = isUnit ? nil : apiContainer(limits)
        guard let service = findService(container, limits) else {
            // One that the kernel killed, and that nobody started again, has no process and tells all the same.
            if let container, container.sight.wasKilledForMemory { return killed(container.sight) }
            if isUnit, let unit = try? unitStates(unitNames, limits).first(where: \.wasKilledForMemory) { return killed(unit) }
            // Stopped already: then nothing is lost by stopping it, and what follows must not wait for figures that nobody has.
            if isUnit || configuration.apiService != nil, servicesNow(limits).state == .ok {
                return ProbeResult(.unavailable, "no service runs: there are no figures to keep", evidence: ["nothing_to_lose": true])
            }
            return ProbeResult(
                .unavailable,
                "the service's process was not found: nothing on this machine listens at the API's address, and \(noContainer)")
        }
        var series = MemorySeries(source: service.words)
        let start = MonotonicTime.now()
        // Half of the time limit, at most a minute: a slope needs time, and what follows needs some too.
        let end = Deadline(at: start.adding(milliseconds: min(limits.timeoutMilliseconds * 0.5, 60_000)))
        let interval = max(100, min(limits.timeoutMilliseconds * 0.5, 60_000) / 25)
        while true {
            guard let bytes = ProcessFacts.residentBytes(service.processID) else { break }
            series.points.append(.init(time: MonotonicTime.now().milliseconds(since: start), bytes: bytes))
            if end.hasPassed || limits.cancellation.wait(until: end.orEarlier(.after(milliseconds: interval))) { break }
        }
        if limits.cancellation.isCancelled { return ProbeResult(.notRun, "interrupted") }
        series.container = container?.sight
        let recorded = ProcessFacts.outOfMemoryKills(service.processID)
        // The kernel counts in this life of the container, the engine remembers the earlier ones.
        let known = container.map { max($0.sight.memoryKills ?? 0, $0.sight.isOutOfMemory ? 1 : 0) }
        series.kills = recorded.map { $0 + (known ?? 0) } ?? known
        return result(series, service)
    }

    /// Why there is no container to measure.
    private var noContainer: String {
        guard let service = configuration.apiService?.name else {
            return configuration.serviceTrouble ?? "neither a compose file nor a container of this directory is known"
        }
        return "no container of service \(service) runs"
    }

    private func killed(_ sight: ContainerSight) -> ProbeResult {
        var series = MemorySeries(source: "container \(sight.name)")
        series.container = sight
        series.kills = max(sight.memoryKills ?? 0, 1)
        return ProbeResult(
            .unhealthy, "\(series.source): \(sight.words)", evidence: ["source": series.source.json, "oom_kills": series.kills.json],
            measurement: .memory(series))
    }

    /// systemd keeps the word about a unit's last end as long as nobody starts it again.
    private func killed(_ unit: UnitState) -> ProbeResult {
        var series = MemorySeries(source: "unit \(unit.name)")
        series.kills = 1
        (series.limit, series.endedAt) = (unit.memoryLimit, unit.endedAt)
        return ProbeResult(
            .unhealthy, unit.words, evidence: ["source": series.source.json, "oom_kills": 1], measurement: .memory(series))
    }

    private func result(_ series: MemorySeries, _ service: ServiceProcess) -> ProbeResult {
        guard let first = series.points.first, let last = series.points.last else {
            if let container = series.container, container.wasKilledForMemory { return killed(container) }
            return ProbeResult(.failed, "\(service.words) ended before it could be measured")
        }
        let evidence: JSONObject = [
            "source": series.source.json, "pid": Int(service.processID).json, "oom_kills": series.kills.json,
            "times_ms": series.points.map(\.time).json, "resident_bytes": series.points.map { Int($0.bytes) }.json,
        ]
        let summary =
            "\(Words.mebibytes(first.bytes)), then \(Words.mebibytes(last.bytes)) after \(Words.duration(last.time)) (\(series.points.count) samples)"
        return ProbeResult(.ok, summary, evidence: evidence, measurement: .memory(series))
    }
}
