internal import Execution
internal import Mesh
internal import Planning
internal import Runbook

/// The observations of a run, found by what was measured.
struct Observations {
    private let all: [Observation]
    private let ids: [Probe: String]

    init(_ all: [Observation], plan: Plan) {
        self.all = all
        var ids: [Probe: String] = [:]
        for step in plan.steps { if let probe = step.probe { ids[probe] = ids[probe] ?? step.id } }
        self.ids = ids
    }

    /// The observation of a probe, or nil when it was not planned.
    func of(_ probe: Probe) -> Observation? { ids[probe].flatMap { id in all.first { $0.id == id } } }

    var api: APISample? { if case .api(let sample)? = of(.apiSample)?.measurement { sample } else { nil } }
    var health: HealthReport? { api?.health }
    var metrics: ServiceMetrics? { if case .metrics(let metrics)? = of(.metrics)?.measurement { metrics } else { nil } }
    var database: DatabaseHealth? { if case .database(let health)? = of(.databaseHealth)?.measurement { health } else { nil } }
    var memory: MemorySeries? { if case .memory(let series)? = of(.serviceMemory)?.measurement { series } else { nil } }
    var backlog: BacklogLooks? { if case .backlog(let looks)? = of(.backlog)?.measurement { looks } else { nil } }
    var dashboard: EndpointTiming? { if case .endpoint(let timing)? = of(.dashboard)?.measurement { timing } else { nil } }
    var capability: [Capability]? { if case .capability(let states)? = of(.capability)?.measurement { states } else { nil } }

    var transport: TransportLook? { if case .transport(let look)? = of(.transport)?.measurement { look } else { nil } }

    func rateLimits(_ pattern: String) -> [RateLimitKey]? {
        if case .rateLimits(let keys)? = of(.rateLimits(pattern: pattern))?.measurement { keys } else { nil }
    }

    /// Why a probe gave nothing: its summary, or that it was never planned.
    func excuse(_ probe: Probe) -> String { of(probe)?.summary ?? "not measured" }
}
